"""Linear models against scikit-learn, step by step, and where the data is poor."""

import numpy as np
import pytest
from sklearn import datasets
from sklearn import linear_model as peer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import PolynomialFeatures
from small_learners import same

from playground.core.shape import ShapeError, Signature, features
from playground.engine.classical.lasso import Lasso
from playground.engine.classical.linear_regression import LinearRegression
from playground.engine.classical.logistic_regression import LogisticRegression
from playground.engine.classical.perceptron import Perceptron
from playground.engine.classical.polynomial_regression import PolynomialRegression
from playground.engine.classical.random_features import RandomFeatures
from playground.engine.classical.ridge_regression import RidgeRegression
from playground.engine.examples import Examples

CLASSES = ("iris", "wine", "breast_cancer", "digits")


def standard(x):
    scale = x.std(axis=0)
    return (x - x.mean(axis=0)) / np.where(scale > 0, scale, 1.0)


def labelled(name):
    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    return standard(x), y


def valued(name):
    if name == "diabetes":
        x, y = datasets.load_diabetes(return_X_y=True, scaled=False)
    else:
        x, y = datasets.make_regression(200, 20, noise=5.0, random_state=3)
    return x, y


def classes_of(x, y, outputs=None, weight=None):
    y = np.asarray(y, np.int64)
    return Examples(np.asarray(x, float), y, "class", outputs or int(y.max()) + 1, weight)


def values_of(x, y, weight=None):
    y = np.asarray(y, float).reshape(len(x), -1)
    return Examples(np.asarray(x, float), y, "value", y.shape[1], weight)


def learned(block, examples, seed=0, most=20_000):
    state = block.begin(examples, seed)
    for _ in range(most):
        if state["finished"]:
            break
        block.advance(state, examples)
    return state


@pytest.mark.parametrize("name", ["diabetes", "generated"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("alpha", [0.0, 0.01, 1.0, 100.0])
def test_linear_and_ridge_predict_what_scikit_learn_predicts(name, weighted, alpha):
    x, y = valued(name)
    weight = np.random.default_rng(0).uniform(0.2, 2, len(x)) if weighted else None
    block = RidgeRegression(alpha=alpha) if alpha else LinearRegression()
    other = peer.Ridge(alpha=alpha) if alpha else peer.LinearRegression()
    state = learned(block, values_of(x, y, weight))
    other.fit(x, y, sample_weight=weight)
    wanted = other.predict(x)
    np.testing.assert_allclose(block.decide(state, x)[:, 0], wanted, rtol=1e-5, atol=1e-5)
    assert state["finished"].startswith("solved")


def test_gradient_descent_comes_to_the_same_line():
    x, y = valued("diabetes")
    examples = values_of(standard(x), standard(y))
    block = LinearRegression(solver="gradient descent", rate=0.2)
    state = learned(block, examples)
    solved = learned(LinearRegression(), examples)
    np.testing.assert_allclose(state["weights"], solved["weights"], atol=1e-5)
    assert "flat" in state["finished"]


def test_a_rate_that_is_too_high_diverges_in_words():
    x, y = valued("diabetes")
    with np.errstate(all="ignore"):
        state = learned(LinearRegression(solver="gradient descent"), values_of(x, y))
    assert state["finished"].startswith("diverged")


@pytest.mark.parametrize("name", ["diabetes", "generated"])
@pytest.mark.parametrize("alpha", [0.001, 0.05, 0.5])
def test_lasso_has_the_weights_of_scikit_learn(name, alpha):
    x, y = valued(name)
    x, y = standard(x), standard(y)
    state = learned(Lasso(alpha=alpha, tolerance=1e-10), values_of(x, y))
    other = peer.Lasso(alpha=alpha, tol=1e-12, max_iter=100_000).fit(x, y)
    np.testing.assert_allclose(state["weights"][0], other.coef_, atol=1e-6)
    assert np.array_equal(state["weights"][0] == 0, other.coef_ == 0)
    assert Lasso().own_metrics(state)["nonzero_weights"] == np.count_nonzero(other.coef_)


@pytest.mark.parametrize(("columns", "degree", "alpha"), [(1, 5, 0.0), (2, 4, 0.0), (3, 2, 0.3)])
def test_polynomials_fit_what_ridge_fits_to_the_powers(columns, degree, alpha):
    random = np.random.default_rng(5)
    x = random.uniform(-3, 4, (120, columns))
    y = np.sin(x).sum(axis=1) + 0.1 * random.standard_normal(120)
    low, high = x.min(axis=0), x.max(axis=0)
    scaled = (x - (low + high) / 2) / ((high - low) / 2)
    powers = PolynomialFeatures(degree, include_bias=False).fit_transform(scaled)
    other = peer.Ridge(alpha=alpha).fit(powers, y) if alpha else (
        peer.LinearRegression().fit(powers, y))  # fmt: skip
    block = PolynomialRegression(degree=degree, alpha=alpha)
    state = learned(block, values_of(x, y))
    np.testing.assert_allclose(block.decide(state, x)[:, 0], other.predict(powers), atol=1e-8)
    assert state["degree"] == degree
    assert block.own_metrics(state) == {"degree": degree}


def test_degree_fifteen_is_as_exact_as_an_orthogonal_basis():
    random = np.random.default_rng(1)
    x = np.sort(random.uniform(-1.5, 1.5, (40, 1)), axis=0)
    y = np.sin(3 * x) + 0.3 * random.standard_normal(x.shape)
    block = PolynomialRegression(degree=15)
    state = learned(block, values_of(x, y))
    other = np.polynomial.Chebyshev.fit(x[:, 0], y[:, 0], 15)
    np.testing.assert_allclose(block.decide(state, x)[:, 0], other(x[:, 0]), atol=1e-6)


def test_replicas_see_bootstrap_samples_and_part():
    x, y = valued("diabetes")
    examples = values_of(x[:, 2:3], y)
    block = PolynomialRegression(degree=2, members=3)
    states = [learned(block, examples, seed) for seed in (0, 1)]
    assert all(len(set(state["rows"].tolist())) < len(x) for state in states)
    assert not np.allclose(states[0]["weights"], states[1]["weights"])
    alone = learned(PolynomialRegression(degree=2), examples)
    assert np.array_equal(alone["rows"], np.arange(len(x)))


def test_too_many_products_are_refused_in_words():
    told = Signature(features(64), "value", 1, 100)
    with pytest.raises(ShapeError, match="lower the degree"):
        PolynomialRegression(degree=3).check_input(told.shape, told)


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("c", [0.1, 1.0, 10.0])
def test_logistic_has_the_weights_of_scikit_learn(name, c):
    x, y = labelled(name)
    block = LogisticRegression(c=c)
    state = learned(block, classes_of(x, y))
    other = peer.LogisticRegression(solver="newton-cg", tol=1e-10, max_iter=1000, C=c).fit(x, y)
    np.testing.assert_allclose(state["weights"], other.coef_, atol=1e-3)
    np.testing.assert_allclose(state["bias"], other.intercept_, atol=1e-3)
    np.testing.assert_allclose(block.decide(state, x), other.predict_proba(x), atol=1e-4)


@pytest.mark.parametrize("name", ["iris", "wine", "digits"])
def test_one_against_the_rest_has_the_weights_of_scikit_learn(name):
    x, y = labelled(name)
    block = LogisticRegression(classes="one-vs-rest")
    state = learned(block, classes_of(x, y))
    one = peer.LogisticRegression(solver="newton-cg", tol=1e-10, max_iter=1000)
    other = OneVsRestClassifier(one).fit(x, y)
    wanted = np.concatenate([e.coef_ for e in other.estimators_])
    np.testing.assert_allclose(state["weights"], wanted, atol=1e-3)
    np.testing.assert_allclose(block.decide(state, x), other.predict_proba(x), atol=1e-4)


def test_weights_of_rows_count_in_logistic_regression():
    x, y = labelled("breast_cancer")
    weight = np.random.default_rng(0).uniform(0, 2, len(x))
    weight /= weight.mean()
    state = learned(LogisticRegression(), classes_of(x, y, weight=weight))
    other = peer.LogisticRegression(solver="newton-cg", tol=1e-10, max_iter=1000)
    other.fit(x, y, sample_weight=weight)
    np.testing.assert_allclose(state["weights"], other.coef_, atol=1e-3)


@pytest.mark.parametrize("classes", ["softmax", "one-vs-rest"])
def test_gradient_descent_goes_where_newton_leaps(classes):
    x, y = labelled("iris")
    examples = classes_of(x, y)
    block = LogisticRegression(solver="gradient descent", rate=1.0, classes=classes)
    state = learned(block, examples, most=3000)
    leapt = learned(LogisticRegression(classes=classes), examples)
    assert abs(block.decide(state, x) - block.decide(leapt, x)).max() < 1e-2


def test_newton_needs_a_handful_of_steps():
    for name in CLASSES:
        examples, block = classes_of(*labelled(name)), LogisticRegression()
        state, steps = block.begin(examples, 0), 0
        losses = []
        while not state["finished"]:
            losses.append(block.advance(state, examples))
            steps += 1
        assert steps <= 12
        assert all(b <= a + 1e-9 for a, b in zip(losses, losses[1:], strict=False))


def test_features_in_raw_units_are_no_trouble_to_newton():
    x, y = datasets.load_breast_cancer(return_X_y=True)
    state = learned(LogisticRegression(), classes_of(x, y), most=60)
    assert state["finished"].startswith("settled")
    loss = -np.log(LogisticRegression().decide(state, x)[np.arange(len(x)), y]).mean()
    assert loss < 0.1


def truth(problem):
    x = np.array([[-1.0, -1], [-1, 1], [1, -1], [1, 1]])
    return x, {"or": [0, 1, 1, 1], "xor": [0, 1, 1, 0]}[problem]


def test_the_perceptron_rests_where_a_line_will_do_and_never_on_xor():
    state = learned(Perceptron(), classes_of(*truth("or")))
    assert state["finished"].startswith("at rest")
    assert state["mistakes"] == 0
    state = learned(Perceptron(updates=500), classes_of(*truth("xor")))
    assert state["finished"].startswith("gave up after 500")
    assert state["mistakes"] > 0


def test_one_update_is_one_correction_in_the_order_of_the_rows():
    x, y = labelled("iris")
    x, y = x[y < 2][:, :2], y[y < 2]
    rows, weights, order = np.c_[x, np.ones(len(x))], np.zeros(3), []
    for number in [*range(len(x))] * 30:
        sign = 2 * y[number] - 1
        if sign * (rows[number] @ weights) <= 0:
            weights = weights + sign * rows[number]
            order.append(weights)
    examples, block = classes_of(x, y), Perceptron()
    state = block.begin(examples, 0)
    for wanted in order:
        block.advance(state, examples)
        np.testing.assert_allclose(state["running"][0], wanted)
    assert state["finished"].startswith("at rest")
    passed = learned(Perceptron(step="one pass"), examples)
    np.testing.assert_allclose(passed["running"], state["running"])


@pytest.mark.parametrize("classes", ["together", "one-vs-rest"])
def test_the_perceptron_parts_several_classes(classes):
    x, y = datasets.make_blobs(150, centers=4, cluster_std=0.4, random_state=1)
    most = 100_000 if classes == "together" else 10_000  # one against the rest never comes to rest
    block = Perceptron(classes=classes, updates=most)
    state = learned(block, classes_of(x, y), most=most)
    if classes == "together":
        assert state["finished"].startswith("at rest")
        assert (block.decide(state, x).argmax(axis=1) == y).all()
    assert (block.decide(state, x).argmax(axis=1) == y).mean() > 0.5


def test_the_pocket_never_gets_worse():
    random = np.random.default_rng(0)
    x = random.standard_normal((100, 2))
    y = (x[:, 0] + 0.8 * random.standard_normal(100) > 0).astype(int)
    examples, block = classes_of(x, y), Perceptron(pocket=True, updates=300)
    state, wrong = block.begin(examples, 0), []
    while not state["finished"]:
        block.advance(state, examples)
        wrong.append(int((block.decide(state, x).argmax(axis=1) != y).sum()))
    assert wrong == sorted(wrong, reverse=True)
    assert wrong[-1] < state["mistakes"]


def test_random_features_fit_every_row_once_there_are_as_many():
    random = np.random.default_rng(0)
    x = random.uniform(-1, 1, (40, 2))
    examples = values_of(x, x.sum(axis=1))
    block = RandomFeatures(most=400, noise=0.3)
    state, errors = block.begin(examples, 0), {}
    while not state["finished"]:
        errors[int(state["features"])] = block.advance(state, examples)
    assert 40 in state["stops"]
    assert state["features"] == 400
    assert errors[5] > 0.01
    noisy = examples.y + state["noise"]
    np.testing.assert_allclose(block.decide(state, x), noisy, atol=1e-6)
    units = np.maximum(
        (x - state["centre"]) / state["reach"] @ state["directions"].T + state["offsets"], 0
    )
    wanted = np.linalg.pinv(units) @ noisy
    np.testing.assert_allclose(state["weights"].T, wanted, atol=1e-6)


POOR = {
    "one row": lambda x: x[:1],
    "constant": lambda x: np.c_[x[:, :1] * 0 + 7, x[:, 1:]],
    "collinear": lambda x: np.c_[x, x, x[:, :1] * 2],
    "wide": lambda x: np.tile(x, (1, 100))[:, :200],
    "duplicates": lambda x: np.repeat(x[:5], 4, axis=0),
    "huge": lambda x: x * 1e12,
}
BLOCKS = (
    LinearRegression(), RidgeRegression(), RidgeRegression(alpha=0.0), Lasso(),
    Lasso(alpha=0.0), PolynomialRegression(degree=2), RandomFeatures(most=50),
    LogisticRegression(), LogisticRegression(classes="one-vs-rest"), LogisticRegression(c=1e6),
    LogisticRegression(solver="gradient descent"), Perceptron(), Perceptron(pocket=True),
    Perceptron(classes="one-vs-rest", step="one pass"),
    LinearRegression(solver="gradient descent"),
)  # fmt: skip


@pytest.mark.parametrize("kind", POOR)
@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_poor_data_is_learned_from_or_said_to_diverge(block, kind):
    x = POOR[kind](np.random.default_rng(2).standard_normal((60, 3)))
    if isinstance(block, PolynomialRegression) and x.shape[1] > 50:
        x = x[:, :20]
    y = np.arange(len(x)) % 3
    numeric = "value" in block.targets
    examples = values_of(x, y) if numeric else classes_of(x, y, 4)
    with np.errstate(all="ignore"):
        state = learned(block, examples, most=150)
        answers = block.decide(state, x)
    if not state["finished"].startswith("diverged"):
        assert np.isfinite(answers).all()
        if not numeric:
            np.testing.assert_allclose(answers.sum(axis=1), 1.0, atol=1e-9)
            assert (answers >= 0).all()


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_going_on_from_a_copy_is_going_on(block):
    from playground.engine.modelling.states import copied

    random = np.random.default_rng(4)
    x, y = random.standard_normal((50, 3)), random.integers(0, 3, 50)
    numeric = "value" in block.targets
    examples = values_of(x, y) if numeric else classes_of(x, y)
    state = block.begin(examples, 1)
    keys = set(state)
    for step in range(4):
        other = copied(state)
        if state["finished"]:
            break
        assert block.advance(state, examples) == block.advance(other, examples), step
        assert same(state, other)
        assert set(state) == keys
