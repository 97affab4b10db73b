"""Where files are asked for, and what becomes of the names that are given."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from stand_in import circle

from playground.ui import file_asking
from playground.ui.file_asking import ask_to_write, start_folder
from playground.ui.filming.film_dialog import FilmDialog
from playground.ui.picture_dialog import PictureDialog
from playground.ui.preferences import Preferences
from playground.ui.save_dialog import Proposal, SaveDialog

ASKING = ("getSaveFileName", "getOpenFileName", "getExistingDirectory")


@pytest.fixture
def begun(monkeypatch):
    """Record where dialogs begin, and leave them without an answer."""
    seen = []
    for name in ASKING:
        answer = "" if name == "getExistingDirectory" else ("", "")
        monkeypatch.setattr(
            QFileDialog, name, lambda *a, answer=answer: seen.append(Path(a[2])) or answer
        )
    return seen


@pytest.fixture
def answer(monkeypatch):
    """Have the dialog for a file to write answer with a name."""

    def given(path):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    return given


@pytest.fixture
def documents(monkeypatch, tmp_path):
    place = tmp_path / "documents"
    place.mkdir()
    monkeypatch.setattr(
        file_asking.QStandardPaths, "writableLocation", staticmethod(lambda _: str(place))
    )
    return place


def test_the_first_time_it_is_the_persons_documents(window, documents):
    assert start_folder(window) == documents
    documents.rmdir()
    assert start_folder(window) == Path.home()


def test_then_the_folder_used_last_and_first_of_all_the_projects(
    window, documents, answer, tmp_path
):
    stranger = QWidget()
    last, own = tmp_path / "last", tmp_path / "own"
    last.mkdir()
    own.mkdir()
    answer(last / "picture.png")
    assert ask_to_write(window, "Save", "a.png", "PNG (*.png)") == last / "picture.png"
    assert start_folder(window) == last
    assert Preferences().last_folder == str(last)
    window.documents.show(circle(), own / "mine.json")
    assert start_folder(window.canvas) == own
    assert start_folder(stranger) == last
    last.rmdir()
    assert start_folder(stranger) == documents


def test_every_way_out_and_in_begins_there(window, begun, documents, qtbot):
    for action in ("open", "report", "import-weights", "import-data"):
        window.actions_[action].trigger()
    window.openers.data.ask_folder()
    for dialog in (FilmDialog(window), PictureDialog(window.canvas, "canvas")):
        dialog.foot.begin.click()
        dialog.close()
    dialog = SaveDialog(window, Proposal(Path("The circle")))
    assert dialog.chosen.path.parent == documents
    dialog.close()
    assert len(begun) == 7
    assert {place if place == documents else place.parent for place in begun} == {documents}


def test_a_name_without_the_ending_gets_it_and_replaces_nothing_unasked(
    window, answer, tmp_path, monkeypatch
):
    kinds = "PNG picture (*.png);;SVG drawing (*.svg)"
    for told, wanted in (("a", "a.png"), ("a.svg", "a.svg"), ("v1.2", "v1.2.png")):
        answer(tmp_path / told)
        assert ask_to_write(window, "Save", "a.png", kinds) == tmp_path / wanted
    (tmp_path / "a.png").write_text("old")
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    answer(tmp_path / "a")
    assert ask_to_write(window, "Save", "a.png", kinds) is None
    assert ask_to_write(window, "Save", "a.png", kinds) == tmp_path / "a.png"
