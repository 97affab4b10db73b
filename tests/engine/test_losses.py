"""Losses of the engine: shapes of outputs, gradients, scores and baselines."""

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from sklearn.metrics import log_loss

from playground.core.settings import build, plain
from playground.engine.choices import LOSSES
from playground.engine.losses.absolute import Absolute
from playground.engine.losses.binary_cross_entropy import BinaryCrossEntropy
from playground.engine.losses.cross_entropy import CrossEntropy
from playground.engine.losses.hinge import Hinge
from playground.engine.losses.huber import Huber
from playground.engine.losses.squared import Squared
from playground.kernels.losses import LOSSES as KERNELS

RANDOM = np.random.default_rng(0)


def one_hot(classes, n=40):
    return np.eye(classes)[RANDOM.choice(classes, n, p=np.arange(1, classes + 1) / sum(
        range(1, classes + 1)
    ))]  # fmt: skip


CASES = [
    (kind, target, columns)
    for kind, cls in LOSSES.items()
    for target, columns in [("class", 2), ("class", 4), ("value", 1), ("value", 3)]
    if cls().suits(target)
]


def example(kind, target, columns, n=40):
    loss = LOSSES[kind]()
    raw = one_hot(columns, n) if target == "class" else RANDOM.normal(size=(n, columns)) ** 3
    return loss, loss.targets(raw), loss.outputs(target, columns)


@pytest.mark.parametrize("kind", LOSSES)
def test_kind_is_tag_and_kernel_exists(kind):
    loss = LOSSES[kind]()
    assert plain(loss)["kind"] == kind
    assert build(LOSSES.union(), plain(loss)) == loss
    assert loss.kernel in KERNELS
    assert not loss.suits("none")
    assert loss.suits("class")
    assert loss.suits("value") == (not loss.wants_linear)


def test_every_kernel_can_be_chosen():
    assert {cls.kernel for cls in LOSSES.values()} == set(KERNELS)


@pytest.mark.parametrize(("kind", "target", "columns"), CASES)
def test_gradient_against_finite_differences(kind, target, columns):
    loss, y, outputs = example(kind, target, columns)
    z = RANDOM.normal(size=(2, len(y), outputs))
    rows, dz = loss.value_and_gradient(z, y)
    assert rows.shape == (2, len(y))
    np.testing.assert_allclose(rows, loss.value(z, y), rtol=1e-12, atol=1e-12)
    for column in range(outputs):
        ahead, behind = z.copy(), z.copy()
        ahead[..., column] += 1e-6
        behind[..., column] -= 1e-6
        slope = (loss.value(ahead, y) - loss.value(behind, y)) / 2e-6
        np.testing.assert_allclose(dz[..., column], slope, atol=1e-6)


@pytest.mark.parametrize(("kind", "target", "columns"), CASES)
def test_scores_have_a_column_for_each_class_and_agree_with_the_loss(kind, target, columns):
    loss, y, outputs = example(kind, target, columns)
    z = 3 * RANDOM.normal(size=(2, 40, outputs)).astype(np.float32)
    before = z.copy()
    shown = loss.scores(z)
    np.testing.assert_array_equal(z, before)
    assert shown.shape == (2, 40, columns)
    assert shown.dtype == np.float32
    if target == "value":
        np.testing.assert_array_equal(shown, z)
        return
    if loss.probabilities:
        assert ((shown >= 0) & (shown <= 1)).all()
    costs = [loss.value(z, loss.targets(np.eye(columns)[[label]])) for label in range(columns)]
    won = np.take_along_axis(np.array(costs), shown.argmax(axis=-1)[None], axis=0)[0]
    np.testing.assert_allclose(won, np.min(costs, axis=0), atol=1e-6)


def test_probabilities_are_scikit_learns_log_loss():
    z = RANDOM.normal(size=(40, 3))
    y = one_hot(3)
    loss = CrossEntropy()
    expected = log_loss(y.argmax(axis=1), loss.scores(z), labels=[0, 1, 2])
    assert loss.value(z, y).mean() == pytest.approx(expected)
    binary = BinaryCrossEntropy()
    two = one_hot(2)
    shown = binary.scores(z[:, :1])
    np.testing.assert_allclose(shown.sum(axis=-1), 1)
    expected = log_loss(two.argmax(axis=1), shown)
    assert binary.value(z[:, :1], binary.targets(two)).mean() == pytest.approx(expected)


@pytest.mark.parametrize("delta", [0.3, 2.0])
def test_huber_delta_is_pytorchs(delta):
    z, y = RANDOM.normal(size=(2, 40, 3))
    theirs = torch.nn.functional.huber_loss(torch.tensor(z), torch.tensor(y), delta=delta)
    assert Huber(delta=delta).value(z, y).mean() == pytest.approx(float(theirs))


def test_margins_of_one_show_as_one_hot():
    y = one_hot(4)
    np.testing.assert_allclose(Hinge().scores(y + 7.0), y, atol=1e-12)
    assert not Hinge().value(y + 7.0, y).any()
    np.testing.assert_allclose(Hinge().scores(np.array([[1.0], [-1.0]])), [[0, 1], [1, 0]])


@pytest.mark.parametrize(("kind", "target", "columns"), CASES)
def test_no_constant_beats_the_baseline(kind, target, columns):
    loss, y, outputs = example(kind, target, columns)
    baseline = loss.baseline(y)

    def cost(z):
        return loss.value(np.broadcast_to(z, y.shape), y).mean()

    found = min(
        minimize(cost, RANDOM.normal(size=outputs), method="Nelder-Mead",
                 options={"maxiter": 4000, "xatol": 1e-7, "fatol": 1e-9}).fun
        for _ in range(3)
    )  # fmt: skip
    assert baseline <= found + 1e-6
    assert baseline == pytest.approx(cost(loss.best_constant(y)))


def test_baselines_that_are_known():
    y = np.array([[1.0], [2.0], [6.0], [7.0]])
    assert Squared().baseline(y) == pytest.approx(y.var())
    assert Absolute().baseline(y) == pytest.approx(2.5)
    thirds = np.eye(2)[[0, 1, 1]]
    entropy = -(np.log(1 / 3) / 3 + np.log(2 / 3) * 2 / 3)
    assert CrossEntropy().baseline(thirds) == pytest.approx(entropy)
    assert BinaryCrossEntropy().baseline(thirds[:, 1:]) == pytest.approx(entropy)
    assert Hinge().baseline(thirds[:, 1:]) == pytest.approx(2 / 3)


@pytest.mark.parametrize("kind", ["cross-entropy", "binary-cross-entropy"])
def test_a_class_never_seen_leaves_the_baseline_finite(kind):
    y = np.eye(3)[[0, 0, 1, 1]]
    with np.errstate(all="raise", under="ignore"):
        baseline = LOSSES[kind]().baseline(y)
    assert baseline == pytest.approx(np.log(2) * (1 if kind == "cross-entropy" else 2 / 3))
