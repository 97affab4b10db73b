"""What every classical model and every ensemble keeps to, found in their folders."""

import copy
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from small_models import (
    STEPS,
    alone,
    another,
    bench,
    cases,
    project,
    rows,
    same,
    tunable,
)

from playground.core.block import summary_of
from playground.core.settings import build, settings_of
from playground.document.bundle import load_bundle, save_bundle
from playground.document.check import check
from playground.engine.catalogue import ENSEMBLES, MODELS, catalogue

KINDS = [*MODELS, *ENSEMBLES]
CASES = cases()
SINGLE = cases(MODELS)

SEVERAL = [kind for kind in KINDS if "members" in catalogue()[kind].__struct_fields__]

every_case = pytest.mark.parametrize(("kind", "name"), CASES)
every_single = pytest.mark.parametrize(("kind", "name"), SINGLE)


def weighted(data, weight):
    """Return the rows with weights."""
    return replace(data, weight=weight, _cache={})


def arrays_in(state, path=""):
    """Return every array of a nested state by its path."""
    if isinstance(state, np.ndarray):
        return {path: state}
    parts = state.items() if isinstance(state, dict) else []
    parts = enumerate(state) if isinstance(state, list) else parts
    return {k: v for name, part in parts for k, v in arrays_in(part, f"{path}/{name}").items()}


def shared_arrays(lab):
    """Return the paths of arrays that two captures share."""
    one, other = arrays_in(lab.capture()), arrays_in(lab.capture())
    return {path for path in one if one[path] is other[path]}


def proper(answers, data):
    """Say whether answers are probabilities, or finite values, of the right shape."""
    assert np.isfinite(answers).all()
    assert answers.shape[-1] == data.outputs
    if data.target == "class":
        assert (answers >= 0).all()
        np.testing.assert_allclose(answers.sum(axis=-1), 1.0, atol=1e-9)


def test_every_model_takes_some_data():
    assert {kind for kind, _ in CASES} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_settings_go_through_a_file_and_are_explained(kind):
    cls = catalogue()[kind]
    block = cls()
    assert build(cls, msgspec.json.decode(msgspec.json.encode(block))) == block
    assert summary_of(cls).endswith(".")
    for option in settings_of(cls):
        assert option.title
        assert option.help.endswith((".", "?")), f"{kind}.{option.name}"


@every_case
def test_a_project_of_it_has_no_errors(kind, name):
    assert [p for p in check(project(kind, name), catalogue()) if p.severity == "error"] == []


@every_case
def test_it_learns_to_its_end_or_for_a_while(kind, name):
    lab, data = bench(kind, name), rows(name)
    proper(lab.decide(data.x), data)
    first = lab.model.evaluate()["train_loss"]
    for _ in range(STEPS):
        lab.step()
        assert isinstance(lab.model.finished, str)
        if lab.model.finished:
            break
    assert not lab.model.finished.startswith(("diverged", "stopped"))
    proper(lab.decide(data.x), data)
    last = lab.model.evaluate()
    assert np.isfinite(last["train_loss"]).all()
    # More than a constant knows, or what it knew at once.
    base = lab.model.facts.baselines["train_loss"]
    assert (last["train_loss"] <= np.maximum(first, base) + 1e-9).all()
    assert all(count > 0 for count in lab.model.facts.parameters.values())


@every_case
def test_metrics_have_the_same_names_from_the_start(kind, name):
    lab = bench(kind, name)
    before = set(lab.model.evaluate())
    lab.step(7)
    assert set(lab.model.evaluate()) == before


@every_case
def test_the_same_seed_gives_the_same_numbers(kind, name):
    one, other, data = bench(kind, name, 3), bench(kind, name, 3), rows(name)
    one.step(9)
    other.step(9)
    assert same(one.capture(), other.capture())
    np.testing.assert_array_equal(one.decide(data.x), other.decide(data.x))


@every_case
def test_steps_taken_at_once_are_steps_taken_one_by_one(kind, name):
    one, other, data = bench(kind, name), bench(kind, name), rows(name)
    one.step(10)
    other.step(10, at_once=True)
    if len(one.learners) == 1:
        assert one.model.step_number == other.model.step_number
    np.testing.assert_array_equal(one.decide(data.x), other.decide(data.x))


@every_case
def test_what_was_saved_goes_on_bit_for_bit(kind, name, tmp_path):
    made, data = project(kind, name), rows(name)
    lab = bench(kind, name)
    lab.step(4)
    saved = lab.capture()
    save_bundle(made, saved, tmp_path / "saved.zip")
    _, loaded = load_bundle(tmp_path / "saved.zip")
    assert same(saved, loaded)
    other = bench(kind, name)
    other.restore(loaded)
    np.testing.assert_array_equal(lab.decide(data.x), other.decide(data.x))
    lab.step(8)
    other.step(8)
    assert same(lab.capture(), other.capture())
    np.testing.assert_array_equal(lab.decide(data.x), other.decide(data.x))


@every_single
def test_put_back_between_two_of_its_steps_it_tells_the_same(kind, name):
    one, other = (alone(kind, rows(name), pace=4) for _ in range(2))
    one.step(6)
    other.restore(one.capture())
    assert other.epoch == one.epoch == (1 if not one.finished else one.step_number // 4)
    for _ in range(3):
        ours, theirs = one.step(1), other.step(1)
        np.testing.assert_array_equal(ours.loss, theirs.loss)
        assert ours.metrics.keys() == theirs.metrics.keys()


@every_case
def test_a_capture_stays_as_it_was(kind, name):
    lab = bench(kind, name)
    lab.step(3)
    taken = lab.capture()
    before = copy.deepcopy(taken)
    lab.step(6)
    assert same(taken, before)
    lab.restore(taken)
    lab.step(2)
    assert same(taken, before)


@every_case
def test_asking_changes_nothing(kind, name):
    lab, data = bench(kind, name), rows(name)
    lab.step(5)
    before = lab.capture()
    together = lab.decide(data.x)
    assert same(before, lab.capture())
    apart = np.concatenate([lab.decide(data.x[i : i + 1]) for i in range(12)], axis=1)
    np.testing.assert_allclose(together[:, :12], apart, atol=1e-8)


@every_case
def test_it_has_an_answer_far_away(kind, name):
    lab, data = bench(kind, name), rows(name)
    lab.step(12)
    for far in (1e4, -1e4):
        proper(lab.decide(np.full((2, data.x.shape[1]), far)), data)


@every_case
def test_tunable_settings_act_without_a_new_start(kind, name):
    cls, data = catalogue()[kind], rows(name)
    for option in tunable(cls):
        lab = bench(kind, name)
        block = lab.model.block
        value = another(option, getattr(block, option.name))
        if value is None:
            continue
        lab.step(6)
        before = lab.decide(data.x)
        changed = build(cls, {**msgspec.to_builtins(block), option.name: value})
        lab.model.tune(changed)
        proper(lab.decide(data.x), data)
        lab.model.tune(block)
        np.testing.assert_array_equal(lab.decide(data.x), before)
        lab.model.tune(changed)
        lab.step(6)
        proper(lab.decide(data.x), data)


@pytest.mark.parametrize("kind", SEVERAL)
def test_members_are_so_many_separate_runs(kind):
    (name, *_) = [name for other, name in CASES if other == kind]
    together, data = bench(kind, name, 5, members=3), rows(name)
    apart = [bench(kind, name, 5 + member, members=2) for member in range(3)]
    for one in (together, *apart):
        one.step(8)
    answers = together.decide(data.x)
    for member, one in enumerate(apart):
        np.testing.assert_array_equal(answers[member], one.decide(data.x)[0])


def contradictory(name):
    """Return rows that all stand there twice, with their own answer and with a wrong one."""
    data = rows(name)
    wrong = (data.y + 1) % data.outputs if data.target == "class" else -data.y
    n = len(data.x)
    train = np.concatenate([data.train, data.train + n])
    x, y = np.concatenate([data.x, data.x]), np.concatenate([data.y, wrong])
    return replace(data, x=x, y=y, train=train, _cache={})


def rightness(learner, data, n):
    """Say how near its answers come to the right ones of the first n rows."""
    answers, rows = learner.decide(data.x[:n])[0], data.train[data.train < n]
    if data.target == "class":
        return answers[rows, data.y[rows]].mean()
    return (answers[rows] * data.y[rows]).mean()


@every_single
def test_weights_of_rows_count_where_it_says_so(kind, name):
    data = contradictory(name)
    n = len(data.x) // 2
    plain, even = alone(kind, data), alone(kind, weighted(data, np.full(2 * n, 2.0)))
    told = alone(kind, weighted(data, np.where(np.arange(2 * n) < n, 9.0, 1.0)))
    for one in (plain, even, told):
        one.step(20)
    np.testing.assert_allclose(plain.decide(data.x), even.decide(data.x), atol=1e-6)
    if MODELS[kind].weighs:
        assert rightness(told, data, n) > rightness(plain, data, n) + 0.001
    else:
        np.testing.assert_allclose(plain.decide(data.x), told.decide(data.x), atol=1e-6)


@every_single
def test_copies_may_lack_a_class_or_hold_rows_twice(kind, name):
    data = rows(name)
    kept = data.train[data.y[data.train] < 2] if data.target == "class" else data.train[:20]
    drawn = np.random.default_rng(0).choice(kept, len(kept))
    learner = alone(kind, replace(data, train=drawn, _cache={}))
    learner.step(15)
    assert not learner.finished.startswith("diverged")
    proper(learner.decide(data.x), data)


@every_single
def test_states_say_what_they_hold_from_the_start(kind, name):
    data = rows(name)
    learner = alone(kind, data)
    (state,) = learner.states
    assert isinstance(state["finished"], str)
    names, told = set(state), set(learner.block.own_metrics(state))
    learner.step(10)
    (state,) = learner.states
    assert set(state) == names
    assert set(learner.block.own_metrics(state)) == told
    assert isinstance(learner.block.parameters(state), int)


@every_single
def test_captures_share_after_being_put_back_what_they_shared_before(kind, name, tmp_path):
    lab = bench(kind, name)
    lab.step(4)
    shared = shared_arrays(lab)
    save_bundle(project(kind, name), lab.capture(), tmp_path / "saved.zip")
    lab.restore(load_bundle(tmp_path / "saved.zip")[1])
    assert shared_arrays(lab) == shared
