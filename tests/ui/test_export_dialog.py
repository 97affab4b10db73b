"""Models leave by the window, and weights come in."""

import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QRadioButton
from stand_in import circle

from playground.document.edits import add_block, set_setting
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import catalogue
from playground.engine.kept_weights import get_weights
from playground.export.weights.reading import read_arrays
from playground.runtime import messages as m
from playground.runtime.headless import train
from playground.ui import weights_import
from playground.ui.canvas.context_menu import context_menu
from playground.ui.export_dialog import ExportDialog
from playground.ui.long_work import LongWork
from playground.ui.weights_import import WeightsImport


def learned(window, trainer, project=None, steps=20):
    """Put what a headless run has learned into a window."""
    if project is not None:
        window.documents.show(project)
    run = train(window.bridge.store.value, steps)
    states = {id: built.learner.capture() for id, built in run.built.items()}
    at = {id: built.learner.step_number for id, built in run.built.items()}
    window.bridge.trainer.history.clear()
    edition = trainer.of(m.Load)[-1].edition
    window.bridge.trainer.history.add(m.Checkpoint(at, states, edition))
    window.bridge.status = m.Status(False, at, {}, 0.0, {})
    return run


def opened(window, qtbot, learner=""):
    dialog = ExportDialog(window, learner)
    dialog.show()
    settled(dialog, qtbot)
    return dialog


def settled(dialog, qtbot):
    dialog.wait()
    qtbot.waitUntil(lambda: dialog.foot.bar.isHidden())


def several(**fit):
    blocks = (
        Placed("data", "moons", {"size": 60}), Placed("tree", "decision-tree"),
        Placed("net", "fit", fit), Placed("map", "t-sne"),
    )  # fmt: skip
    wires = tuple(Wire("data", id) for id in ("tree", "net", "map"))
    return Project(title="Several", blocks=blocks, wires=wires)


def test_a_trained_model_is_written(window, trainer, qtbot, tmp_path, monkeypatch):
    run = learned(window, trainer)
    dialog = opened(window, qtbot)
    assert dialog.facts.text() == "2 features → 2 classes · after 20 steps · 22 numbers learned"
    assert all(card.button.isEnabled() for card in dialog.formats.values())
    dialog.formats["npz"].button.setChecked(True)
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    dialog.foot.begin.click()
    assert not dialog.foot.begin.isEnabled()
    settled(dialog, qtbot)
    assert "Saved mine.npz, 1 kB" in dialog.foot.status.text()
    weights = run.built["fit-1"].learner.weights.views["dense-1"]["weight"][0]
    np.testing.assert_array_equal(read_arrays(path.with_suffix(".npz"))["dense-1.weight"], weights)
    assert dialog.foot.begin.isEnabled()


def test_the_step_that_is_shown_is_exported_and_not_a_later_one(window, trainer, qtbot):
    learned(window, trainer, steps=20)
    later = train(window.bridge.store.value, 90).built["fit-1"].learner
    window.bridge.trainer.history.add(m.Checkpoint({"fit-1": 90}, {"fit-1": later.capture()}))
    window.bridge.status = m.Status(False, {"fit-1": 65}, {}, 0.0, {})
    offer = opened(window, qtbot)._offer
    wanted = train(window.bridge.store.value, 65).built["fit-1"].learner
    assert offer.subject.learner.step_number == 65
    np.testing.assert_array_equal(offer.subject.learner.weights.flat, wanted.weights.flat)


def test_a_step_before_a_setting_was_changed_is_exported_as_it_was_learned(
    window, trainer, qtbot
):
    run = learned(window, trainer, steps=20)
    before = window.bridge.store.value
    window.bridge.apply("Rate", set_setting("fit-1", "rate", 3.0, catalogue()))
    qtbot.waitUntil(lambda: trainer.of(m.Tune) != [])
    captured = run.built["fit-1"].learner.capture()
    trainer.history.add(
        m.Checkpoint({"fit-1": 30}, {"fit-1": captured}, trainer.of(m.Tune)[-1].edition, "Rate")
    )
    window.bridge.status = m.Status(False, {"fit-1": 25}, {}, 0.0, {})
    offer = opened(window, qtbot)._offer
    wanted = train(before, 25).built["fit-1"].learner
    np.testing.assert_array_equal(offer.subject.learner.weights.flat, wanted.weights.flat)


def test_formats_say_why_they_cannot(window, trainer, qtbot):
    learned(window, trainer, several(members=3))
    dialog = opened(window, qtbot, "tree")
    assert dialog.learner.currentData() == "tree"
    assert not dialog.formats["pytorch"].button.isEnabled()
    assert "is no network" in dialog.formats["pytorch"].words.text()
    assert dialog.formats["pytorch"].words.property("role") == "warning"
    dialog.learner.setCurrentIndex(dialog.learner.findData("map"))
    settled(dialog, qtbot)
    assert "t-SNE places the rows it learns and no others" in dialog.facts.text()
    assert not dialog.foot.begin.isEnabled()


def test_what_is_wired_to_nothing_is_told(window, qtbot):
    lone = Placed("lone", "naive-bayes")
    window.documents.show(Project(blocks=(lone,)))
    dialog = opened(window, qtbot)
    assert "lone" in dialog.foot.status.text()
    assert dialog.foot.status.property("role") == "error"
    assert not dialog.foot.begin.isEnabled()


def test_a_member_can_be_chosen(window, trainer, qtbot):
    learned(window, trainer, Project(blocks=several(members=3).blocks[:1] + (
        Placed("net", "fit", {"members": 3}),), wires=(Wire("data", "net"),)))  # fmt: skip
    dialog = opened(window, qtbot)
    assert dialog.member.isVisible()
    assert [dialog.member.itemText(at).removesuffix(" (best)") for at in range(3)] == [
        "seed 0", "seed 1", "seed 2"]  # fmt: skip
    assert dialog.member.currentText().endswith("(best)")
    dialog.member.setCurrentIndex(2)
    dialog.member.activated.emit(2)
    settled(dialog, qtbot)
    assert dialog._offer.subject.members == (2,)
    assert dialog.member.currentIndex() == 2


def test_nothing_to_export_is_told_in_words(window, qtbot):
    window.documents.show(Project(title="Empty"))
    dialog = opened(window, qtbot)
    assert dialog.facts.text().startswith("Nothing here learns yet")
    assert not dialog.foot.begin.isEnabled()


def test_a_model_that_has_learned_nothing_says_so(window, qtbot):
    window.documents.show(several())
    dialog = opened(window, qtbot, "tree")
    assert not dialog.foot.begin.isEnabled()
    assert "has learned nothing yet" in dialog.facts.text()


def test_a_file_that_cannot_be_written_is_told(window, trainer, qtbot, tmp_path, monkeypatch):
    learned(window, trainer)
    dialog = opened(window, qtbot)
    dialog.formats["numpy"].button.setChecked(True)
    path = tmp_path / "no" / "where.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    dialog.foot.begin.click()
    settled(dialog, qtbot)
    assert "where.py" in dialog.foot.status.text()
    assert dialog.foot.status.property("role") == "error"
    path = tmp_path / "here.py"
    dialog.foot.begin.click()
    settled(dialog, qtbot)
    assert path.exists(), "another place can be tried"


def test_the_dialog_can_be_closed_while_it_works(window, trainer, qtbot):
    learned(window, trainer)
    dialog = ExportDialog(window)
    dialog.show()
    dialog.close()
    dialog.wait()
    dialog.deleteLater()


def beside():
    """Return the threads that work beside the window."""
    return [one for one in threading.enumerate() if one.name == "aside"]


@pytest.mark.parametrize("closed", ["dialog", "window"])
def test_no_work_outlives_its_window(window, trainer, qtbot, closed):
    learned(window, trainer)
    dialog = opened(window, qtbot)
    begun, ended = threading.Event(), threading.Event()

    def work(progress):
        begun.set()
        try:
            while True:
                progress(0.5)
                time.sleep(0.001)
        finally:
            ended.set()

    dialog._go("Working", work, print, print)
    assert begun.wait(5)
    window.bridge.store.mark_saved()
    (dialog if closed == "dialog" else window).close()
    assert ended.is_set()
    assert not beside()


def test_closing_gives_up_the_steps_that_are_taken_again(window, trainer, qtbot, monkeypatch):
    run = learned(window, trainer)
    window.bridge.status = m.Status(False, {"fit-1": 40_000}, {}, 0.0, {})
    cls, taken, begun = type(run.built["fit-1"].learner), [], threading.Event()

    def step(learner, count=1):
        taken.append(count)
        begun.set()
        time.sleep(0.005)

    monkeypatch.setattr(cls, "step", step)
    dialog = ExportDialog(window)
    dialog.show()
    assert begun.wait(5)
    qtbot.waitUntil(lambda: dialog.foot.bar.value() > 0)
    dialog.close()
    assert 0 < sum(taken) < 39_980


def test_weights_being_read_do_not_outlive_the_window(window, trainer, qtbot, monkeypatch):
    begun = threading.Event()

    def slow(_learners, _path, progress):
        begun.set()
        while True:
            progress(0.5)
            time.sleep(0.001)

    monkeypatch.setattr(weights_import, "weights_from", slow)
    importing = WeightsImport(window)
    importing.take(Path("w.npz"))
    assert begun.wait(5)
    window.bridge.store.mark_saved()
    window.close()
    assert not beside()


def test_menu_palette_and_block_open_it(window, qtbot):
    assert window.actions_["export-model"].shortcut().toString() == "Ctrl+E"
    file = next(a.menu() for a in window.menuBar().actions() if a.text() == "&File")
    assert window.actions_["export-model"] in file.actions()
    assert window.actions_["import-weights"] in file.actions()
    menu = context_menu(window.canvas, window.canvas.scene().item("fit-1"))
    action = next(a for a in menu.actions() if a.text().startswith("Export model"))
    asked = []
    window.canvas.export_wanted.connect(asked.append)
    action.trigger()
    assert asked == ["fit-1"]
    dialog = window.findChild(ExportDialog)
    assert dialog.isVisible()
    assert dialog.learner.currentData() == "fit-1"
    settled(dialog, qtbot)
    dialog.close()
    menu.deleteLater()


def test_every_control_says_what_it_is(window, trainer, qtbot):
    learned(window, trainer)
    dialog = opened(window, qtbot)
    for kind in (QComboBox, QRadioButton, QPushButton):
        for control in dialog.findChildren(kind):
            assert control.accessibleName()
            assert control.toolTip()


def test_weights_come_in_as_one_edit(window, trainer, qtbot, tmp_path):
    run = learned(window, trainer)
    views = run.built["fit-1"].learner.weights.views
    np.savez(tmp_path / "w.npz", **{f"dense-1.{n}": v[0] for n, v in views["dense-1"].items()})
    importing = WeightsImport(window)
    importing.take(tmp_path / "w.npz")
    importing.wait()
    qtbot.waitUntil(lambda: bool(window.banner.text))
    assert window.banner.text == "dense-1 starts from the weights in w.npz."
    held = get_weights(window.bridge.store.value.block("dense-1").weights)
    np.testing.assert_array_equal(held["weight"], views["dense-1"]["weight"][0])
    menu = context_menu(window.canvas, window.canvas.scene().item("dense-1"))
    next(a for a in menu.actions() if a.text() == "Forget imported weights").trigger()
    assert window.bridge.store.value == circle()
    menu.deleteLater()
    for _ in range(2):
        window.actions_["undo"].trigger()
    assert window.bridge.store.value == circle()


@pytest.mark.parametrize("arrays", [{"dense-1.weight": np.zeros((5, 5))}, {}])
def test_weights_that_do_not_fit_change_nothing(window, qtbot, tmp_path, arrays):
    np.savez(tmp_path / "w.npz", **arrays)
    importing = WeightsImport(window)
    importing.take(tmp_path / "w.npz")
    importing.wait()
    qtbot.waitUntil(lambda: bool(window.banner.text))
    assert window.banner.text.startswith("The weights were not taken:")
    assert window.bridge.store.value == circle()


def test_a_project_that_changed_meanwhile_keeps_its_weights(window, trainer, qtbot, tmp_path):
    views = learned(window, trainer).built["fit-1"].learner.weights.views
    np.savez(tmp_path / "w.npz", **{f"dense-1.{n}": v[0] for n, v in views["dense-1"].items()})
    importing = WeightsImport(window)
    importing.take(tmp_path / "w.npz")
    window.bridge.apply("Add", add_block("dense"))
    importing.wait()
    qtbot.waitUntil(lambda: "changed meanwhile" in window.banner.text)
    assert window.bridge.store.value.block("dense-1").weights is None


def test_what_goes_wrong_in_long_work_is_told(qtbot, window, caplog):
    told = []
    work = LongWork(lambda _progress: 1 / 0, window)
    work.failed.connect(told.append)
    work.start()
    work.wait()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["something went wrong: division by zero"]


@pytest.mark.parametrize("ending", ["close", "cancel", ""])
def test_long_work_tells_no_answer_once_it_is_called_off_and_is_gone(qtbot, window, ending):
    told, seen, kept = [], [], np.zeros(3)
    work = LongWork(lambda progress: progress(0.5) or kept, window)
    work.done.connect(lambda found: told.append(found is kept))
    work.failed.connect(told.append)
    work.destroyed.connect(lambda: seen.append("gone"))
    work.start()
    work.wait()
    if ending:
        getattr(work, ending)()
    qtbot.waitUntil(lambda: bool(seen))
    assert told == {"close": [], "cancel": [""], "": [True]}[ending]
    assert sys.getrefcount(kept) <= 4, "the work holds what came of it no longer"
