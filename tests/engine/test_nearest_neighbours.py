"""Nearest neighbours, against scikit-learn on tables that everybody knows."""

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from small_learners import same

from playground.core.settings import SettingError, build
from playground.core.shape import ShapeError, Signature, features
from playground.engine.catalogue import DATASETS
from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.examples import Examples
from playground.engine.feed import Feed
from playground.engine.functions import distance_formula
from playground.engine.functions.formula import FormulaError
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.transforms.standardise import Standardise
from playground.kernels.neighbours import nearest

METRICS = ("euclidean", "manhattan", "chebyshev", "minkowski", "cosine", "canberra")


def wired(kind="moons", block=None, seed=0, transforms=(), settings=None):
    data = build(DATASETS[kind], settings or {}).load()
    feed = Feed.through(data, {"data": list(transforms)})
    return Stepwise("knn", block or NearestNeighbours(), feed, seed)


def learned(*args, **kwargs):
    learner = wired(*args, **kwargs)
    learner.step(100_000)
    assert learner.finished
    return learner


def clear(learner, x):
    """Say for which rows no two distances near the k-th are alike."""
    block, state = learner.block, learner.states[0]
    rows = state["x"]
    far = nearest(x, rows, min(block.k + 1, len(rows)), block.distance()).distances
    return (np.diff(far, axis=1)[:, -1] > 1e-9) & (far[:, 0] >= 0)


@pytest.mark.parametrize("weights", ["uniform", "distance"])
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("kind", ["iris", "wine", "breast-cancer", "digits", "moons"])
def test_probabilities_are_those_of_scikit_learn(kind, metric, weights):
    block = NearestNeighbours(k=7, metric=metric, p=3.0, weights=weights)
    learner = learned(kind, block, transforms=[Standardise()])
    data = learner.source
    rows = np.concatenate([data.test, data.train[:50]])[:150]
    x = learner.feed.rows(data.x[rows])
    extra = {"p": 3.0} if metric == "minkowski" else {}
    theirs = KNeighborsClassifier(7, metric=metric, weights=weights, **extra)
    theirs.fit(learner.examples.x, learner.examples.y)
    kept = clear(learner, x)
    assert kept.mean() > 0.25
    expected, ours = theirs.predict_proba(x), learner.decide(data.x[rows])[0]
    if metric == "cosine" and weights == "distance":
        # A row's cosine distance to itself is 0 here, and 1e-16 where products are rounded.
        kept &= ours.max(axis=1) < 1
    np.testing.assert_allclose(ours[kept], expected[kept], atol=1e-5)


@pytest.mark.parametrize("weights", ["uniform", "distance"])
@pytest.mark.parametrize("metric", METRICS)
def test_values_are_those_of_scikit_learn(metric, weights):
    block = NearestNeighbours(k=9, metric=metric, p=3.0, weights=weights)
    learner = learned("diabetes", block)
    data = learner.source
    extra = {"p": 3.0} if metric == "minkowski" else {}
    theirs = KNeighborsRegressor(9, metric=metric, weights=weights, **extra)
    theirs.fit(data.x[data.train], data.y[data.train])
    x = data.x[data.test]
    kept = clear(learner, x)
    assert kept.mean() > 0.25
    np.testing.assert_allclose(
        learner.decide(x)[0][kept], theirs.predict(x)[kept], rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("abs(a - b)", "manhattan"),
        ("sum(abs(a-b))", "manhattan"),
        ("sqrt(sum((a - b)^2))", "euclidean"),
        ("max(abs(a - b))", "chebyshev"),
        ("sum(abs(a - b)**3)**(1/3)", "minkowski"),
        ("abs(a - b) / (abs(a) + abs(b) + 0.000000000001)", "canberra"),
    ],
)
def test_a_typed_distance_is_the_metric_it_spells(text, metric):
    typed = NearestNeighbours(metric="expression", expression=text, weights="distance")
    known = NearestNeighbours(metric=metric, p=3.0, weights="distance")
    x = np.random.default_rng(0).uniform(-2, 2, (200, 2))
    np.testing.assert_allclose(
        learned(block=typed).decide(x), learned(block=known).decide(x), atol=1e-9
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("a -", "cannot be read"),
        ("__import__('os')", "knows no function"),
        ("abs(a - c)", "'c' is not known; its variables are a and b"),
        ("3", "neither a nor b"),
        ("sum(abs(a - b)) + a", "belong inside"),
        ("sum(sum(a - b))", "knows no function"),
        ("a - b", "never below 0"),
        ("relu(a - b)", "as long as"),
        ("abs(a + b)", "0 away from itself"),
        ("(a - b)**2", "detour"),
        ("abs(a - b) * 0", "0 apart"),
        ("log(abs(a - b))", "finite"),
        ("1 / (a - b)", "finite"),
        ("sqrt(a - b)", "finite"),
        ("a.b", "nothing that a formula may hold"),
        ("abs(a - b)" + " + 0" * 100, "characters"),
    ],
)
def test_what_is_no_distance_is_refused_in_words(text, words):
    with pytest.raises(SettingError, match="expression") as told:
        build(NearestNeighbours, {"metric": "expression", "expression": text})
    assert words in str(told.value)
    assert build(NearestNeighbours, {"expression": text}).metric == "euclidean"


def test_a_formula_of_many_sums_is_refused():
    with pytest.raises(FormulaError, match="at most"):
        distance_formula.read(" + ".join(["sum(abs(a-b))"] * 8))


def test_more_neighbours_than_rows_are_refused_in_words():
    few = Signature(features(2), "class", 2, 10, train_rows=8)
    with pytest.raises(ShapeError, match="there are 8 training rows"):
        NearestNeighbours(k=9).check_input(features(2), few)
    NearestNeighbours(k=8).check_input(features(2), few)
    one = Signature(features(2), "class", 2, 10, train_rows=1)
    with pytest.raises(ShapeError, match="there is one training row: lower Neighbours k to 1$"):
        NearestNeighbours(k=9).check_input(features(2), one)


def test_a_copy_with_fewer_rows_than_neighbours_asks_them_all():
    examples = Examples(np.arange(6.0).reshape(3, 2), np.array([0, 1, 1]), "class", 2)
    block = NearestNeighbours(k=10)
    state = block.begin(examples, 0)
    block.advance(state, examples)
    np.testing.assert_allclose(block.decide(state, np.zeros((1, 2))), [[1 / 3, 2 / 3]])


def test_weights_of_rows_are_weights_of_votes():
    x, y = np.zeros((3, 1)), np.array([0, 1, 1])
    examples = Examples(x, y, "class", 2, weight=np.array([2.0, 0.5, 0.5]))
    block = NearestNeighbours(k=3)
    state = block.begin(examples, 0)
    block.advance(state, examples)
    np.testing.assert_allclose(block.decide(state, x[:1]), [[2 / 3, 1 / 3]])


def test_rows_come_in_portions_and_steps_can_be_retraced():
    block = NearestNeighbours(k=3, at_once=40)
    learner = wired(block=block)
    assert learner.decide(np.zeros((2, 2)))[0] == pytest.approx(0.5)
    learner.step(2)
    held = learner.capture()
    assert learner.states[0]["known"] == 80
    assert not learner.finished
    learner.step(1000)
    assert learner.states[0]["known"] == len(learner.examples)
    again = wired(block=block)
    again.restore(held)
    again.step(1000)
    assert same(learner.capture(), again.capture())
    other = wired(block=block, seed=1)
    assert not np.array_equal(other.states[0]["order"], learner.states[0]["order"])


def test_k_moves_without_a_new_start():
    learner = learned(block=NearestNeighbours(k=1))
    data = learner.source
    assert learner.evaluate()["train_accuracy"] == 1
    learner.tune(NearestNeighbours(k=len(data.train)))
    shares = learner.decide(data.x[:5])[0]
    counts = np.bincount(data.y[data.train]) / len(data.train)
    np.testing.assert_allclose(shares, np.broadcast_to(counts, shares.shape))


def test_no_answer_where_a_question_is_not_finite():
    answers = learned().decide(np.array([[np.nan, 0.0], [0.0, 0.0]]))[0]
    assert np.isnan(answers[0]).all()
    assert np.isfinite(answers[1]).all()


def test_captures_share_the_rows():
    learner = learned()
    held = learner.capture()
    assert held["learned"]["states"][0]["x"] is learner.states[0]["x"]
