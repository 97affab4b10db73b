"""Exact t-SNE gives scikit-learn's affinities, gradients and divergences."""

import numpy as np
import pytest
import strict_card
from scipy.spatial.distance import squareform
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, _t_sne

from playground.kernels import array as arrays_of
from playground.kernels import stochastic_neighbours as neighbours
from playground.kernels.array import devices, namespace, to_host

RANDOM = np.random.default_rng(5)
X = np.concatenate([RANDOM.normal(size=(40, 5)), RANDOM.normal(size=(30, 5)) + 4.0])
PLACES = RANDOM.normal(size=(70, 2))


@pytest.mark.parametrize("perplexity", [2.0, 5.0, 30.0])
def test_affinities_are_those_of_scikit_learn(perplexity):
    found = neighbours.affinities(X, perplexity).shares
    wanted = squareform(
        _t_sne._joint_probabilities(neighbours.squared_distances(X), perplexity, 0)
    )
    np.testing.assert_allclose(found, wanted, atol=1e-4 * wanted.max())
    assert found.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("perplexity", [1.5, 10.0, 60.0])
def test_the_perplexity_is_the_one_wanted(perplexity):
    shares = neighbours.nearness(neighbours.squared_distances(X), perplexity)
    entropy = -(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1)
    np.testing.assert_allclose(np.exp(entropy), perplexity, rtol=1e-5)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)


@pytest.mark.parametrize("exaggeration", [1.0, 12.0])
def test_the_gradient_is_that_of_the_divergence(exaggeration):
    near = neighbours.affinities(X, 10.0)
    _, gradient = neighbours.divergence(near, PLACES, exaggeration)
    p = squareform(near.shares, checks=False) * exaggeration
    _, wanted = _t_sne._kl_divergence(PLACES.ravel(), p, 1, len(X), 2)
    np.testing.assert_allclose(gradient.ravel(), wanted, atol=1e-9)


def test_the_divergence_is_that_of_scikit_learn_and_its_slope_the_gradient():
    near = neighbours.affinities(X, 10.0)
    told, gradient = neighbours.divergence(near, PLACES)
    p = squareform(near.shares, checks=False)
    assert told == pytest.approx(_t_sne._kl_divergence(PLACES.ravel(), p, 1, len(X), 2)[0])
    for row, axis in ((0, 0), (33, 1), (69, 0)):
        step = np.zeros_like(PLACES)
        step[row, axis] = 1e-6
        ahead = neighbours.divergence(near, PLACES + step)[0]
        behind = neighbours.divergence(near, PLACES - step)[0]
        assert (ahead - behind) / 2e-6 == pytest.approx(gradient[row, axis], rel=1e-4, abs=1e-9)


def started(places):
    """Return points at rest."""
    return neighbours.Motion(places, np.zeros_like(places), np.ones_like(places))


def run(x, start, perplexity, steps):
    """Follow scikit-learn's schedule from a start; returns the divergence at the end."""
    near, rate = neighbours.affinities(x, perplexity), neighbours.automatic_rate(len(x))
    motion = started(start)
    for step in range(steps):
        motion = started(motion.places) if step == 250 else motion
        early = step < 250
        _, gradient = neighbours.divergence(near, motion.places, 12.0 if early else 1.0)
        motion = neighbours.stride(motion, gradient, rate, 0.5 if early else 0.8)
    return neighbours.divergence(near, motion.places)[0]


@pytest.mark.parametrize("momentum", [0.5, 0.8])
def test_points_move_as_in_scikit_learn(momentum):
    near, motion = neighbours.affinities(X, 10.0), started(PLACES)
    p = squareform(near.shares, checks=False)
    wanted, _, _ = _t_sne._gradient_descent(
        _t_sne._kl_divergence, PLACES.ravel().copy(), 0, 20, momentum=momentum,
        learning_rate=50.0, args=[p, 1, len(X), 2], kwargs={},
    )  # fmt: skip
    for _ in range(20):
        gradient = neighbours.divergence(near, motion.places)[1]
        motion = neighbours.stride(motion, gradient, 50.0, momentum)
    np.testing.assert_allclose(motion.places.ravel(), wanted, atol=1e-8)


def test_it_ends_where_the_exact_method_of_scikit_learn_ends():
    x = load_digits().data[:300]
    start = PCA(2, svd_solver="full").fit_transform(x)
    start *= 1e-4 / start[:, 0].std()
    theirs = TSNE(2, perplexity=30, init=start.copy(), method="exact", max_iter=1000).fit(x)
    assert run(x, start, 30.0, 1000) == pytest.approx(theirs.kl_divergence_, rel=0.05)


@pytest.mark.parametrize("x", [np.zeros((5, 3)), np.eye(2), np.ones((4, 1)) * 1e200])
def test_rows_in_one_place_leave_numbers(x):
    near = neighbours.affinities(x, 3.0)
    assert np.isfinite(near.shares).all()
    told, gradient = neighbours.divergence(near, np.zeros((len(x), 2)))
    assert np.isfinite(told)
    assert np.isfinite(gradient).all()


def all_numbers(x, places):
    """Return everything that the kernels make of rows and places."""
    near = neighbours.affinities(x, 7.0)
    told, gradient = neighbours.divergence(near, places, 3.0)
    motion = neighbours.Motion(places, -places, abs(places))
    return (near.shares, told, gradient, *neighbours.stride(motion, gradient, 2.0, 0.5))


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_the_graphics_card_embeds_the_same():
    there = [arrays_of.to_device(one, "cuda") for one in (X, PLACES)]
    assert namespace(*there) is not np
    for own, other in zip(all_numbers(X, PLACES), all_numbers(*there), strict=True):
        other = other if isinstance(other, float) else to_host(other)
        np.testing.assert_allclose(other, own, rtol=1e-9, atol=1e-12)


def test_embedding_asks_for_nothing_that_a_card_refuses(monkeypatch):
    strict_card.insert(monkeypatch)
    test_the_graphics_card_embeds_the_same()
