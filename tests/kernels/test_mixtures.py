"""Mixtures of normal distributions give scikit-learn's numbers, step for step."""

import numpy as np
import pytest
import strict_card
from sklearn.mixture import GaussianMixture
from sklearn.mixture._gaussian_mixture import _compute_precision_cholesky

from playground.kernels import array as arrays_of
from playground.kernels import mixtures
from playground.kernels.array import devices, namespace, to_host

THEIRS = {"full": "full", "tied": "tied", "diagonal": "diag", "spherical": "spherical"}
RANDOM = np.random.default_rng(3)
TURN = np.array([[1.0, 0.8, 0.0], [0.0, 0.5, 0.3], [0.0, 0.0, 1.2]])
X = np.concatenate([RANDOM.normal(size=(90, 3)) @ TURN, RANDOM.normal(size=(60, 3)) * 0.5 + 2.0])
HARD = np.eye(4)[RANDOM.integers(0, 4, len(X))]


def started(shape, floor=1e-6):
    """Return a mixture, and scikit-learn's model with the very same numbers."""
    own = mixtures.maximisation(X, HARD, shape, floor)
    theirs = GaussianMixture(4, covariance_type=THEIRS[shape], reg_covar=floor)
    theirs.weights_, theirs.means_, theirs.covariances_ = own
    theirs.precisions_cholesky_ = _compute_precision_cholesky(own.covariance, THEIRS[shape])
    return own, theirs


@pytest.mark.parametrize("shape", THEIRS)
def test_every_iteration_has_the_likelihood_of_scikit_learn(shape):
    own, theirs = started(shape)
    for _ in range(40):
        shares, likelihood = mixtures.expectation(X, own, shape)
        mean, log_shares = theirs._e_step(X)
        assert likelihood.mean() == pytest.approx(mean, abs=1e-6)
        np.testing.assert_allclose(np.exp(shares), np.exp(log_shares), atol=1e-6)
        own = mixtures.maximisation(X, np.exp(shares), shape, 1e-6)
        theirs._m_step(X, log_shares)
    np.testing.assert_allclose(own.mean, theirs.means_, atol=1e-6)
    np.testing.assert_allclose(own.weight, theirs.weights_, atol=1e-6)
    np.testing.assert_allclose(own.covariance, theirs.covariances_, atol=1e-6)


@pytest.mark.parametrize("shape", THEIRS)
def test_the_criteria_are_those_of_scikit_learn(shape):
    own, theirs = started(shape)
    likelihood = float(mixtures.expectation(X, own, shape)[1].mean())
    free = mixtures.free_parameters(4, 3, shape)
    assert free == theirs._n_parameters()
    assert mixtures.bic(likelihood, len(X), free) == pytest.approx(theirs.bic(X), rel=1e-9)
    assert mixtures.aic(likelihood, len(X), free) == pytest.approx(theirs.aic(X), rel=1e-9)


@pytest.mark.parametrize("shape", THEIRS)
def test_likelihood_never_falls(shape):
    own, _ = started(shape, 1e-9)
    told = []
    for _ in range(30):
        shares, likelihood = mixtures.expectation(X, own, shape)
        told.append(likelihood.mean())
        own = mixtures.maximisation(X, np.exp(shares), shape, 1e-9)
    assert np.diff(told).min() > -1e-7
    assert told[-1] > told[0] + 0.1


@pytest.mark.parametrize("shape", THEIRS)
def test_whole_covariances_describe_the_same_densities(shape):
    own, _ = started(shape)
    whole = own._replace(covariance=mixtures.whole_covariances(own, shape))
    np.testing.assert_allclose(
        mixtures.log_joint(X, own, shape), mixtures.log_joint(X, whole, "full"), atol=1e-9
    )
    least = np.linalg.eigvalsh(whole.covariance)[:, 0]
    np.testing.assert_allclose(mixtures.thinnest(own, shape), least, atol=1e-12)


@pytest.mark.parametrize("shape", THEIRS)
@pytest.mark.parametrize("x", [np.full((6, 2), 3.0), np.zeros((2, 1)), X * 1e-150])
def test_rows_that_do_not_spread_leave_numbers(shape, x):
    own = mixtures.maximisation(x, np.full((len(x), 3), 1 / 3), shape, 1e-6)
    shares, likelihood = mixtures.expectation(x, own, shape)
    assert np.isfinite(likelihood).all()
    np.testing.assert_allclose(np.exp(shares).sum(axis=1), 1.0)
    np.testing.assert_allclose(mixtures.thinnest(own, shape), 1e-6, rtol=1e-6)


def test_a_distribution_without_rows_stays_a_number():
    alone = np.zeros((len(X), 2))
    alone[:, 0] = 1.0
    own = mixtures.maximisation(X, alone, "full", 1e-6)
    assert all(np.isfinite(part).all() for part in own)
    assert own.weight[1] < 1e-12
    assert np.isfinite(mixtures.expectation(X, own, "full")[1]).all()


def all_numbers(x, hard, shape):
    """Return everything that the kernels make of the rows."""
    own = mixtures.maximisation(x, hard, shape, 1e-3)
    return (*own, *mixtures.expectation(x, own, shape), mixtures.thinnest(own, shape),
            mixtures.whole_covariances(own, shape))  # fmt: skip


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("shape", THEIRS)
def test_the_graphics_card_mixes_the_same(shape):
    there = [arrays_of.to_device(one, "cuda") for one in (X, HARD)]
    assert namespace(*there) is not np
    for own, other in zip(all_numbers(X, HARD, shape), all_numbers(*there, shape), strict=True):
        np.testing.assert_allclose(to_host(other), own, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("shape", THEIRS)
def test_mixing_asks_for_nothing_that_a_card_refuses(monkeypatch, shape):
    strict_card.insert(monkeypatch)
    test_the_graphics_card_mixes_the_same(shape)
