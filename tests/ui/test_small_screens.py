"""At a large interface scale everything is still within reach on a small screen."""

import pytest
from PySide6.QtWidgets import QScrollArea

from playground.ui.about import About
from playground.ui.export_dialog import ExportDialog
from playground.ui.filming.film_dialog import FilmDialog
from playground.ui.importing.import_dialog import ImportDialog
from playground.ui.picture_dialog import PictureDialog
from playground.ui.shortcuts import ShortcutSheet
from playground.ui.theme import set_scale


@pytest.fixture(autouse=True)
def _large():
    set_scale(1.5)
    yield
    set_scale(1.0)


def shown(dialog, qtbot):
    qtbot.addWidget(dialog)
    dialog.show()
    room = dialog.screen().availableGeometry()
    return dialog.width() <= room.width(), dialog.height() <= room.height()


def test_the_import_dialog_and_about_stay_on_the_screen(window, qtbot, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("a,b,c\n" + "1,2,x\n3,4,y\n" * 9)
    assert shown(ImportDialog(window, path, {}), qtbot)[1]
    assert all(shown(About(window), qtbot))


@pytest.mark.parametrize("make", [lambda window: PictureDialog(window, "it"), FilmDialog])
def test_what_saves_pictures_keeps_its_buttons_on_the_screen(window, qtbot, make):
    dialog = make(window)
    assert all(shown(dialog, qtbot))
    assert dialog.foot.geometry().bottom() <= dialog.height()


def test_the_preview_is_what_gives_way(window, qtbot):
    dialog = PictureDialog(window, "it")
    shown(dialog, qtbot)
    before = dialog.preview.height()
    dialog.resize(dialog.width(), dialog.height() - 60)
    assert dialog.preview.height() == before - 60
    assert dialog.foot.begin.geometry().bottom() <= dialog.foot.height()


def test_formats_that_have_no_room_are_scrolled_to(window, qtbot):
    dialog = ExportDialog(window)
    dialog.wait()
    assert shown(dialog, qtbot)[1]
    dialog.resize(dialog.width(), 400)
    last = list(dialog.formats.values())[-1]
    assert last.words.height() >= last.words.heightForWidth(last.words.width())
    assert dialog.foot.begin.geometry().bottom() <= dialog.foot.height()
    assert dialog.foot.geometry().bottom() <= dialog.height()


@pytest.mark.parametrize("width", [1900, 1280, 1000])
def test_keys_stand_in_as_many_columns_as_there_is_room_for(window, qtbot, width):
    window.resize(width, 720)
    sheet = ShortcutSheet(window, window.actions_)
    qtbot.addWidget(sheet)
    area = sheet.findChild(QScrollArea)
    assert area.widget().sizeHint().width() <= sheet.width()
