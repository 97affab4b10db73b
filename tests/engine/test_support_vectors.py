"""Support vector machines, stepped to the end, against scikit-learn; and their probes."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_iris,
    load_wine,
    make_moons,
)
from sklearn.preprocessing import scale
from sklearn.svm import SVC, SVR

from playground.document.project import Placed, Project, Wire
from playground.engine.classical.support_vector_machine import SupportVectorMachine
from playground.engine.examples import Examples
from playground.engine.margins.watching import machine_of
from playground.engine.modelling.states import copied
from playground.engine.probes.lifted import Lifted
from playground.engine.probes.margin import Margin
from playground.runtime.compile import Compiler

NAMES = {"linear": "linear", "polynomial": "poly", "rbf": "rbf"}


def examples(x, y, weight=None, outputs=None):
    if y.ndim == 1:
        return Examples(x, y, "class", outputs or int(y.max()) + 1, weight)
    return Examples(x, y, "value", y.shape[1], weight)


def fitted(block, rows, most=100_000):
    state = block.begin(rows, 0)
    for _ in range(most):
        if state["finished"]:
            break
        block.advance(state, rows)
    return state


def held(state):
    return set(np.flatnonzero((state["signed"] != 0).any(axis=(0, 1))))


def data(name):
    if name == "moons":
        return make_moons(400, noise=0.25, random_state=0)
    found = {
        "iris": load_iris, "wine": load_wine, "cancer": load_breast_cancer, "digits": load_digits,
    }[name]()  # fmt: skip
    return scale(found.data)[:300], found.target[:300]


@pytest.mark.parametrize("name", ["iris", "wine", "cancer", "digits", "moons"])
@pytest.mark.parametrize(
    "settings", [{}, {"c": 10.0}, {"kernel": "linear"}, {"kernel": "polynomial", "degree": 2}]
)
def test_classes_are_those_of_scikit_learn(name, settings):
    x, y = data(name)
    block = SupportVectorMachine(updates=100, **settings)
    state = fitted(block, examples(x, y))
    assert "optimum" in state["finished"]
    theirs = SVC(
        C=block.c, kernel=NAMES[block.kernel], degree=block.degree, coef0=block.coef0,
        decision_function_shape="ovo",
    ).fit(x, y)  # fmt: skip
    decision = theirs.decision_function(x).reshape(len(x), -1)
    decision = decision if decision.shape[1] == 1 else -decision
    ours = block.decision(state, x)
    assert np.abs(ours - decision).max() < 1e-2 * decision.std()
    # Ties: rows right on their margin may pull by next to nothing, or not at all.
    assert len(held(state) ^ set(theirs.support_)) <= 0.02 * len(x)
    shares = block.decide(state, x)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(x)))
    assert (shares.argmax(axis=1) == theirs.predict(x)).mean() > 0.995


@pytest.mark.parametrize("settings", [{}, {"kernel": "linear"}, {"c": 10.0, "epsilon": 0.3}])
def test_values_are_those_of_scikit_learn(settings):
    x, y = load_diabetes(return_X_y=True)
    x, y = scale(x), scale(y)[:, None]
    block = SupportVectorMachine(updates=100, **settings)
    state = fitted(block, examples(x, y))
    theirs = SVR(kernel=block.kernel, C=block.c, epsilon=block.epsilon).fit(x, y[:, 0])
    predicted = theirs.predict(x)
    assert np.abs(block.decide(state, x)[:, 0] - predicted).max() < 1e-2 * predicted.std()
    assert len(held(state) ^ set(theirs.support_)) <= 5


def test_two_columns_of_values_are_learned_beside_each_other():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((60, 2))
    y = np.column_stack([x[:, 0] ** 2, x.sum(axis=1)])
    block = SupportVectorMachine(updates=50)
    both = block.decide(fitted(block, examples(x, y)), x)
    for column in range(2):
        alone = block.decide(fitted(block, examples(x, y[:, [column]])), x)
        assert both[:, column] == pytest.approx(alone[:, 0])


def test_weights_of_rows_are_those_of_scikit_learn():
    x, y = make_moons(200, noise=0.3, random_state=1)
    weight = np.random.default_rng(0).uniform(0, 2, 200)
    weight /= weight.mean()
    block = SupportVectorMachine(updates=50, gamma=0.7)
    state = fitted(block, examples(x, y, weight))
    theirs = SVC(gamma=0.7).fit(x, y, sample_weight=weight).decision_function(x)
    assert np.abs(block.decision(state, x)[:, 0] - theirs).max() < 1e-2 * theirs.std()


def test_rows_that_do_not_pull_are_not_needed():
    x, y = make_moons(200, noise=0.2, random_state=2)
    block = SupportVectorMachine(updates=50, gamma=0.7, tolerance=1e-6)
    state = fitted(block, examples(x, y))
    some = sorted(held(state))
    assert len(some) < 100
    again = fitted(block, examples(x[some], y[some]))
    assert block.decision(again, x) == pytest.approx(block.decision(state, x), abs=1e-4)


def test_linear_weights_give_the_decision():
    x, y = data("iris")
    block = SupportVectorMachine(kernel="linear", updates=50)
    state = fitted(block, examples(x, y))
    assert state["weights"].shape == (3, 4)
    summed = state["signed"].sum(axis=1) @ (state["rows"] @ x.T)
    told = block.decision(state, x)
    assert told == pytest.approx((summed + state["bias"][:, None]).T)


def test_small_steps_and_large_ones_end_at_the_same_bits():
    x, y = make_moons(150, noise=0.3, random_state=3)
    one, many = (SupportVectorMachine(updates=n) for n in (1, 64))
    first, second = fitted(one, examples(x, y)), fitted(many, examples(x, y))
    assert (first["signed"] == second["signed"]).all()
    assert first["moved"] == second["moved"]


def test_going_on_from_a_copy_gives_the_same_bits():
    x, y = data("wine")
    block, rows = SupportVectorMachine(updates=3), examples(x, y)
    state = block.begin(rows, 0)
    for _ in range(5):
        block.advance(state, rows)
    other, fresh = copied(state), examples(x.copy(), y.copy())
    assert other["rows"] is state["rows"]
    for _ in range(5):
        block.advance(state, rows)
        block.advance(other, fresh)
    assert all((state[n] == other[n]).all() for n in ("signed", "errors", "bias"))


def test_the_objectives_close_in_on_each_other():
    x, y = make_moons(150, noise=0.3, random_state=4)
    block, rows = SupportVectorMachine(updates=5), examples(x, y)
    state, gaps = block.begin(rows, 0), []
    while not state["finished"]:
        block.advance(state, rows)
        told = block.own_metrics(state)
        gaps.append(told["primal_objective"] - told["dual_objective"])
    assert gaps[-1] < 1e-2
    assert gaps[0] > 10 * gaps[-1]
    assert min(gaps) >= -1e-9


@pytest.mark.parametrize("kernel", ["linear", "polynomial", "rbf"])
@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.zeros((6, 2)), np.array([0, 1, 0, 1, 0, 1])),
        (np.random.default_rng(0).standard_normal((30, 200)), np.arange(30) % 2),
        (np.column_stack([np.ones(20), np.arange(20.0)]), (np.arange(20) > 9).astype(int)),
        (np.arange(12.0).reshape(6, 2), np.array([0, 0, 0, 0, 0, 1])),
        (np.arange(12.0).reshape(6, 2), np.array([0, 0, 0, 2, 2, 2])),
        (np.arange(12.0).reshape(6, 2), np.array([1, 1, 1, 1, 1, 1])),
    ],
)
def test_awkward_rows_are_learned_without_a_fuss(kernel, x, y):
    block, rows = SupportVectorMachine(kernel=kernel, updates=50), examples(x, y, outputs=3)
    state = fitted(block, rows, most=400)
    shares = block.decide(state, x)
    assert np.isfinite(shares).all()
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(x)))
    assert set(shares.argmax(axis=1)) <= set(y.tolist())
    assert np.isfinite(list(block.own_metrics(state).values())).all()


def test_numbers_beyond_all_bounds_are_told_as_diverged():
    x = np.array([[1e200, 0.0], [-1e200, 1.0], [3e200, 1.0], [0.0, 1.0]])
    block = SupportVectorMachine(kernel="polynomial", gamma=1.0)
    rows = examples(x, np.arange(4) % 2)
    with np.errstate(all="ignore"):
        state = fitted(block, rows, most=50)
    assert state["finished"].startswith("diverged")


# probes ------------------------------------------------------------------------


def learner(dataset="circle", steps=300, data_settings=None, **settings):
    project = Project(
        blocks=(
            Placed("data", dataset, data_settings or {}),
            Placed("svm", "support-vector-machine", settings),
        ),
        wires=(Wire("data", "svm"),),
    )
    found = Compiler().learners(project, "cpu")["svm"].learner
    found.step(steps)
    return found


def test_the_margin_probe_tells_decision_values_and_pulls():
    svm = learner(c=2.0)
    arrays = Margin().measure(svm, (40, 30))
    assert arrays["field"].shape == (30, 40)
    machine = machine_of(svm)
    at = svm.source.x[arrays["rows"]]
    assert arrays["score"] == pytest.approx(machine.decision(at))
    assert arrays["pull"].sum() == pytest.approx(0.0, abs=1e-9)
    support, free, bound, beyond, wrong, rows = arrays["counts"].tolist()
    assert support == free + bound == np.count_nonzero(arrays["pull"])
    assert rows == len(svm.source.train)
    assert beyond == np.count_nonzero(arrays["slack"] > 1e-3)
    y = 2 * svm.source.y[arrays["rows"]] - 1
    assert wrong == np.count_nonzero(y * arrays["score"] < 0)
    assert arrays["slack"] == pytest.approx(np.maximum(0, 1 - y * arrays["score"]))
    free_rows = (arrays["pull"] != 0) & (np.abs(arrays["pull"]) < 2.0)
    assert (y * arrays["score"])[free_rows] == pytest.approx(np.ones(free_rows.sum()), abs=2e-3)


def test_the_margin_probe_shows_one_pair_of_many():
    arrays = Margin(problem=2).measure(learner("iris"), (20, 20))
    assert arrays["pairs"].tolist() == [[0, 1], [0, 2], [1, 2]]
    assert int(arrays["problem"]) == 2
    outside = arrays["labels"] == 0
    assert (arrays["ceiling"][outside] == 0).all()
    assert (arrays["ceiling"][~outside] == 1).all()


def test_the_margin_probe_draws_a_tube_over_one_feature():
    svm = learner("sine", epsilon=0.2)
    arrays = Margin().measure(svm, (50, 40))
    assert arrays["curve"].shape == (50,)
    assert float(arrays["tube"]) == pytest.approx(0.2)
    decided = svm.decide(arrays["grid"][:, None])[0, :, 0]
    assert arrays["curve"] == pytest.approx(decided, abs=1e-6)
    inside = np.abs(arrays["points"][:, 1] - arrays["score"]) < 0.2 - 1e-3
    assert (arrays["pull"][inside] == 0).all()


def test_the_lifted_probe_gives_heights_over_the_plane():
    svm = learner()
    arrays = Lifted().measure(svm, (21, 15))
    assert arrays["heights"].shape == (15, 21)
    assert bool(arrays["exact"])
    rows = svm.source.x[arrays["rows"]]
    assert arrays["points"][:, 2] == pytest.approx(machine_of(svm).decision(rows), abs=1e-5)
    assert (arrays["points"][:, 2] > 0).mean() == pytest.approx(arrays["labels"].mean(), abs=0.05)


def test_other_learners_rise_to_their_log_odds():
    other = SimpleNamespace(source=learner(steps=0).source, members=1)
    other.decide = lambda x, members: np.stack([np.full(len(x), 0.25), np.full(len(x), 0.75)], 1)[
        None
    ]
    arrays = Lifted().measure(other, (9, 9))
    assert not bool(arrays["exact"])
    assert arrays["heights"] == pytest.approx(np.full((9, 9), np.log(3.0)))
    assert Margin().measure(other, (9, 9)) == {}


@pytest.mark.parametrize(("dataset", "why"), [("sine", "values"), ("regression-plane", "values")])
def test_what_cannot_be_lifted_says_why(dataset, why):
    assert str(Lifted().measure(learner(dataset, steps=5), (9, 9))["why"]) == why


@pytest.mark.parametrize("outputs", [3, 5])
@pytest.mark.parametrize("present", [(0, 2), (0, 1, 2)])
def test_a_class_without_rows_has_no_share(outputs, present):
    x, y = data("iris")
    kept = np.isin(y, present)
    block = SupportVectorMachine()
    rows = examples(x[kept], y[kept], outputs=outputs)
    told = block.decide(fitted(block, rows), x)
    absent = [label for label in range(outputs) if label not in present]
    assert (told[:, absent] == 0).all()
    assert (told[:, present] > 0).all()
    np.testing.assert_allclose(told.sum(axis=1), 1.0)
    assert (told[kept].argmax(axis=1) == y[kept]).mean() > 0.95
