"""Least squares, shrinkage and products of features against NumPy, SciPy and scikit-learn."""

import numpy as np
import pytest
from scipy.linalg import lstsq, pinv
from scipy.sparse.linalg import cg
from sklearn.linear_model import Lasso, Ridge
from sklearn.preprocessing import PolynomialFeatures

from playground.kernels.array import devices, to_device, to_host
from playground.kernels.conjugate_gradients import conjugate_gradients
from playground.kernels.least_squares import (
    inverses,
    least_norm,
    least_squares,
    linear_map,
    means,
    squared_gradient,
)
from playground.kernels.monomials import monomials, term_count, terms_of
from playground.kernels.shrinkage import lasso_sweep, moments, soft_threshold


def rows(n=50, d=6, outputs=2, seed=0):
    random = np.random.default_rng(seed)
    x = random.standard_normal((n, d)) * np.logspace(-1, 2, d) + 3
    return x, x @ random.standard_normal((d, outputs)) + random.standard_normal((n, outputs))


def test_it_is_the_minimum_that_lstsq_finds():
    x, y = rows()
    found = least_squares(x, y)
    wanted = lstsq(np.c_[x, np.ones(len(x))], y)[0]
    np.testing.assert_allclose(found.weights, wanted[:-1].T, atol=1e-9)
    np.testing.assert_allclose(found.bias, wanted[-1], atol=1e-9)


@pytest.mark.parametrize("alpha", [1e-6, 1.0, 1e4])
def test_the_penalty_is_that_of_ridge(alpha):
    x, y = rows()
    weight = np.random.default_rng(1).uniform(0, 3, len(x))
    found = least_squares(x, y, alpha, weight)
    wanted = Ridge(alpha=alpha).fit(x, y, sample_weight=weight)
    np.testing.assert_allclose(found.weights, wanted.coef_, atol=1e-8)
    np.testing.assert_allclose(found.bias, wanted.intercept_, atol=1e-8)


@pytest.mark.parametrize("n", [1, 4, 50])
def test_of_many_solutions_it_takes_the_shortest(n):
    x, y = rows(n, 20)
    found = least_squares(x, y)
    centred = x - x.mean(axis=0)
    np.testing.assert_allclose(
        found.weights, (pinv(centred) @ (y - y.mean(axis=0))).T, atol=1e-7
    )
    twice = least_squares(np.c_[x, x], y)
    np.testing.assert_allclose(linear_map(np.c_[x, x], *twice), linear_map(x, *found), atol=1e-6)
    np.testing.assert_allclose(twice.weights[:, :20], twice.weights[:, 20:], atol=1e-7)


def test_constant_features_get_no_weight():
    x, y = rows()
    x[:, 2] = 7.0
    assert abs(least_squares(x, y).weights[:, 2]).max() < 1e-12


def test_least_norm_is_the_pseudo_inverse():
    x, y = rows(10, 30)
    weight = np.linspace(0.5, 2, 10)
    np.testing.assert_allclose(least_norm(x, y), (pinv(x) @ y).T, atol=1e-8)
    root = np.sqrt(weight)[:, None]
    np.testing.assert_allclose(
        least_norm(x, y, weight), (pinv(x * root) @ (y * root)).T, atol=1e-8
    )


def test_singular_values_of_rounding_are_left_out():
    s = np.array([1.0, 0.5, 1e-17])
    np.testing.assert_allclose(inverses(s, 0.0, 3), [1.0, 2.0, 0.0])
    np.testing.assert_allclose(inverses(np.zeros(2), 0.0, 3), 0.0)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_slope_is_that_of_finite_differences(weighted):
    x, y = rows()
    random = np.random.default_rng(2)
    w, b = random.standard_normal((2, 6)), random.standard_normal(2)
    weight = random.uniform(0, 2, len(x)) if weighted else None
    _, slope = squared_gradient(x, y, w, b, weight)
    step = 1e-5
    for i in range(2):
        up, down = b.copy(), b.copy()
        up[i] += step
        down[i] -= step
        rise = squared_gradient(x, y, w, up, weight)[0] - squared_gradient(x, y, w, down, weight)[0]
        assert rise / (2 * step) == pytest.approx(slope.bias[i], rel=1e-6)
        for j in range(6):
            up, down = w.copy(), w.copy()
            up[i, j] += step
            down[i, j] -= step
            ends = [squared_gradient(x, y, end, b, weight)[0] for end in (up, down)]
            assert (ends[0] - ends[1]) / (2 * step) == pytest.approx(slope.weights[i, j], rel=1e-5)


def test_sweeps_come_to_the_lasso():
    x, y = rows()
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    weight = np.random.default_rng(3).uniform(0, 2, len(x))
    gram, along = moments(x, y, weight)
    weights = np.zeros((2, 6))
    changes = [lasso_sweep(gram, along, weights, 0.3) for _ in range(300)]
    assert changes[-1] < 1e-12
    for i in range(2):
        other = Lasso(alpha=0.3, tol=1e-13, max_iter=100_000).fit(x, y[:, i], sample_weight=weight)
        np.testing.assert_allclose(weights[i], other.coef_, atol=1e-7)


def test_pulling_towards_zero_is_the_minimum_of_its_objective():
    x = np.linspace(-3, 3, 13)
    grid = np.linspace(-4, 4, 80_001)
    best = [grid[np.argmin(0.5 * (grid - v) ** 2 + 0.7 * abs(grid))] for v in x]
    np.testing.assert_allclose(soft_threshold(x, 0.7), best, atol=1e-4)


def test_conjugate_gradients_solve_what_scipy_solves():
    random = np.random.default_rng(0)
    a = random.standard_normal((30, 30))
    a = a @ a.T + np.eye(30)
    b = random.standard_normal(30)
    inverse = np.linalg.inv(np.diag(a.diagonal()))
    found = conjugate_gradients(a.dot, b, inverse.dot, 1e-10, 200)
    np.testing.assert_allclose(found, cg(a, b, rtol=1e-12)[0], atol=1e-7)
    assert not conjugate_gradients(a.dot, b * 0, inverse.dot, 1e-10, 200).any()


@pytest.mark.parametrize(("d", "degree"), [(1, 6), (2, 4), (5, 3)])
def test_products_are_those_of_scikit_learn(d, degree):
    x = np.random.default_rng(0).standard_normal((20, d))
    terms = terms_of(d, degree)
    wanted = PolynomialFeatures(degree, include_bias=False).fit_transform(x)
    assert len(terms) == term_count(d, degree) == wanted.shape[1]
    np.testing.assert_allclose(monomials(x, terms), wanted, atol=1e-12)


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_the_graphics_card_finds_the_same():
    x, y = rows()
    on_card = [to_device(a, "cuda") for a in (x, y)]
    for alpha in (0.0, 2.0):
        for own, other in zip(
            least_squares(x, y, alpha), least_squares(*on_card, alpha), strict=True
        ):
            np.testing.assert_allclose(to_host(other), own, atol=1e-7)
    np.testing.assert_allclose(to_host(least_norm(*on_card)), least_norm(x, y), atol=1e-7)
    np.testing.assert_allclose(to_host(means(on_card[0])), means(x), atol=1e-10)
    gram, along = moments(*on_card)
    weights, wanted = to_device(np.zeros((2, 6)), "cuda"), np.zeros((2, 6))
    lasso_sweep(gram, along, weights, 0.1)
    lasso_sweep(*moments(x, y), wanted, 0.1)
    np.testing.assert_allclose(to_host(weights), wanted, atol=1e-8)
    terms = terms_of(6, 2)
    np.testing.assert_allclose(to_host(monomials(on_card[0], terms)), monomials(x, terms))
