"""Learners at work: every scalar once, tuning, seeking, and what is refused."""

import numpy as np
import pytest
from small_projects import project, with_two_fits

from playground.engine.learner import due
from playground.runtime.blueprints import CompileError
from playground.runtime.checkpoints import captured
from playground.runtime.compile import Compiler
from playground.runtime.description import describe
from playground.runtime.session import Session


def loaded(value=None, **options):
    session = Session("cpu")
    session.load(value or project(), **options)
    return session


def flat(session, id="fit-1"):
    return session.built[id].learner.weights.flat.copy()


def told(session):
    """Return steps, losses, evaluated steps and restarts of all rows of fit-1."""
    return [r for r in session.telemetry.rows() if r.learner == "fit-1"]


def troubles(session):
    return session.telemetry.troubles({id: b.learner for id, b in session.built.items()})


def test_the_start_is_told_at_once():
    (rows,) = told(loaded())
    assert rows.restart == 0
    assert rows.steps.tolist() == []
    assert rows.evaluated.tolist() == [0]
    assert rows.metrics["train_loss"].shape == (1, 1)


def test_every_step_and_every_evaluation_is_told_once():
    session, found = loaded(), []
    for count in (1, 3, 17, 40, 1, 60):
        session.step(count)
        found += told(session)
    assert np.concatenate([r.steps for r in found]).tolist() == list(range(1, 123))
    evaluated = np.concatenate([r.evaluated for r in found]).tolist()
    assert evaluated == [s for s in range(123) if due(s)]
    for name in found[0].metrics:
        count = sum(len(r.metrics[name]) for r in found if r.metrics)
        assert count == len(evaluated)
    assert all(len(r.loss) == len(r.steps) for r in found)
    assert [r.restart for r in found] == [0] + [None] * 5


def test_numbers_equal_those_of_the_learner_alone():
    session = loaded(project({"members": 2}, seed=3))
    session.step(100)
    (rows,) = told(session)
    learner = Compiler().learners(project({"members": 2}, seed=3))["fit-1"].learner
    expected = learner.step(100)
    assert np.array_equal(rows.loss, expected.loss)
    assert np.array_equal(rows.evaluated, expected.evaluated)
    for name, values in expected.metrics.items():
        assert np.array_equal(rows.metrics[name], values), name


def test_several_learners_take_the_same_steps():
    session = loaded(with_two_fits())
    session.step(30)
    assert [b.learner.step_number for b in session.built.values()] == [30, 30]
    assert {r.learner for r in session.telemetry.rows()} == {"fit-1", "fit-2"}
    alone = loaded(project())
    alone.step(30)
    assert np.array_equal(flat(alone), flat(session))


def test_a_finished_learner_rests_while_others_go_on():
    value = with_two_fits()
    value.block("fit-2").settings["stop_after"] = 10
    session = loaded(value)
    session.step(30)
    assert session.running == ["fit-1"]
    session.step(5)
    assert [b.learner.step_number for b in session.built.values()] == [35, 10]


def test_seeking_back_and_going_on_gives_the_same_numbers():
    session = loaded()
    session.step(20)
    checkpoint = captured(session)
    session.step(30)
    first, after = told(session)[-1], flat(session)
    session.seek(checkpoint.states)
    assert session.step_number == 20
    assert told(session) == []
    session.step(30)
    (again,) = told(session)
    assert again.restart == 20
    assert again.steps.tolist() == list(range(21, 51))
    assert np.array_equal(again.loss, first.loss[20:])
    assert np.array_equal(flat(session), after)


def test_what_was_not_yet_told_survives_a_seek():
    session = loaded()
    session.step(20)
    checkpoint = captured(session)
    session.step(10)
    session.seek(checkpoint.states)
    session.step(5)
    before, after = told(session)
    assert before.steps.tolist() == list(range(1, 31))
    assert before.restart == 0
    assert after.steps.tolist() == list(range(21, 26))
    assert after.restart == 20


def test_a_capture_of_another_network_is_refused():
    session = loaded()
    session.step(5)
    other = loaded(project(layers=[]))
    with pytest.raises(ValueError, match="another network"):
        session.seek(captured(other).states)
    for damaged in ({}, {"weights": 3}, {**captured(session).states["fit-1"], "step": -4}):
        with pytest.raises(ValueError, match=r"damaged|another"):
            session.seek({"fit-1": damaged})
    session.step(5)
    assert session.step_number == 10


def test_captures_of_learners_that_are_gone_are_passed_over():
    session = loaded()
    session.seek({"fit-9": {}})
    assert session.step_number == 0


def test_tuning_goes_on_where_it_was():
    session, still = loaded(), loaded()
    for each in (session, still):
        each.step(20)
    session.tune(project({"rate": 0.02}))
    assert np.array_equal(flat(session), flat(still))
    session.tune(project({"rate": 0.2}))
    assert session.step_number == 20
    assert session.built["fit-1"].block.rate == 0.2
    for each in (session, still):
        each.step(1)
    assert not np.array_equal(flat(session), flat(still))


def test_tuning_reaches_layers():
    layers = [("dense", {"units": 6}), ("dropout", {"drop": 0.0})]
    session, still = loaded(project(layers=layers)), loaded(project(layers=layers))
    session.tune(project(layers=[layers[0], ("dropout", {"drop": 0.9})]))
    for each in (session, still):
        each.step(3)
    assert not np.array_equal(flat(session), flat(still))


def test_a_penalty_tuned_in_midway_loses_no_evaluation():
    session = loaded()
    session.step(20)
    session.tune(project({"l2": 0.1}))
    session.step(20)
    before, after = told(session)
    assert "penalty" not in before.metrics
    assert len(after.metrics["penalty"]) == len(after.evaluated)
    evaluated = [*before.evaluated, *after.evaluated]
    assert evaluated == [s for s in range(41) if due(s)]


@pytest.mark.parametrize(
    ("value", "words"),
    [(project({"rate": -1}), "rate"), (project({"rates": 1}), "rates"),
     (project(layers=[("dropout", {"drop": 2})]), "drop")],
)  # fmt: skip
def test_tuning_to_a_setting_out_of_bounds_changes_nothing(value, words):
    session, still = loaded(), loaded()
    with pytest.raises(ValueError, match=words):
        session.tune(value)
    for each in (session, still):
        each.step(9)
    assert np.array_equal(flat(session), flat(still))


def test_tuning_without_the_learner_is_refused():
    from playground.document.project import Project

    session = loaded()
    with pytest.raises(ValueError, match="needs a new start"):
        session.tune(Project())
    session.step(3)


def test_loading_keeps_weights_unless_fresh_and_a_new_seed_differs():
    session = loaded()
    start = flat(session)
    session.step(50)
    trained = flat(session)
    session.load(project(data={"noise": 0.1}))
    assert np.array_equal(flat(session), trained)
    assert session.step_number == 0
    session.load(project(), fresh=True)
    assert np.array_equal(flat(session), start)
    session.load(project(seed=1), fresh=True)
    assert not np.isin(flat(session)[flat(session) != 0], start).any()


def test_a_learner_that_nothing_has_changed_for_goes_on_where_it_is():
    session = loaded()
    session.telemetry.rows()
    session.step(50)
    trained = flat(session)
    session.load(with_two_fits())
    assert session.steps == {"fit-1": 50, "fit-2": 0}
    assert np.array_equal(flat(session), trained)
    rows = {r.learner: r for r in session.telemetry.rows()}
    assert rows["fit-1"].restart is None
    assert rows["fit-1"].steps.tolist() == list(range(1, 51))
    assert rows["fit-2"].restart == 0
    session.step(10)
    session.load(project())
    assert session.steps == {"fit-1": 60}


def test_a_learner_tuned_meanwhile_is_not_made_again():
    session = loaded()
    session.step(20)
    session.tune(project(fit={"rate": 0.001}))
    session.load(project(fit={"rate": 0.001}))
    assert session.step_number == 20


def test_loading_with_states_goes_on_from_them():
    session = loaded()
    session.step(40)
    states = captured(session).states
    session.step(20)
    other = loaded(states=states)
    (start,) = told(other)
    assert start.restart == 40
    assert start.evaluated.tolist() == [40]
    other.step(20)
    assert np.array_equal(flat(other), flat(session))


def test_an_opened_file_has_no_curves_before_its_state():
    session = loaded()
    session.step(40)
    states = captured(session).states
    session.load(project(), fresh=True, states=states)
    (start,) = told(session)
    assert start.restart == 0
    assert start.evaluated.tolist() == [40]
    session.load(project(), fresh=False, states=states)
    assert told(session)[-1].restart == 40


def test_a_network_that_is_brought_back_has_no_curves_of_the_one_that_replaced_it():
    session = loaded()
    session.step(40)
    states = captured(session).states
    session.load(project(data={"noise": 0.1}))
    session.step(10)
    session.telemetry.rows()
    session.load(project(), states=states)
    (start,) = told(session)
    assert start.restart == 0
    assert start.evaluated.tolist() == [40]


def test_nothing_of_an_earlier_project_runs_where_one_cannot_be_built():
    session = loaded()
    session.step(7)
    trained = flat(session)
    with pytest.raises(CompileError):
        session.load(project(data={"size": 0}))
    assert (session.running, session.steps) == ([], {})
    session.step(3)
    with pytest.raises(CompileError):
        session.load(project({"rate": -1}))
    session.load(project())
    assert np.array_equal(flat(session), trained)


@pytest.mark.parametrize("state", [{}, {"weights": np.zeros(3), "kept": None, "step": 3}])
def test_a_damaged_state_is_refused_before_anything_is_taken_over(state):
    session = loaded()
    session.step(7)
    with pytest.raises(ValueError, match=r"damaged|another"):
        session.load(with_two_fits(), states={"fit-2": state})
    assert session.steps == {}
    session.load(with_two_fits(), fresh=True)
    assert session.steps == {"fit-1": 0, "fit-2": 0}


def test_moving_to_another_device_goes_on_with_the_same_numbers():
    session, still = loaded(), loaded()
    for each in (session, still):
        each.step(10)
    session.move("cpu")
    for each in (session, still):
        each.step(10)
    assert np.array_equal(flat(session), flat(still))
    assert told(session)[-1].steps.tolist() == list(range(1, 21))


def test_a_divergence_is_told_once():
    session = loaded(project({"rate": 1e9}))
    session.step(200)
    (trouble,) = troubles(session)
    assert trouble.kind == "diverged"
    assert trouble.block == "fit-1"
    assert trouble.step == session.step_number
    assert trouble.message.startswith(f"fit-1 diverged at step {trouble.step}: ")
    assert troubles(session) == ()


def test_infos_say_what_each_learner_is():
    info = describe(loaded(project({"members": 3, "batch": 5000})).built)["fit-1"]
    assert (info.kind, info.members, info.target, info.outputs) == ("fit", 3, "class", 2)
    assert info.parameters == {"dense-1": 18, "fit-1": 14}
    assert info.rows == info.batch == 84
    assert info.baselines["train_accuracy"] == pytest.approx(0.5, abs=0.02)
    assert info.device == "cpu"
