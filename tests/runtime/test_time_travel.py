"""Any step of the past, exactly; and going on from it as if nothing had happened."""

import numpy as np
import pytest
from msgspec.structs import replace
from small_projects import project, with_two_fits

from playground.document.by_hand import set_weight, switch_unit
from playground.document.project import Hand
from playground.runtime.checkpoints import captured
from playground.runtime.history import History
from playground.runtime.messages import Checkpoint, Seek
from playground.runtime.seeking import Seeking
from playground.runtime.session import Session


def session(of=None):
    made = Session("cpu")
    made.load(of or project())
    return made


def flat(made, id="fit-1"):
    return made.built[id].learner.weights.flat.copy()


def recorded(made, steps, every=37):
    """Take steps with a capture every so often; return the history and all weights by step."""
    history, seen = History(), {0: flat(made)}
    history.add(captured(made))
    for step in range(1, steps + 1):
        made.step(1)
        seen[step] = flat(made)
        if step % every == 0:
            history.add(captured(made))
    return history, seen


def seek(made, history, step, then=None):
    seeking = Seeking(made)
    seeking.ask(Seek(history.nearest(step).states, step, then))
    seeking.set_out()
    while seeking.active:
        seeking.go_on()


@pytest.mark.parametrize("step", [0, 1, 36, 37, 38, 100, 149, 150])
def test_any_step_is_shown_exactly(step):
    made = session()
    history, seen = recorded(made, 150)
    seek(made, history, step)
    assert made.step_number == step
    assert np.array_equal(flat(made), seen[step])


def test_branching_equals_an_uninterrupted_run_bit_for_bit():
    of = project({"experiment": {"kind": "batch-sizes", "sizes": [4, 32]}},
                 layers=[("dense", {"units": 5, "activation": "tanh"}), ("batch-norm", {}),
                         ("dropout", {"drop": 0.2})])  # fmt: skip
    made, straight = session(of), session(of)
    history, _ = recorded(made, 150)
    seek(made, history, 61)
    made.step(139)
    straight.step(200)
    assert np.array_equal(flat(made), flat(straight))
    both = (m.built["fit-1"].learner for m in (made, straight))
    first, second = (learner.evaluate() for learner in both)
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_the_way_is_run_under_what_was_in_force_then_and_on_under_what_is_now():
    old, new = project(), project({"rate": 0.3})
    made = session(old)
    history, seen = recorded(made, 80, every=50)
    made.tune(new)
    history.add(Checkpoint(made.steps, captured(made).states, 1, "Learning rate"))
    made.step(20)
    seek(made, history, 73, old)
    assert np.array_equal(flat(made), seen[73])
    made.step(1)
    assert not np.array_equal(flat(made), seen[74])
    other = session(new)
    other.seek({"fit-1": captured(made).states["fit-1"]})
    made.step(5)
    other.step(5)
    assert np.array_equal(flat(made), flat(other))


def test_what_a_rule_remembered_is_there_again_on_the_way():
    adam = project({"optimizer": {"kind": "adam"}, "rate": 0.05})
    sgd = project({"optimizer": {"kind": "sgd"}, "rate": 0.5})
    made = session(adam)
    history, seen = recorded(made, 80, every=50)
    made.tune(sgd)
    made.step(20)
    seek(made, history, 73, adam)
    assert np.array_equal(flat(made), seen[73])


def test_who_had_stopped_then_is_still_where_it_stopped():
    stopping = project({"stop_at_loss": 0.5, "rate": 0.05, "members": 3})
    made = session(stopping)
    history, seen = recorded(made, 160, every=50)
    reached = made.built["fit-1"].learner.capture()["stopping"]["reason"]
    assert any(reached)
    made.tune(project({"rate": 0.05, "members": 3}))
    made.step(40)
    seek(made, history, 155, stopping)
    assert np.array_equal(flat(made), seen[min(155, max(seen))])


def test_a_way_that_is_given_up_leaves_nothing_of_the_past_in_force():
    old, new = project(), project({"rate": 0.3})
    made = session(old)
    history, seen = recorded(made, 80, every=50)
    made.tune(new)
    after = History()
    after.add(captured(made))
    made.step(20)
    late = flat(made)
    seeking = Seeking(made)
    seeking.ask(Seek(history.nearest(73).states, 73, old))
    seeking.set_out()
    seeking.ask(Seek(after.nearest(80).states, 100))
    while seeking.active:
        seeking.set_out()
        seeking.go_on()
    assert np.array_equal(flat(made), late)
    seeking.ask(Seek(history.nearest(73).states, 73, old))
    seeking.set_out()
    seeking.drop()
    assert not seeking.active
    assert made.built["fit-1"].learner.plan.groups[0].rate[0, 0] == np.float32(0.3)


def test_captures_that_do_not_fit_leave_the_present_in_force():
    made = session(project({"rate": 0.3}))
    seeking = Seeking(made)
    seeking.ask(Seek({"fit-1": {"weights": np.zeros(3)}}, 5, project()))
    with pytest.raises(ValueError, match="damaged"):
        seeking.set_out()
    assert not seeking.active
    assert made.built["fit-1"].learner.plan.groups[0].rate[0, 0] == np.float32(0.3)


def test_a_trail_that_begins_late_is_filled_in_on_the_way_to_an_earlier_step():
    of = project()
    made = session(of)
    history, _ = recorded(made, 100, every=40)
    whole = made.built["fit-1"].learner.trail
    anew = session(of)
    anew.load(of, states=captured(made).states)
    learner = anew.built["fit-1"].learner
    assert learner.trail.steps.tolist() == [100]
    seek(anew, history, 90)
    assert learner.trail.steps.tolist() == [80, 85, 90]
    assert np.array_equal(learner.trail.loss, whole.until(90).loss[-3:])
    seek(anew, history, 3)
    assert learner.trail.until(learner.step_number).steps.tolist() == [0, 1, 2, 3]


def test_all_learners_go_to_the_moment():
    made = session(with_two_fits())
    history, _ = recorded(made, 40, every=15)
    seek(made, history, 22)
    assert made.steps == {"fit-1": 22, "fit-2": 22}


def test_of_several_wishes_the_last_counts():
    made = session()
    history, seen = recorded(made, 100)
    seeking = Seeking(made)
    for step in (90, 12, 55):
        seeking.ask(Seek(history.nearest(step).states, step))
    seeking.set_out()
    while seeking.active:
        seeking.go_on()
    assert np.array_equal(flat(made), seen[55])


def test_retraced_steps_are_not_told_again():
    made = session()
    history, _ = recorded(made, 60)
    made.telemetry.rows()
    seek(made, history, 20)
    assert all(len(rows.steps) == 0 for rows in made.telemetry.rows())
    made.step(2)
    (rows,) = made.telemetry.rows()
    assert rows.steps.tolist() == [21, 22]
    assert rows.restart == 20


def test_what_was_changed_stays_in_the_history_beside_what_was_before():
    history = History()
    for step, event in ((0, ""), (10, ""), (10, "Learning rate"), (20, ""), (20, "")):
        history.add(Checkpoint({"fit-1": step}, {"fit-1": {"n": len(history)}}, 0, event))
    assert history.steps() == (0, 10, 10, 20)
    assert history.events() == ((10, "Learning rate"),)
    assert history.nearest(12).event == "Learning rate"
    assert history.before(10).event == ""
    assert history.before(10).steps == {"fit-1": 10}


def test_a_drag_is_one_event_and_going_on_from_an_event_keeps_it():
    history = History()
    told = [(0, "", 0), (10, "", 0), (10, "Rate", 1), (10, "Rate", 2), (10, "Rate", 3), (20, "", 3)]
    for step, event, edition in told:
        history.add(Checkpoint({"fit-1": step}, {"fit-1": {"n": edition}}, edition, event))
    assert history.steps() == (0, 10, 10, 20)
    assert history.nearest(10).states == {"fit-1": {"n": 3}}
    history.add(Checkpoint({"fit-1": 10}, {"fit-1": {"n": 3}}, 3, ""))
    assert history.events() == ((10, "Rate"),)
    assert history.before(10).edition == 0
    history.add(Checkpoint({"fit-1": 10}, {"fit-1": {"n": 4}}, 4, ""))
    assert history.events() == ()


def test_a_weight_set_by_hand_is_written_and_taken_back():
    of = project()
    made = session(of)
    made.step(10)
    view = made.built["fit-1"].learner.weights.views["dense-1"]["weight"]
    before = float(view[0, 1, 2])
    changed = set_weight("dense-1", Hand("weight", (1, 2), 3.5, before, 10))(of)
    made.tune(changed)
    assert view[0, 1, 2] == 3.5
    again = set_weight("dense-1", Hand("weight", (1, 2), -1.0, 3.5, 10))(changed)
    assert len(again.blocks[1].hand) == 1
    made.tune(again)
    assert view[0, 1, 2] == -1.0
    made.tune(of)
    assert view[0, 1, 2] == np.float32(before)


def test_weights_set_before_the_first_step_belong_to_every_start():
    of = set_weight("dense-1", Hand("bias", (0,), 0.75))(project())
    late = set_weight("dense-1", Hand("bias", (1,), 9.0, step=30))(of)
    bias = session(late).built["fit-1"].learner.weights.views["dense-1"]["bias"]
    assert bias[0, 0] == 0.75
    assert bias[0, 1] == 0.0


@pytest.mark.parametrize("hand", [Hand("weight", (99, 0), 1.0), Hand("no", (0,), 1.0),
                                  Hand("bias", (0, 0), 1.0), Hand("bias", (-1,), 1.0)])  # fmt: skip
def test_a_weight_that_is_not_there_is_passed_over(hand):
    plain, other = session(), session(set_weight("dense-1", hand)(project()))
    assert np.array_equal(flat(plain), flat(other))


def test_a_unit_is_switched_off_and_on_without_a_new_start():
    of = project()
    made, plain = session(of), session(of)
    for each in (made, plain):
        each.step(10)
    off = switch_unit("dense-1", 0, on=False)(of)
    made.tune(off)
    learner = made.built["fit-1"].learner
    assert (learner.activations(learner.source.x)["dense-1"][..., 0] == 0).all()
    assert learner.evaluate()["train_loss"] != plain.built["fit-1"].learner.evaluate()["train_loss"]
    made.tune(of)
    assert np.array_equal(flat(made), flat(plain))
    assert switch_unit("dense-1", 0, on=True)(off) == of
    assert switch_unit("dense-1", 0, on=True)(of) is of


def test_the_loss_of_a_change_by_hand_is_told_between_evaluations_too():
    of = project()
    made = session(of)
    made.step(10)
    assert not made.tune(project({"rate": 0.05}))
    made.telemetry.rows()
    made.tune(of)
    assert made.telemetry.rows() == ()
    off = switch_unit("dense-1", 0, on=False)(of)
    assert made.tune(off)
    (rows,) = made.telemetry.rows()
    assert rows.evaluated.tolist() == [10]
    learner = made.built["fit-1"].learner
    assert np.array_equal(rows.metrics["train_loss"][0], learner.evaluate()["train_loss"])
    assert made.tune(set_weight("dense-1", Hand("weight", (1, 2), 3.5, 0.0, 10))(off))
    assert made.telemetry.rows()[0].metrics["train_loss"] != rows.metrics["train_loss"]


def test_units_are_off_from_the_start_where_the_project_says_so():
    blocks = tuple(replace(p, off=(1,)) if p.kind == "dense" else p for p in project().blocks)
    made = session(replace(project(), blocks=blocks))
    learner = made.built["fit-1"].learner
    assert (learner.activations(learner.source.x)["dense-1"][..., 1] == 0).all()
