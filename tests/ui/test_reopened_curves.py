"""A project that is opened with what it learned shows how it learned it."""

import numpy as np
from stand_in import circle

from playground.core.disk import FileError
from playground.document import salvage as salvaging
from playground.document.edits import add_block
from playground.document.wiring import connect, remove
from playground.ui.save_dialog import Saving


def learned(window, qtbot, path):
    """Learn for a while, save, and return the curves of then."""
    bridge = window.bridge
    bridge.play()
    qtbot.waitUntil(lambda: bridge.status.steps.get("fit-1", 0) > 60)
    bridge.pause()
    stands = lambda: bridge.status.steps["fit-1"]  # noqa: E731 - asked again and again
    qtbot.waitUntil(
        lambda: bridge.trainer.history.steps()[-1] == stands() == bridge.traces["fit-1"].last_step,
    )
    assert window.documents.file._write(Saving(path, True))
    return {name: (one.steps.copy(), one.values.copy())
            for name, one in bridge.traces["fit-1"].series.items()}  # fmt: skip


def opened(window, qtbot, path):
    bridge = window.bridge
    window.documents.show(circle())
    qtbot.waitUntil(lambda: bridge.status.steps.get("fit-1") == 0)
    assert window.documents.open(path)
    qtbot.waitUntil(lambda: bridge.status.steps.get("fit-1", 0) > 0)


def test_the_curves_come_back_and_go_on(running, qtbot, tmp_path):
    path, bridge = tmp_path / "it.zip", running.bridge
    before = learned(running, qtbot, path)
    opened(running, qtbot, path)
    qtbot.waitUntil(lambda: bridge.traces["fit-1"].last_step >= before["loss"][0][-1])
    for name, (steps, values) in before.items():
        # Where it goes on it is measured once more.
        now = bridge.traces["fit-1"].series[name]
        np.testing.assert_array_equal(now.steps[: len(steps)], steps)
        np.testing.assert_array_equal(now.values[: len(steps)], values)
    bridge.step(5)
    last = before["loss"][0][-1] + 5
    qtbot.waitUntil(lambda: bridge.traces["fit-1"].last_step == last)
    steps = bridge.traces["fit-1"].series["loss"].steps
    np.testing.assert_array_equal(steps, np.arange(steps[0], last + 1))
    bridge.reset()
    qtbot.waitUntil(lambda: bridge.traces["fit-1"].last_step == 0)


def test_another_project_has_none_of_them(running, qtbot, tmp_path):
    path = tmp_path / "it.zip"
    learned(running, qtbot, path)
    opened(running, qtbot, path)
    running.documents.show(circle())
    qtbot.waitUntil(lambda: running.bridge.status.steps.get("fit-1") == 0)
    qtbot.waitUntil(lambda: running.bridge.traces["fit-1"].last_step == 0)


def test_without_its_curves_a_file_is_damaged_but_what_was_learned_is_there(
    running, qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "it.zip"
    learned(running, qtbot, path)

    def torn(file, name):
        raise FileError(f"{name}: torn")

    monkeypatch.setattr(salvaging, "read_curves", torn)
    found = salvaging.salvage(path)
    assert found.damage.endswith("torn")
    assert found.states.keys() == {"fit-1"}
    assert found.curves == {}


def test_a_learner_that_an_undo_brings_back_has_its_curves(running, qtbot, tmp_path):
    bridge = running.bridge
    before = learned(running, qtbot, tmp_path / "it.zip")
    bridge.apply("Remove", remove(("fit-1",), bridge.catalogue))
    qtbot.waitUntil(lambda: "fit-1" not in bridge.traces)
    bridge.store.undo()
    qtbot.waitUntil(lambda: "fit-1" in bridge.traces and len(bridge.traces["fit-1"].names) > 0)
    for name, (steps, values) in before.items():
        now = bridge.traces["fit-1"].series[name]
        np.testing.assert_array_equal(now.steps[: len(steps)], steps)
        np.testing.assert_array_equal(now.values[: len(steps)], values)


def learn(window, qtbot, steps):
    """Learn for a while; return the losses of the steps."""
    bridge = window.bridge
    qtbot.waitUntil(lambda: "fit-1" in bridge.traces)
    bridge.play()
    qtbot.waitUntil(lambda: bridge.status.steps.get("fit-1", 0) > steps)
    bridge.pause()
    qtbot.waitUntil(lambda: bridge.status.steps["fit-1"] == bridge.traces["fit-1"].last_step)
    return bridge.traces["fit-1"].series["loss"].values.copy()


def test_another_learner_that_had_its_id_meanwhile_leaves_it_none_of_its_curves(running, qtbot):
    bridge = running.bridge
    before = learn(running, qtbot, 60)
    bridge.apply("Remove", remove(("fit-1",), bridge.catalogue))
    qtbot.waitUntil(lambda: "fit-1" not in bridge.traces)
    other = add_block("fit", (480.0, 0.0), id="fit-1")
    wired = connect("circle-1", "fit-1", catalogue=bridge.catalogue)
    bridge.apply("Add", lambda project: wired(other(project)))
    learn(running, qtbot, 20)
    bridge.store.undo()
    qtbot.waitUntil(lambda: "fit-1" not in bridge.traces)
    bridge.store.undo()
    qtbot.waitUntil(lambda: "fit-1" in bridge.traces and len(bridge.traces["fit-1"].names) > 0)
    trace = bridge.traces["fit-1"]
    assert trace.last_step > 60, "what it learned is there"
    told = trace.series["loss"].values if "loss" in trace.names else before[:0]
    np.testing.assert_array_equal(told, before[: len(told)])
