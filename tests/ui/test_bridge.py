import numpy as np
import pytest
from stand_in import circle, status

from playground.document.edits import add_block, move, set_seed, set_setting, set_title
from playground.document.lesson import Promise
from playground.document.project import Project
from playground.document.store import Store
from playground.document.wiring import disconnect
from playground.engine.catalogue import catalogue
from playground.runtime import messages as m
from playground.ui.bridge import Bridge
from playground.ui.changes import Change, classify

KINDS = catalogue()


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        (move({"fit-1": (9.0, 9.0)}), Change.NOTHING),
        (set_title("Other"), Change.NOTHING),
        (set_setting("fit-1", "rate", 0.5, KINDS), Change.TUNE),
        (set_setting("fit-1", "optimizer.beta1", 0.5, KINDS), Change.TUNE),
        (set_setting("dense-1", "units", 5, KINDS), Change.LOAD),
        (set_setting("fit-1", "members", 5, KINDS), Change.LOAD),
        (set_seed(7), Change.FRESH),
        (lambda project: disconnect(project.wires[0])(project), Change.LOAD),
        (add_block("dense", (0.0, 300.0)), Change.CHECK),
        (add_block("fit", (0.0, 300.0)), Change.LOAD),
    ],
)
def test_an_edit_is_told_to_the_worker_for_what_it_is(edit, change):
    project = circle()
    assert classify(project, edit(project), KINDS) is change


def test_the_project_is_loaded_at_once(bridge, trainer):
    (load,) = trainer.of(m.Load)
    assert load.fresh
    assert load.project == circle()


def test_edits_of_one_drag_are_sent_once_when_it_rests(bridge, trainer, qtbot):
    trainer.sent.clear()
    for units in (5, 6, 7):
        edit = set_setting("dense-1", "units", units, KINDS)
        bridge.apply("Units", edit, merge="units")
    assert not trainer.sent
    qtbot.waitUntil(lambda: trainer.of(m.Load) != [])
    (load,) = trainer.of(m.Load)
    assert load.project.block("dense-1").settings["units"] == 7
    assert not load.fresh
    bridge.store.undo()
    assert bridge.store.value == circle()


def test_a_moved_block_is_not_sent(bridge, trainer, qtbot):
    flows = bridge.flows
    trainer.sent.clear()
    bridge.apply("Move", move({"fit-1": (9.0, 9.0)}))
    qtbot.wait(220)
    assert not trainer.of(m.Load)
    assert bridge.flows is flows


def test_a_tunable_setting_is_tuned(bridge, trainer, qtbot):
    bridge.apply("Rate", set_setting("fit-1", "rate", 0.5, KINDS))
    qtbot.waitUntil(lambda: len(trainer.of(m.Tune)) == 1)
    assert len(trainer.of(m.Load)) == 1


def test_play_runs_to_the_promise_and_then_without_end(qtbot, trainer):
    bridge = Bridge(Store(circle(promise=Promise(500), speed=60.0)), trainer, KINDS)
    bridge.play()
    assert trainer.of(m.Play) == [m.Play(60.0, 500)]
    assert bridge.status.playing
    trainer.inbox = [m.Frame(status(True, 20)), m.Frame(status(False, 500))]
    with qtbot.waitSignal(bridge.paused_at) as told:
        pass
    assert told.args == [500]
    assert not bridge.status.playing
    bridge.play()
    assert trainer.of(m.Play)[-1] == m.Play(60.0, None)
    bridge.close()


def test_a_frame_from_before_play_does_not_end_the_run(bridge, trainer, qtbot):
    bridge.play()
    trainer.inbox = [m.Frame(status(False, 0))]
    with qtbot.waitSignal(bridge.frame):
        pass
    assert bridge.status.playing
    assert trainer.of(m.Taken)


def test_an_error_holds_the_run_until_it_is_mended(bridge, trainer, qtbot):
    bridge.play()
    bridge.apply("Cut", disconnect(bridge.store.value.wires[1]))
    qtbot.waitUntil(lambda: not bridge.status.playing)
    assert bridge.problems
    assert len(trainer.of(m.Load)) == 1
    bridge.store.undo()
    qtbot.waitUntil(lambda: bridge.status.playing)
    assert len(trainer.of(m.Load)) == 2
    assert isinstance(trainer.sent[-1], m.Play)


def test_another_project_leaves_no_past_of_the_last_one(bridge, trainer, qtbot):
    trainer.history.add(m.Checkpoint({"fit-1": 90}, {"fit-1": {"step": 90}}, 0, ""))
    broken = disconnect(circle().wires[0])(circle())
    bridge.store.replace(broken)
    qtbot.waitUntil(lambda: not len(trainer.history))


def test_play_after_a_failed_load_tries_it_again(bridge, trainer, qtbot):
    trainer.inbox = [m.Trouble("there is one training row only", "circle-1")]
    with qtbot.waitSignal(bridge.trouble):
        pass
    bridge.play()
    assert [type(message) for message in trainer.sent[-2:]] == [m.Load, m.Play]
    trainer.inbox = [m.Trouble("there is one training row only", "circle-1")]
    with qtbot.waitSignal(bridge.trouble):
        pass
    assert not bridge.status.playing
    trainer.inbox = [m.Loaded({})]
    with qtbot.waitSignal(bridge.loaded):
        pass
    bridge.reset()
    bridge.play()
    assert [type(message) for message in trainer.sent[-2:]] == [m.Load, m.Play]
    assert len(trainer.of(m.Load)) == 3


def test_what_several_owners_watch_is_sent_together(bridge, trainer, qtbot):
    one, two = object(), object()
    a, b = m.Request("boundary", "fit-1"), m.Request("units", "fit-1")
    bridge.watch(one, (a,))
    bridge.watch(two, (b, a))
    qtbot.waitUntil(lambda: trainer.of(m.Watch) != [])
    assert trainer.of(m.Watch)[-1].requests == (a, b)
    bridge.watch(one, ())
    bridge.watch(two, ())
    qtbot.waitUntil(lambda: trainer.of(m.Watch)[-1].requests == ())


def test_rows_become_curves_and_scores(bridge, trainer, qtbot):
    metrics = {"test_accuracy": np.array([[0.5], [0.75]])}
    rows = m.Rows("fit-1", np.array([1, 2]), np.ones((2, 1)), np.array([0, 2]), metrics, 0.1)
    trainer.inbox = [m.Frame(status(False, 2), (rows,))]
    with qtbot.waitSignal(bridge.traced) as told:
        pass
    assert told.args == ["fit-1"]
    assert bridge.scores["fit-1"]["test_accuracy"] == 0.75
    assert bridge.traces["fit-1"].last_step == 2


def test_a_worker_that_died_goes_on_from_its_last_checkpoint(bridge, trainer, qtbot):
    bridge.play()
    states = {"fit-1": {"step": 40}}
    trainer.inbox = [m.Frame(status(True, 41)), m.Checkpoint({"fit-1": 40}, states)]
    with qtbot.waitSignal(bridge.captured):
        pass
    trainer.alive = False
    trainer.sent.clear()
    with qtbot.waitSignal(bridge.trouble) as told:
        pass
    assert told.args[0].kind == "crash"
    assert "step 40" in told.args[0].message
    assert trainer.restarts == 1
    assert trainer.of(m.Load)[0].states == states
    assert trainer.of(m.Play)
    assert bridge.status.playing


def test_a_worker_that_keeps_dying_waits_for_the_person(bridge, trainer, qtbot):
    bridge.play()
    for _ in range(3):
        trainer.alive = False
        with qtbot.waitSignal(bridge.trouble) as told:
            pass
    assert "keeps stopping" in told.args[0].message
    assert trainer.restarts == 2
    assert not bridge.status.playing
    qtbot.wait(100)
    assert trainer.restarts == 2
    bridge.play()
    assert trainer.restarts == 3


def test_seeking_sends_the_capture_and_no_pause(bridge, trainer):
    for step in (0, 50, 100):
        trainer.history.add(m.Checkpoint({"fit-1": step}, {"fit-1": {"step": step}}))
    trainer.sent.clear()
    bridge.seek(70)
    assert trainer.sent == [m.Seek({"fit-1": {"step": 50}}, 70)]


def test_a_step_of_another_network_is_refused_in_words(bridge, trainer, qtbot):
    first = trainer.of(m.Load)[-1].edition
    for step in (0, 50):
        trainer.history.add(m.Checkpoint({"fit-1": step}, {"fit-1": {"step": step}}, first))
    bridge.apply("Rate", set_setting("fit-1", "rate", 0.5, KINDS))
    qtbot.waitUntil(lambda: trainer.of(m.Tune) != [])
    assert bridge.seek(50), "a rate is another one, the network is the same"
    bridge.apply("Units", set_setting("dense-1", "units", 9, KINDS))
    qtbot.waitUntil(lambda: len(trainer.of(m.Load)) == 2)
    trainer.sent.clear()
    with qtbot.waitSignal(bridge.trouble) as told:
        assert not bridge.seek(50)
    assert "Undo that change" in told.args[0].message
    assert not trainer.of(m.Seek)


def test_reset_is_the_same_start_and_a_new_seed_another(bridge, trainer, qtbot):
    bridge.reset()
    assert trainer.of(m.Load)[-1].fresh
    assert trainer.of(m.Load)[-1].project == circle()
    bridge.new_seed()
    qtbot.waitUntil(lambda: len(trainer.of(m.Load)) == 3)
    assert trainer.of(m.Load)[-1].project.seed != 0
    assert bridge.store.undo_label == "New seed"


def test_a_deleted_block_is_not_selected(bridge):
    bridge.apply("Tune", set_setting("dense-1", "units", 6, KINDS))
    bridge.select(("dense-1", "fit-1"))
    bridge.store.undo()
    assert bridge.selection == ("dense-1", "fit-1")
    bridge.store.replace(Project())
    assert bridge.selection == ()


def test_undo_of_a_structural_edit_brings_back_what_was_learned(bridge, trainer, qtbot):
    sent = [s for s in trainer.sent if isinstance(s, m.Load)]
    learned = {"fit-1": {"step": 70, "weights": "those of four units"}}
    trainer.inbox = [m.Checkpoint({"fit-1": 70}, learned, sent[-1].edition)]
    qtbot.waitUntil(lambda: not trainer.inbox)
    bridge.apply("Units", set_setting("dense-1", "units", 9, bridge.catalogue))
    qtbot.waitUntil(lambda: len(trainer.of(m.Load)) == len(sent) + 1)
    wider = trainer.of(m.Load)[-1]
    assert (wider.states, wider.label) == ({}, "Units")
    # The wider network starts at step 0, which ends the history of the first.
    started = m.Checkpoint({"fit-1": 0}, {"fit-1": {"step": 0}}, wider.edition, "Units")
    went_on = m.Checkpoint({"fit-1": 90}, {"fit-1": {"step": 90}}, wider.edition)
    trainer.inbox = [started, went_on]
    qtbot.waitUntil(lambda: not trainer.inbox)
    bridge.store.undo()
    qtbot.waitUntil(lambda: len(trainer.of(m.Load)) == len(sent) + 2)
    assert trainer.of(m.Load)[-1].states == learned
    assert trainer.of(m.Load)[-1].label == "Undo: Units"
    bridge.store.redo()
    qtbot.waitUntil(lambda: len(trainer.of(m.Load)) == len(sent) + 3)
    assert trainer.of(m.Load)[-1].states == {"fit-1": {"step": 90}}


def test_what_a_learner_knew_last_is_brought_back_whoever_learned_beside_it(bridge, trainer, qtbot):
    def sent(change):
        count = len(trainer.of(m.Load))
        change()
        qtbot.waitUntil(lambda: len(trainer.of(m.Load)) == count + 1)
        return trainer.of(m.Load)[-1]

    def arrives(steps, edition):
        states = {id: {"step": step} for id, step in steps.items()}
        trainer.inbox = [m.Checkpoint(steps, states, edition)]
        qtbot.waitUntil(lambda: not trainer.inbox)

    arrives({"fit-1": 0}, trainer.of(m.Load)[-1].edition)
    both = sent(lambda: bridge.apply("Beside", add_block("monty-hall", (0.0, 300.0))))
    arrives({"fit-1": 90, "monty-hall-1": 90}, both.edition)
    assert not sent(lambda: bridge.apply("Clear", lambda _: Project())).project.blocks

    def twice():
        bridge.store.undo()
        bridge.store.undo()

    alone = sent(twice)
    assert alone.states == {"fit-1": {"step": 90}}
    assert sent(bridge.store.redo).states == {"monty-hall-1": {"step": 90}}
