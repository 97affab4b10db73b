"""The gallery of recent projects, the dialog that saves one, and the welcome of a later start."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from stand_in import circle

from playground.document.files import save
from playground.document.project import Project
from playground.document.recent import recent, remember
from playground.engine.catalogue import catalogue
from playground.ui.labels import IconButton
from playground.ui.plots.wording import grouped
from playground.ui.recent_gallery import RecentGallery
from playground.ui.save_dialog import Proposal, SaveDialog, Saving

KINDS = catalogue()


@pytest.fixture
def files(tmp_path):
    """Return two recent files, of which the older is gone."""
    gone, there = tmp_path / "gone.json", tmp_path / "there.json"
    save(circle(), there)
    remember(gone, "Gone")
    remember(there, "Circle")
    return gone, there


@pytest.fixture
def gallery(qtbot, files):
    parent = QWidget()
    parent.resize(1200, 800)
    qtbot.addWidget(parent)
    made = RecentGallery(parent, KINDS)
    made.show()
    yield made
    made.close()


def test_recent_projects_open_by_click_and_key(gallery, files, qtbot):
    card = gallery.cards[0]
    assert (card.file, card.missing) == (files[1], False)
    with qtbot.waitSignal(gallery.chosen) as told:
        QTest.keyClick(card, Qt.Key.Key_Return)
    assert told.args == [files[1]]
    gallery.show()
    with qtbot.waitSignal(gallery.chosen):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)


def test_a_missing_one_is_grey_opens_nothing_and_can_be_removed(gallery, files, qtbot):
    card = gallery.cards[1]
    assert card.missing
    assert "missing" in card.accessibleDescription()
    with qtbot.assertNotEmitted(gallery.chosen):
        QTest.keyClick(card, Qt.Key.Key_Return)
    card.findChild(IconButton).click()
    assert [one.file for one in recent()] == [files[1]]
    assert len(gallery.cards) == 1
    QTest.keyClick(gallery.cards[0], Qt.Key.Key_Delete)
    assert recent() == []
    assert files[1].exists()


def test_all_missing_ones_go_at_once(gallery, files):
    gallery._sweep.click()
    assert [one.file for one in recent()] == [files[1]]
    assert gallery._sweep.isHidden()


def test_every_control_says_what_it_is(gallery):
    for button in gallery.findChildren(QAbstractButton):
        assert button.accessibleName() or button.text()
        assert button.toolTip()


def test_the_menu_opens_the_gallery_and_the_gallery_the_file(window, files):
    window.actions_["recent"].trigger()
    gallery = window.findChild(RecentGallery)
    QTest.keyClick(gallery.cards[0], Qt.Key.Key_Return)
    assert window.documents.path == files[1]


@pytest.fixture
def dialog(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)

    def ask(*arguments, **words):
        made = SaveDialog(parent, Proposal(*arguments, **words))
        made.show()
        return made

    return ask


def test_the_kind_of_file_follows_from_what_is_saved(dialog, tmp_path):
    made = dialog(tmp_path / "a.json", step=1234)
    assert made.chosen == Saving(tmp_path / "a.json", False)
    made.learned.click()
    assert made.chosen == Saving(tmp_path / "a.zip", True)
    assert grouped(1234) in made.learned.accessibleDescription()
    made.name.setText("v1.2")
    assert made.chosen.path.name == "v1.2.zip"
    made.name.setText("b.ZIP")
    assert made.chosen.path.name == "b.zip"


def test_rows_always_go_into_a_zip(dialog, tmp_path):
    made = dialog(tmp_path / "a.json", rows=True)
    assert made.chosen == Saving(tmp_path / "a.zip", False)


def test_what_cannot_be_saved_is_said_before(dialog, tmp_path):
    made = dialog(tmp_path / "a.json")
    assert made.save.isEnabled()
    made.name.setText("  ")
    assert "needs a name" in made._told.text()
    assert not made.save.isEnabled()
    made.name.setText("no/where")
    assert not made.save.isEnabled()
    made.name.setText("a")
    made.folder.setText(str(tmp_path / "nowhere"))
    assert "There is no folder" in made._told.text()
    assert not made.save.isEnabled()


def test_what_would_be_replaced_is_said_before(dialog, tmp_path):
    save(Project(), tmp_path / "a.json")
    made = dialog(tmp_path / "a.json")
    assert made.save.text() == "Replace"
    assert "replaced" in made._told.text()
    made.name.setText("b")
    assert made.save.text() == "Save"
    own = dialog(tmp_path / "a.json", own=tmp_path / "a.json")
    assert own.save.text() == "Save"


def test_a_name_alone_goes_to_a_folder_that_exists(dialog):
    assert dialog(Path("The spiral")).chosen.path.parent.is_dir()


def test_a_later_start_offers_what_was_open_last(window, files):
    window.preferences.started_before = True
    window.welcome.greet()
    assert "Welcome back" in window.offer.text
    buttons = {b.text(): b for b in window.offer.findChildren(QAbstractButton)}
    buttons["Go on with there.json"].click()
    assert window.documents.path == files[1]


def test_a_later_start_without_work_offers_nothing(window):
    window.preferences.started_before = True
    window.welcome.greet()
    assert window.offer.isHidden()
