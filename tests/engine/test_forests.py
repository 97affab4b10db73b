"""Forests grown together, against scikit-learn and against growing them tree by tree."""

import numpy as np
import pytest
from sklearn import datasets, ensemble
from sklearn.model_selection import train_test_split

from playground.engine.classical.extra_trees import ExtraTrees
from playground.engine.classical.random_forest import RandomForest
from playground.engine.examples import Examples
from playground.engine.modelling.states import copied

OURS = {"forest": RandomForest, "extra": ExtraTrees}
PEERS = {
    ("forest", True): ensemble.RandomForestClassifier,
    ("forest", False): ensemble.RandomForestRegressor,
    ("extra", True): ensemble.ExtraTreesClassifier,
    ("extra", False): ensemble.ExtraTreesRegressor,
}


def table(name):
    if name == "moons":
        return datasets.make_moons(500, noise=0.3, random_state=0)
    return getattr(datasets, f"load_{name}")(return_X_y=True)


def examples(x, y, weight=None):
    if y.dtype.kind == "i":
        return Examples(x.astype(float), y, "class", int(y.max()) + 1, weight)
    return Examples(x.astype(float), y[:, None].astype(float), "value", 1, weight)


def grown(block, data, seed=0):
    state = block.begin(data, seed)
    while not state["finished"]:
        block.advance(state, data)
    return state


def reached(block, state, x, y):
    found = block.decide(state, x.astype(float))
    if found.shape[1] > 1:
        return (found.argmax(axis=1) == y).mean()
    return 1 - np.square(found[:, 0] - y).sum() / np.square(y - y.mean()).sum()


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "moons"])
def test_test_scores_are_those_of_scikit_learn(kind, name):
    x, y = table(name)
    ours, theirs = [], []
    for seed in range(5):
        parts = train_test_split(x, y, test_size=0.4, random_state=seed)
        data = examples(parts[0], parts[2])
        block = OURS[kind](max_depth=8)
        ours.append(reached(block, grown(block, data, seed), parts[1], parts[3]))
        peer = PEERS[kind, y.dtype.kind == "i"](100, max_depth=8, random_state=seed)
        theirs.append(peer.fit(parts[0], parts[2]).score(parts[1], parts[3]))
    assert np.mean(ours) == pytest.approx(np.mean(theirs), abs=0.01 + 1e-9)


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize("name", ["moons", "wine", "diabetes"])
def test_level_by_level_and_tree_by_tree_give_one_forest(kind, name):
    data = examples(*table(name))
    settings = {"trees": 9, "max_depth": 5, "features": "sqrt"}
    levels = grown(OURS[kind](**settings), data, 3)
    by_four = grown(OURS[kind](**settings, together=4), data, 3)
    for name in levels["trees"]:
        np.testing.assert_allclose(levels["trees"][name], by_four["trees"][name], atol=1e-12)
    np.testing.assert_allclose(levels["importance"], by_four["importance"])
    np.testing.assert_allclose(levels["oob"], by_four["oob"])


def test_the_out_of_bag_score_is_an_honest_one():
    x, y = table("moons")
    block, data = RandomForest(), examples(x, y)
    state = grown(block, data)
    peer = ensemble.RandomForestClassifier(100, max_depth=8, oob_score=True, random_state=0)
    assert state["oob"] == pytest.approx(peer.fit(x, y).oob_score_, abs=0.015)
    assert state["oob"] < reached(block, state, x, y)
    assert block.own_metrics(state)["oob_accuracy"] == state["oob"]
    plain = RandomForest(bootstrap=False)
    assert "oob_accuracy" not in plain.own_metrics(grown(plain, data))


def test_a_tree_without_chance_is_a_decision_tree():
    from sklearn.tree import DecisionTreeClassifier

    x, y = table("breast_cancer")
    data = examples(x, y)
    block = RandomForest(trees=1, bootstrap=False, features="all", max_depth=5)
    state = grown(block, data)
    peer = DecisionTreeClassifier(max_depth=5, random_state=0).fit(x, y)
    assert reached(block, state, x, y) == pytest.approx(peer.score(x, y))


def test_importance_finds_what_scikit_learn_finds():
    x, y = table("diabetes")
    state = grown(RandomForest(trees=200), examples(x, y), 1)
    peer = ensemble.RandomForestRegressor(200, max_depth=8, random_state=0).fit(x, y)
    np.testing.assert_allclose(state["importance"], peer.feature_importances_, atol=0.03)
    assert state["importance"].sum() == pytest.approx(1)


def test_weights_of_nought_leave_rows_out():
    x, y = table("moons")
    kept = np.arange(len(x)) % 2 == 0
    block = RandomForest(trees=3, bootstrap=False, features="all")
    some = grown(block, examples(x, y, np.where(kept, 2.0, 0.0)))
    few = grown(block, examples(x[kept], y[kept]))
    np.testing.assert_allclose(block.decide(some, x), block.decide(few, x))


@pytest.mark.parametrize("together", [0, 2])
def test_going_on_from_a_capture_is_going_on(together):
    data = examples(*table("wine"))
    block = RandomForest(trees=6, together=together)
    state = block.begin(data, 5)
    block.advance(state, data)
    kept = copied(state)
    for one in (state, kept):
        while not one["finished"]:
            block.advance(one, data)
    np.testing.assert_array_equal(block.decide(state, data.x), block.decide(kept, data.x))


def test_a_node_looks_on_where_its_features_are_constant():
    random = np.random.default_rng(0)
    x = np.zeros((100, 6))
    x[:, 4] = random.normal(size=100)
    y = (x[:, 4] > 0).astype(np.int64)
    block = RandomForest(trees=5, max_depth=3)
    state = grown(block, examples(x, y))
    assert reached(block, state, x, y) > 0.97
    assert set(state["trees"]["feature"].reshape(-1).tolist()) == {-1, 4}
