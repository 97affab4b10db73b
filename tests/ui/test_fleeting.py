"""What was just done is told for a few seconds in the bar below."""

import pytest
from PySide6.QtWidgets import QWidget

from playground.ui import fleeting, project_file
from playground.ui.fleeting import Fleeting
from playground.ui.save_dialog import Saving
from playground.ui.takeaway import copy_seen


@pytest.fixture
def bar(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 36)
    made.show()
    return made


def test_it_stands_in_the_middle_of_its_bar_and_goes(bar, qtbot, monkeypatch):
    monkeypatch.setattr(fleeting, "SECONDS", 0.05)
    told = Fleeting(bar)
    assert not told.isVisible()
    told.tell("Saved fruit.zip")
    assert told.isVisible()
    assert told.accessibleName() == "Saved fruit.zip"
    assert told.geometry().center() == bar.rect().center()
    bar.resize(600, 36)
    assert told.geometry().center() == bar.rect().center()
    told.tell("Saved " + 300 * "a" + ".zip")
    assert bar.rect().contains(told.geometry())
    qtbot.waitUntil(lambda: not told.isVisible())


def test_saving_is_told(window, tmp_path, monkeypatch):
    path = tmp_path / "fruit.zip"
    monkeypatch.setattr(project_file, "ask", lambda *_: Saving(path, False))
    told, timeline = window.footer.told, window.footer.timeline
    window.documents.save()
    assert told.isVisible()
    assert told.text == "Saved fruit.zip"
    before = timeline.geometry()
    told.hide()
    assert window.documents.save(), "and each further time"
    assert told.isVisible()
    assert timeline.geometry() == before, "nothing moves for it"


def test_what_cannot_be_saved_is_not_told_as_saved(window, tmp_path, monkeypatch):
    monkeypatch.setattr(project_file, "ask", lambda *_: None)
    assert not window.documents.save()
    assert not window.footer.told.isVisible()


def test_copying_a_picture_is_told_without_another_bar(window):
    from PySide6.QtWidgets import QStatusBar

    copy_seen(window)
    assert window.footer.told.text.startswith("Copied a picture: ")
    assert window.findChild(QStatusBar) is None
