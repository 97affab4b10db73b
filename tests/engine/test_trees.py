"""Decision trees against scikit-learn: the same training scores, depths and pruning."""

import numpy as np
import pytest
from sklearn import datasets
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.classical.extra_trees import ExtraTrees
from playground.engine.classical.random_forest import RandomForest
from playground.engine.examples import Examples
from playground.engine.trees.heaps import from_heap
from playground.engine.trees.pruning import weakest_links
from playground.engine.trees.tree import answers, descend


def table(name):
    if name == "moons":
        return datasets.make_moons(400, noise=0.3, random_state=0)
    return getattr(datasets, f"load_{name}")(return_X_y=True)


def examples(x, y, weight=None):
    if y.dtype.kind == "i":
        return Examples(x.astype(float), y, "class", int(y.max()) + 1, weight)
    return Examples(x.astype(float), y[:, None].astype(float), "value", 1, weight)


def stepped(block, data):
    state = block.begin(data, 0)
    while not state["finished"]:
        block.advance(state, data)
    return state


def grown(data, **settings):
    block = DecisionTree(**settings)
    return block, stepped(block, data)


def peer(data, criterion="gini", max_depth=0, min_leaf=1, min_split=2, max_leaves=0, alpha=0.0):
    settings = {
        "max_depth": max_depth or None, "min_samples_leaf": min_leaf, "ccp_alpha": alpha,
        "min_samples_split": min_split, "max_leaf_nodes": max_leaves or None, "random_state": 0,
    }  # fmt: skip
    if data.target == "class":
        return DecisionTreeClassifier(criterion=criterion, **settings)
    return DecisionTreeRegressor(**settings)


def training_score(block, state, data):
    found = block.decide(state, data.x)
    if data.target == "class":
        return (found.argmax(axis=1) == data.y).mean()
    return 1 - np.square(found - data.y).sum() / np.square(data.y - data.y.mean()).sum()


SETTINGS = ({}, {"max_depth": 3}, {"min_leaf": 6}, {"min_split": 25}, {"max_leaves": 6})


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize(
    "name", ["iris", "wine", "breast_cancer", "digits", "diabetes", "moons"]
)
def test_it_fits_as_well_and_as_deep_as_scikit_learn(name, settings):
    data = examples(*table(name))
    block, state = grown(data, **settings)
    y = data.y if data.target == "class" else data.y[:, 0]
    model = peer(data, **settings).fit(data.x, y)
    # Ties between features may be told differently where leaves keep several rows.
    exact = 0.002 if name == "digits" and settings else 1e-9
    assert training_score(block, state, data) == pytest.approx(model.score(data.x, y), abs=exact)
    assert block.own_metrics(state)["depth"] == model.get_depth()


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer"])
def test_entropy_too(name):
    data = examples(*table(name))
    block, state = grown(data, criterion="entropy", max_depth=3)
    model = peer(data, "entropy", max_depth=3).fit(data.x, data.y)
    assert training_score(block, state, data) == pytest.approx(model.score(data.x, data.y))


@pytest.mark.parametrize("alpha", [0.002, 0.01, 0.05])
@pytest.mark.parametrize("name", ["wine", "breast_cancer", "moons", "diabetes"])
def test_pruning_leaves_the_same_tree(name, alpha):
    data = examples(*table(name))
    block, state = grown(data, alpha=alpha)
    y = data.y if data.target == "class" else data.y[:, 0]
    # Of values the price is a share of the variance, so that it has no unit.
    price = alpha if data.target == "class" else alpha * y.var()
    model = peer(data, alpha=price).fit(data.x, y)
    assert block.own_metrics(state)["leaves"] == model.get_n_leaves()
    assert training_score(block, state, data) == pytest.approx(model.score(data.x, y))


def test_the_prices_are_scikit_learns_path():
    data = examples(*table("breast_cancer"))
    _, state = grown(data)
    model = DecisionTreeClassifier(random_state=0)
    path = model.cost_complexity_pruning_path(data.x, data.y).ccp_alphas
    prices = weakest_links(state["trees"], state["error"])
    ours = np.unique(np.round(prices[np.isfinite(prices)], 9))
    np.testing.assert_allclose(ours, np.unique(np.round(path[1:], 9)), atol=1e-8)


def test_weights_count_like_repeated_rows():
    x, y = table("moons")
    random = np.random.default_rng(0)
    often = random.integers(1, 4, len(x))
    heavy = examples(x, y, often / often.mean())
    block, state = grown(heavy, max_depth=4)
    again, repeated = grown(examples(np.repeat(x, often, axis=0), np.repeat(y, often)), max_depth=4)
    np.testing.assert_allclose(block.decide(state, x), again.decide(repeated, x))


def test_each_step_is_the_split_that_gains_most():
    data = examples(*table("iris"))
    block, state = DecisionTree(), DecisionTree().begin(data, 0)
    gains = []
    while not state["finished"]:
        open_gains = state["cut_gain"].copy()
        block.advance(state, data)
        gains.append(state["trees"]["gain"].max() if not gains else open_gains.max())
        assert state["trees"]["size"][0] == 2 * len(gains) + 1
    leaf = state["leaf"]
    np.testing.assert_array_equal(descend(state["trees"], data.x)[0], leaf)


def test_one_class_and_equal_rows_end_at_once():
    x = np.zeros((5, 2))
    alike = examples(x, np.array([0, 1, 0, 1, 1]))
    assert DecisionTree().begin(alike, 0)["finished"] == "no leaf may be split any further"
    pure = Examples(np.arange(5.0)[:, None], np.zeros(5, int), "class", 2)
    assert DecisionTree().begin(pure, 0)["finished"] == "every leaf is pure"


def test_importance_is_scikit_learns():
    data = examples(*table("wine"))
    block, state = grown(data, max_leaves=4)
    model = peer(data, max_leaves=4).fit(data.x, data.y)
    np.testing.assert_allclose(block.importance(state), model.feature_importances_, atol=1e-9)


def test_a_heap_becomes_a_tree():
    trees = from_heap(
        np.array([1, -1, 0]), np.array([0.5, np.inf, 2.0]), np.array([1.0, 9.0, 3.0, 4.0])
    )
    x = np.array([[0.0, 0.0], [0.0, 1.0], [3.0, 1.0]])
    assert answers(trees, x)[0, :, 0].tolist() == [1.0, 3.0, 4.0]
    assert trees["size"].tolist() == [5]


def far_and_near(columns=1):
    """Return the same values around 0 and around a million, exact in both places."""
    draw = np.random.default_rng(3)
    x, y = draw.normal(size=(256, 3)), draw.integers(-64, 64, (256, columns)) / 64
    y = y - y.sum(axis=0) / 256
    return [Examples(x, y + level, "value", columns) for level in (0.0, 2.0**20)]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("block", [DecisionTree(), RandomForest(trees=5), ExtraTrees(trees=5)])
def test_values_far_from_nought_are_split_alike(block, columns):
    near, far = (stepped(block, data) for data in far_and_near(columns))
    for name in ("feature", "threshold", "left", "gain"):
        np.testing.assert_array_equal(near["trees"][name], far["trees"][name])
    assert near["trees"]["size"].min() > 30
    x = far_and_near(columns)[0].x
    np.testing.assert_allclose(
        block.decide(far, x) - 2.0**20, block.decide(near, x), rtol=0, atol=1e-8
    )


def test_small_spreads_around_a_million_are_told_apart():
    draw = np.random.default_rng(5)
    x = draw.normal(size=(400, 4))
    y = 1e-5 * (np.sin(3 * x[:, 0]) + x[:, 1] + 0.1 * draw.normal(size=400))
    near, far = (grown(examples(x, y + level), min_leaf=20)[1] for level in (0.0, 1e6))
    np.testing.assert_array_equal(near["trees"]["feature"], far["trees"]["feature"])
    np.testing.assert_array_equal(near["trees"]["threshold"], far["trees"]["threshold"])


def test_rows_that_count_more_pull_the_values():
    x, y = np.array([[0.0], [0.0]]), np.array([3e6, 3e6 + 4.0])
    block, state = grown(examples(x, y, np.array([1.5, 0.5])))
    assert block.decide(state, x)[0] == pytest.approx(3e6 + 1.0, abs=1e-8)
