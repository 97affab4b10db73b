"""Every lab: steps, captures, seeds, settings, headless runs and changes on the way."""

import msgspec
import numpy as np
import pytest

import playground
from playground.core.settings import SettingError, build, plain, settings_of
from playground.document.project import Placed, Project
from playground.engine.catalogue import LABS
from playground.engine.modelling.lab_learner import LabLearner

KINDS = sorted(LABS)
STEPS = 23


def learner(kind, seed=0, **settings):
    return LabLearner("lab", build(LABS[kind], settings), None, seed)


def same(a, b):
    """Say whether two states are equal, bit for bit."""
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    return a == b or (a != a and b != b)


@pytest.mark.parametrize("kind", KINDS)
def test_begins_with_a_state_that_can_go_on(kind):
    made = learner(kind)
    assert made.state["finished"] == ""
    assert made.finished == ""
    assert made.outputs == frozenset()
    assert made.facts.shows == LABS[kind].shows != ()
    assert made.decide(np.zeros((4, 2))).shape == (1, 4, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_keys_of_the_state_and_the_report_never_change(kind):
    made = learner(kind)
    keys, told = set(made.state), set(made.block.own_metrics(made.state))
    made.step(STEPS)
    assert set(made.state) == keys
    assert set(made.block.own_metrics(made.state)) == told


@pytest.mark.parametrize("kind", KINDS)
def test_steps_do_something(kind):
    made = learner(kind)
    before = made.capture()
    taken = made.step(STEPS)
    assert 0 < made.step_number <= STEPS
    assert len(taken.steps) == made.step_number
    assert not same(before["learned"], made.capture()["learned"])


@pytest.mark.parametrize("kind", KINDS)
def test_any_number_of_steps_at_a_time_comes_to_the_same(kind):
    at_once, one_by_one = learner(kind, 3), learner(kind, 3)
    at_once.step(STEPS)
    for count in (1, 2, 5, 15):
        one_by_one.step(count)
    assert same(at_once.capture(), one_by_one.capture())
    assert same(at_once.evaluate(), one_by_one.evaluate())


@pytest.mark.parametrize("kind", KINDS)
def test_restored_and_gone_on_is_as_if_never_stopped(kind):
    straight, taken_up = learner(kind, 1), learner(kind, 1)
    straight.step(9)
    kept = straight.capture()
    straight.step(14)
    taken_up.restore(kept)
    assert taken_up.step_number == kept["step"]
    taken_up.step(14)
    assert same(straight.capture(), taken_up.capture())


@pytest.mark.parametrize("kind", KINDS)
def test_a_capture_is_not_touched_by_going_on(kind):
    made = learner(kind)
    made.step(5)
    kept, again = made.capture(), made.capture()
    made.step(STEPS)
    assert same(kept, again)


@pytest.mark.parametrize("kind", KINDS)
def test_captures_travel_in_files(kind, tmp_path):
    project = Project(blocks=(Placed("lab", kind),))
    run = playground.train(project, steps=7, seed=2)
    run.save(tmp_path / "kept.zip")
    assert (tmp_path / "kept.zip").stat().st_size > 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_state_of_another_lab_is_refused(kind):
    made = learner(kind)
    with pytest.raises(ValueError, match="saved state"):
        made.restore({"step": 1, "loss": np.zeros(1), "learned": {"state": {"finished": ""}}})


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_numbers(kind):
    first, second = learner(kind, 5), learner(kind, 5)
    assert np.array_equal(first.step(STEPS).loss, second.step(STEPS).loss, equal_nan=True)
    assert same(first.capture(), second.capture())


@pytest.mark.parametrize("kind", KINDS)
def test_settings_come_back_from_files(kind):
    block = LABS[kind]()
    assert build(LABS[kind], msgspec.json.decode(msgspec.json.encode(plain(block)))) == block
    for one in settings_of(LABS[kind]):
        assert one.title
        assert one.help.endswith("."), one.name


@pytest.mark.parametrize("kind", KINDS)
def test_runs_without_a_window(kind):
    run = playground.train(Project(blocks=(Placed("lab", kind),)), steps=STEPS, seed=0)
    told = run.metrics["lab"]
    made = learner(kind)
    made.step(STEPS)
    assert told
    for name, value in made.evaluate().items():
        np.testing.assert_equal(told[name], value[0] if np.isfinite(value[0]) else told[name])


TUNABLE = [(kind, one) for kind in KINDS for one in settings_of(LABS[kind]) if one.tunable]


def others(one):
    """Return values of a setting that differ from its default."""
    if one.kind == "choice":
        return [choice for choice in one.choices if choice != one.default]
    if one.kind == "bool":
        return [not one.default]
    if one.kind in ("int", "float"):
        ends = [one.low if not one.open_low else None, one.high if not one.open_high else None]
        return [type(one.default)(e) for e in ends if e is not None and e != one.default]
    return []


@pytest.mark.parametrize(("kind", "one"), TUNABLE, ids=lambda v: getattr(v, "name", v))
def test_tunable_settings_act_at_once_and_lose_nothing(kind, one):
    for value in others(one):
        made = learner(kind)
        made.step(6)
        kept = made.capture()
        try:
            made.tune(build(LABS[kind], {one.name: value}))
        except SettingError:
            continue
        assert made.step_number == kept["step"], value
        assert set(made.state) == set(kept["learned"]["state"]), value
        made.evaluate()
        made.step(1)
        assert made.step_number == kept["step"] + 1 or made.finished


@pytest.mark.parametrize("kind", KINDS)
def test_a_slower_pace_takes_more_ticks(kind):
    quick, slow = learner(kind, 4), learner(kind, 4, pace=3)
    quick.step(4)
    slow.step(12)
    assert same(quick.capture()["learned"], slow.capture()["learned"])
