"""Kernel functions and the pair solver, against scikit-learn and a general optimiser."""

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.datasets import make_circles, make_moons
from sklearn.metrics.pairwise import linear_kernel, polynomial_kernel, rbf_kernel
from sklearn.svm import SVC, SVR

from playground.kernels import margins
from playground.kernels.array import devices, to_device, to_host
from playground.kernels.kernel_functions import expansion, linear, polynomial, rbf, rbf_row


def solved(x, first, lower, upper, gamma=0.5, tolerance=1e-3, most=10**6):
    """Return variables, gradient and bias of a problem with an RBF kernel."""
    gram = rbf(x, x, gamma)
    signed, errors = np.zeros_like(first), first.copy()
    moved = margins.pair_updates(
        signed, errors, lower, upper, gram.__getitem__, gram.diagonal().copy(), tolerance, most
    )
    return signed, errors, margins.bias(signed, errors, lower, upper), moved


def classes(x, y, c, **kwargs):
    first = np.where(y == 1, 1.0, -1.0)[None]
    bound = c * first
    return first, np.minimum(bound, 0.0), np.maximum(bound, 0.0)


def values(y, c, epsilon):
    first = np.stack([y - epsilon, y + epsilon])
    full = np.full(len(y), c)
    return first, np.stack([0 * full, -full]), np.stack([full, 0 * full])


@pytest.mark.parametrize("shift", [0.0, 1e6])
def test_kernels_are_those_of_scikit_learn(shift):
    rng = np.random.default_rng(0)
    x, z = rng.standard_normal((7, 3)) + shift, rng.standard_normal((5, 3)) + shift
    assert rbf(x, z, 0.3) == pytest.approx(rbf_kernel(x - shift, z - shift, 0.3), abs=1e-8)
    x, z = x - shift, z - shift
    assert linear(x, z) == pytest.approx(linear_kernel(x, z))
    assert polynomial(x, z, 0.5, 3, 1.0) == pytest.approx(polynomial_kernel(x, z, 3, 0.5, 1.0))


def test_a_row_of_the_gram_matrix_is_that_of_the_whole():
    x = np.random.default_rng(1).standard_normal((20, 4))
    x -= x.mean(axis=0)
    row = rbf_row(x, (x * x).sum(axis=1), 7, 0.8)
    assert row == pytest.approx(rbf(x, x, 0.8)[7])
    assert row[7] == pytest.approx(1.0, abs=1e-12)


def test_an_expansion_in_pieces_is_the_product(monkeypatch):
    rng = np.random.default_rng(2)
    x, z, w = rng.standard_normal((50, 2)), rng.standard_normal((9, 2)), rng.standard_normal((3, 9))
    monkeypatch.setattr("playground.kernels.kernel_functions.MOST_CELLS", 40)
    assert expansion(linear, x, z, w) == pytest.approx(x @ z.T @ w.T)
    assert expansion(linear, x, z[:0], w[:, :0]).tolist() == np.zeros((50, 3)).tolist()


@pytest.mark.parametrize("c", [0.1, 1.0, 10.0, 1000.0])
@pytest.mark.parametrize("make", [make_moons, make_circles])
def test_classes_are_parted_as_libsvm_parts_them(make, c):
    x, y = make(300, noise=0.2, random_state=3)
    problem = classes(x, y, c)
    # A large C leaves much room for sheets that are nearly as good: both go closer to the best.
    tolerance = 1e-3 if c <= 10 else 1e-5
    signed, errors, bias, _ = solved(x, *problem, tolerance=tolerance)
    theirs = SVC(C=c, gamma=0.5, tol=tolerance).fit(x, y)
    decision = theirs.decision_function(x)
    ours = rbf(x, x, 0.5) @ signed[0] + bias
    assert np.abs(ours - decision).max() < 1e-2 * decision.std()
    assert margins.violation(signed, errors, *problem[1:]) <= tolerance
    assert signed.sum() == pytest.approx(0.0, abs=1e-9 * c)


def test_values_are_followed_as_libsvm_follows_them():
    rng = np.random.default_rng(4)
    x = rng.uniform(-2, 2, (120, 1))
    y = np.sin(2 * x[:, 0]) + 0.1 * rng.standard_normal(120)
    signed, _, bias, _ = solved(x, *values(y, 5.0, 0.1))
    theirs = SVR(C=5.0, epsilon=0.1, gamma=0.5).fit(x, y)
    ours = rbf(x, x, 0.5) @ signed.sum(axis=0) + bias
    assert ours == pytest.approx(theirs.predict(x), abs=1e-2 * y.std())
    assert set(np.flatnonzero(signed.sum(axis=0))) == set(theirs.support_)


def test_the_optimum_is_that_of_a_general_solver():
    rng = np.random.default_rng(5)
    x, y = rng.standard_normal((14, 2)), rng.integers(0, 2, 14)
    first, lower, upper = classes(x, y, 2.0)
    signed, errors, bias, _ = solved(x, first, lower, upper, tolerance=1e-9)
    gram = rbf(x, x, 0.5)
    found = minimize(
        lambda s: s @ gram @ s / 2 - s @ first[0], np.zeros(14), method="SLSQP",
        jac=lambda s: gram @ s - first[0],
        bounds=list(zip(lower[0], upper[0], strict=True)),
        constraints={"type": "eq", "fun": np.sum, "jac": np.ones_like},
        options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    assert signed[0] == pytest.approx(found.x, abs=1e-4)
    primal, dual = margins.objectives(signed, errors, first, lower, upper, bias)
    assert dual == pytest.approx(-found.fun, abs=1e-6)
    assert primal == pytest.approx(dual, abs=1e-6)


def test_the_gradient_that_is_kept_is_the_gradient():
    x, y = make_moons(80, noise=0.3, random_state=6)
    first, lower, upper = classes(x, y, 1.0)
    signed, errors, _, moved = solved(x, first, lower, upper, most=25)
    assert moved == 25
    assert errors[0] == pytest.approx(first[0] - rbf(x, x, 0.5) @ signed[0])


def test_every_pair_raises_the_dual_objective():
    x, y = make_moons(60, noise=0.3, random_state=7)
    first, lower, upper = classes(x, y, 1.0)
    gram = rbf(x, x, 0.5)
    signed, errors = np.zeros_like(first), first.copy()
    told = [0.0]
    while margins.pair_updates(
        signed, errors, lower, upper, gram.__getitem__, gram.diagonal().copy(), 1e-4, 1
    ):
        told.append(margins.objectives(signed, errors, first, lower, upper, 0.0)[1])
    assert len(told) > 20
    assert (np.diff(told) > 0).all()


def test_slack_is_the_hinge_loss_and_the_loss_outside_of_the_tube():
    x, y = make_moons(50, noise=0.3, random_state=8)
    first, lower, upper = classes(x, y, 1.0)
    signed, errors, bias, _ = solved(x, first, lower, upper)
    answer = rbf(x, x, 0.5) @ signed[0] + bias
    hinge = np.maximum(0.0, 1 - first[0] * answer)
    assert margins.slack(errors, lower, upper, bias) == pytest.approx(hinge)
    target = x[:, 0] ** 2
    first, lower, upper = values(target, 1.0, 0.05)
    signed, errors, bias, _ = solved(x, first, lower, upper, most=9)
    answer = rbf(x, x, 0.5) @ signed.sum(axis=0) + bias
    outside = np.maximum(0.0, np.abs(target - answer) - 0.05)
    assert margins.slack(errors, lower, upper, bias) == pytest.approx(outside)


def test_doubles_with_different_labels_end_at_their_bounds():
    x, y = np.zeros((4, 2)), np.array([0, 1, 0, 1])
    signed, errors, bias, _ = solved(x, *classes(x, y, 3.0))
    assert np.abs(signed[0]).tolist() == [3.0] * 4
    assert bias == pytest.approx(0.0)
    assert np.isfinite(errors).all()


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_a_graphics_card_finds_the_same():
    x, y = make_moons(200, noise=0.25, random_state=9)
    problem = classes(x, y, 1.0)
    signed, errors, bias, _ = solved(x, *problem)
    there = [to_device(a, "cuda") for a in (x, *problem)]
    gram = rbf(there[0], there[0], 0.5)
    s, e = there[1] * 0, there[1].copy()
    margins.pair_updates(
        s, e, there[2], there[3], gram.__getitem__, gram.diagonal().copy(), 1e-3, 10**6
    )
    offset = margins.bias(s, e, *there[2:])
    ours = to_host(expansion(lambda a, b: rbf(a, b, 0.5), there[0], there[0], s)[:, 0]) + offset
    assert ours == pytest.approx(rbf(x, x, 0.5) @ signed[0] + bias, abs=1e-2)
