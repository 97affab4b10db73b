"""Gradient boosting: scikit-learn's scores, partial sums, chance, early stops, going back."""

import numpy as np
import pytest
from sklearn.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_iris,
    load_wine,
    make_moons,
    make_regression,
)
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

from playground.engine.boosting.additive import partial_sums
from playground.engine.boosting.looking_back import answers_after
from playground.engine.boosting.recalled import whole_sum
from playground.engine.classical.gradient_boosting import GradientBoosting
from playground.engine.data import Data, split
from playground.engine.feed import Feed
from playground.engine.modelling.stepwise import Stepwise

SETS = {
    "cancer": (load_breast_cancer, "class"), "iris": (load_iris, "class"),
    "wine": (load_wine, "class"), "diabetes": (load_diabetes, "value"),
    "moons": (lambda return_X_y: make_moons(300, noise=0.3, random_state=1), "class"),  # noqa: N803
}  # fmt: skip


def table(x, y, target="class", seed=0):
    y = np.asarray(y, np.int64) if target == "class" else np.asarray(y, float).reshape(len(x), -1)
    train, validation, test = split(y, target, 0.0, 0.25, seed)
    classes = tuple(f"{c}" for c in range(int(y.max()) + 1)) if target == "class" else ()
    return Data(np.asarray(x, float), y, target, train, validation, test, classes=classes)


def learner(data, seed=0, **settings):
    return Stepwise("gb", GradientBoosting(**settings), Feed.through(data, {"x": []}), seed)


def peer_of(data, **settings):
    kind = GradientBoostingClassifier if data.target == "class" else GradientBoostingRegressor
    y = data.y if data.target == "class" else data.y[:, 0]
    peer = kind(random_state=0, **settings).fit(data.x[data.train], y[data.train])
    return peer, peer.score(data.x[data.test], y[data.test])


@pytest.mark.parametrize("name", SETS)
def test_mean_test_scores_are_those_of_scikit_learn(name):
    load, target = SETS[name]
    x, y = load(return_X_y=True)
    ours, theirs = [], []
    for seed in range(5):
        data = table(x, y, target, seed)
        model = learner(data, stages=40)
        model.step(40)
        ours.append(model.evaluate()[f"test_{'accuracy' if target == 'class' else 'r2'}"][0])
        theirs.append(peer_of(data, n_estimators=40)[1])
    assert np.mean(ours) == pytest.approx(np.mean(theirs), abs=0.01)


def test_every_stage_of_a_regression_is_that_of_scikit_learn():
    x, y = make_regression(240, 5, noise=3.0, random_state=2)
    data = table(x, y, "value")
    model = learner(data, stages=30, max_depth=2)
    model.step(30)
    peer = GradientBoostingRegressor(n_estimators=30, max_depth=2, random_state=0)
    peer.fit(data.x[data.train], data.y[data.train, 0])
    told = answers_after(model, data.x[data.test], tuple(range(1, 31)))[..., 0]
    theirs = np.stack(list(peer.staged_predict(data.x[data.test])))
    assert told == pytest.approx(theirs, abs=1e-8 * np.abs(theirs).max())


def test_probabilities_of_two_classes_are_those_of_scikit_learn():
    data = table(*make_moons(240, noise=0.25, random_state=3))
    model = learner(data, stages=20, max_depth=2)
    model.step(20)
    peer, _ = peer_of(data, n_estimators=20, max_depth=2)
    theirs = peer.predict_proba(data.x[data.test])
    assert model.decide(data.x[data.test])[0] == pytest.approx(theirs, abs=1e-6)


def test_partial_sums_are_what_was_answered_then():
    data = table(*load_iris(return_X_y=True))
    model = learner(data, stages=9)
    said = []
    for _ in range(9):
        model.step(1)
        said.append(model.decide(data.x)[0])
    assert np.array_equal(answers_after(model, data.x, tuple(range(1, 10))), np.stack(said))
    first = answers_after(model, data.x, (0,))[0]
    assert first[0] == pytest.approx(np.bincount(data.y[data.train]) / len(data.train))


def test_remembered_sums_are_equal_to_the_last_bit():
    data = table(*make_moons(200, noise=0.3, random_state=0))
    model = learner(data, stages=25)
    state = model.states[0]
    for _ in range(25):
        model.step(1)
        state = model.states[0]
        x = data.x[data.test]
        assert np.array_equal(whole_sum(state, x), partial_sums(state, x, (25,))[0])


def test_other_trees_at_the_same_rows_are_not_taken_for_those_remembered():
    data = table(*make_moons(200, noise=0.3, random_state=0))
    quick, slow = learner(data, learning_rate=1.0), learner(data, learning_rate=0.01)
    for _ in range(5):
        quick.step(1)
        slow.step(1)
        for model in (quick, slow):
            state = model.states[0]
            assert np.array_equal(
                whole_sum(state, data.x), partial_sums(state, data.x, (model.step_number,))[0]
            )


@pytest.mark.parametrize("settings", [{}, {"subsample": 0.5}, {"patience": 30}])
def test_going_on_from_a_capture_is_going_on(settings):
    data = table(*load_wine(return_X_y=True))
    through, back = learner(data, **settings), learner(data, **settings)
    through.step(8)
    kept = through.capture()
    through.step(6)
    back.restore(kept)
    back.step(6)
    for name in ("feature", "threshold", "value", "raw", "losses"):
        assert np.array_equal(through.states[0][name], back.states[0][name]), name


def test_a_subsample_draws_other_rows_for_other_seeds():
    data = table(*load_wine(return_X_y=True))
    first, same, other = (learner(data, seed, subsample=0.4) for seed in (0, 0, 1))
    for model in (first, same, other):
        model.step(5)
    losses = [model.states[0]["losses"] for model in (first, same, other)]
    assert np.array_equal(losses[0], losses[1])
    assert not np.array_equal(losses[0], losses[2])


def test_patience_stops_on_rows_that_no_tree_has_seen():
    draw = np.random.default_rng(0)
    data = table(draw.normal(size=(200, 3)), draw.integers(0, 2, 200))
    model = learner(data, stages=500, patience=5)
    model.step(500)
    assert "held out" in model.finished
    assert model.step_number < 100
    state = model.states[0]
    assert not set(state["held"].tolist()) & set(state["learned"].tolist())
    assert len(state["held_losses"]) == model.step_number


def test_it_ends_when_there_is_nothing_left():
    assert "all 3 stages" in ended(table(*load_iris(return_X_y=True)), stages=3)
    constant = table(np.ones((40, 2)), np.arange(40) % 2)
    assert "nothing left" in ended(constant)


def ended(data, **settings):
    model = learner(data, **settings)
    model.step(1000)
    return model.finished


def test_a_large_rate_diverges_in_words():
    data = table(*make_regression(60, 2, random_state=0), "value")
    with np.errstate(all="ignore"):
        block = GradientBoosting(stages=2000, learning_rate=20.0, max_depth=1)
        model = Stepwise("gb", block, Feed.through(data, {"x": []}), 0)
        model.step(2000)
    assert model.finished.startswith("diverged")


def test_several_target_columns_have_a_tree_each():
    x, y = make_regression(120, 4, n_targets=2, random_state=0)
    data = table(x, y, "value")
    model = learner(data)
    model.step(30)
    alone = learner(table(x, y[:, 1], "value"))
    alone.step(30)
    assert model.decide(data.x)[0, :, 1] == pytest.approx(alone.decide(data.x)[0, :, 0])


def test_features_that_matter_gain_most():
    draw = np.random.default_rng(1)
    x = draw.normal(size=(300, 4))
    model = learner(table(x, x[:, 2] > 0))
    model.step(10)
    assert model.states[0]["gained"].argmax() == 2
