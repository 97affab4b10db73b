"""K-means kernels against scikit-learn, brute force and the rules of their papers."""

import numpy as np
import pytest
import strict_card
from sklearn.cluster import KMeans, MiniBatchKMeans, kmeans_plusplus
from sklearn.datasets import load_digits, load_iris, make_blobs, make_moons

from playground.kernels import array as arrays_of
from playground.kernels.array import devices, to_host
from playground.kernels.clusters import assign, blend, inertia, lloyd, move, sweep
from playground.kernels.plus_plus import plus_plus, trials_for

RANDOM = np.random.default_rng(5)


def uneven(x):
    """Return rounded numbers with a little noise.

    Round ones are equally far from two centroids now and then. Ours takes the first then, while
    scikit-learn leaves it to rounding.
    """
    return x + RANDOM.normal(size=x.shape) * 1e-3


SETS = {
    "iris": uneven(load_iris().data),
    "digits": uneven(load_digits().data[:600]),
    "blobs": make_blobs(900, 3, centers=6, random_state=1)[0],
    "moons": make_moons(400, noise=0.1, random_state=2)[0],
    "noise": RANDOM.normal(size=(700, 5)),
    "far from the origin": RANDOM.normal(size=(300, 2)) + 1e6,
    "one feature": RANDOM.normal(size=(200, 1)),
}


def scikit(x, start, tolerance=0.0):
    """Return scikit-learn's k-means from the same start."""
    return KMeans(len(start), init=start, n_init=1, tol=tolerance, max_iter=1000).fit(x)


@pytest.mark.parametrize("k", [1, 2, 5, 11])
@pytest.mark.parametrize("name", SETS)
def test_the_same_start_ends_where_scikit_learn_ends(name, k):
    x = SETS[name]
    start = x[np.random.default_rng(k).permutation(len(x))[:k]]
    theirs, ours = scikit(x, start), lloyd(x, start, most=1000)
    np.testing.assert_allclose(ours.centroids, theirs.cluster_centers_, rtol=1e-9, atol=1e-5)
    np.testing.assert_array_equal(ours.labels, theirs.labels_)
    assert ours.inertia == pytest.approx(theirs.inertia_, rel=1e-9)


@pytest.mark.parametrize("name", SETS)
def test_a_tolerance_stops_at_the_same_iteration(name):
    x = SETS[name]
    start = x[np.random.default_rng(4).permutation(len(x))[:4]]
    theirs, ours = scikit(x, start, 1e-2), lloyd(x, start, 1e-2)
    np.testing.assert_allclose(ours.centroids, theirs.cluster_centers_, rtol=1e-9, atol=1e-5)


def test_steps_one_by_one_are_those_of_all_at_once():
    x = SETS["blobs"]
    centroids = x[:7]
    for _ in range(100):
        centroids = move(x, assign(x, centroids), centroids).centroids
    np.testing.assert_allclose(centroids, lloyd(x, x[:7]).centroids, atol=1e-12)


@pytest.mark.parametrize("shift", [0.0, 1e3, 1e7])
def test_the_nearest_centroid_is_the_nearest_by_differences(shift):
    x, centroids = RANDOM.normal(size=(900, 3)) + shift, RANDOM.normal(size=(13, 3)) + shift
    far = ((x[:, None] - centroids) ** 2).sum(axis=2)
    np.testing.assert_array_equal(assign(x, centroids), far.argmin(axis=1))
    told = inertia(x, centroids, assign(x, centroids))
    assert told == pytest.approx(far.min(axis=1).sum())


def test_of_equally_near_centroids_the_first_is_taken():
    x = np.array([[0.5, 0.1], [0.1, 0.7], [0.3, 0.3]]) / 3
    centroids = np.array([[0.7, 0.1], [0.2, 0.2], [0.7, 0.1], [0.2, 0.2]]) / 3
    np.testing.assert_array_equal(assign(x, centroids), [0, 1, 1])
    grid = np.stack(np.meshgrid(np.arange(5.0), np.arange(5.0)), axis=-1).reshape(-1, 2)
    corners = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0], [4.0, 4.0]])
    far = ((grid[:, None] - corners) ** 2).sum(axis=2)
    np.testing.assert_array_equal(assign(grid, corners), far.argmin(axis=1))


def test_a_centroid_without_rows_jumps_to_the_farthest_row_as_in_scikit_learn():
    x = SETS["moons"]
    start = np.array([[0.0, 0.5], [50.0, 50.0], [1.0, 0.0]])
    labels = assign(x, start)
    far = ((x - start[labels]) ** 2).sum(axis=1)
    moved = move(x, labels, start)
    assert moved.relocated.tolist() == [1]
    assert moved.rows.tolist() == [far.argmax()]
    np.testing.assert_array_equal(moved.centroids[1], x[far.argmax()])
    np.testing.assert_allclose(lloyd(x, start).centroids, scikit(x, start).cluster_centers_)


def test_several_empty_centroids_take_the_farthest_rows_in_turn():
    x = SETS["noise"]
    start = np.concatenate([x[:2], np.full((3, 5), 90.0)])
    labels = assign(x, start)
    far = np.argsort(-((x - start[labels]) ** 2).sum(axis=1))[:3]
    moved = move(x, labels, start)
    assert moved.rows.tolist() == far.tolist()
    np.testing.assert_allclose(moved.centroids[2:], x[far])
    left = np.setdiff1d(np.flatnonzero(labels == 0), far)
    np.testing.assert_allclose(moved.centroids[0], x[left].mean(axis=0))


def test_more_centroids_than_places_leave_nothing_undefined():
    x = np.repeat([[0.0, 1.0], [2.0, 2.0], [5.0, 1.0]], 4, axis=0)
    found = lloyd(x, x[[0, 4, 8, 0, 4]])
    assert found.inertia == 0
    assert np.isfinite(found.centroids).all()
    alike = lloyd(np.ones((6, 2)), np.ones((3, 2)))
    np.testing.assert_array_equal(alike.centroids, np.ones((3, 2)))


@pytest.mark.parametrize("name", ["iris", "blobs", "digits"])
def test_seedings_from_the_same_draws_are_those_of_scikit_learn(name):
    x, k = SETS[name], 8
    for seed in range(5):
        _, theirs = kmeans_plusplus(x, k, random_state=seed)
        stream = np.random.RandomState(seed)
        draws = np.zeros((k, trials_for(k)))
        draws[0, 0] = stream.random_sample()
        for row in draws[1:]:
            row[:] = stream.uniform(size=len(row))
        np.testing.assert_array_equal(plus_plus(x, draws), theirs)


def test_plain_seeding_draws_by_squared_distance():
    x = np.array([[0.0], [1.0], [3.0]])
    draws = RANDOM.random((6000, 2, 1))
    draws[:, 0] = 0.0
    second = np.array([plus_plus(x, draw)[1] for draw in draws])
    counts = np.bincount(second, minlength=3)
    assert counts[0] == 0
    assert abs(counts[2] / 6000 - 0.9) < 4 * (0.9 * 0.1 / 6000) ** 0.5


def test_seeding_of_rows_that_are_all_alike_is_a_row():
    assert set(plus_plus(np.ones((5, 2)), RANDOM.random((4, 3)))) <= set(range(5))


def test_a_sweep_is_lloyd_from_the_beginnings_of_each_seeding():
    x, draws = SETS["blobs"], RANDOM.random((3, 6, 2))
    found = sweep(x, range(1, 7), draws)
    for k, one in enumerate(found, start=1):
        ends = [scikit(x, x[plus_plus(x, draw)][:k]).inertia_ for draw in draws]
        assert one.inertia == pytest.approx(min(ends))
    falling = [one.inertia for one in found]
    assert falling == sorted(falling, reverse=True)


def test_a_mini_batch_pulls_row_by_row():
    x = SETS["iris"]
    centroids, counts = x[[0, 70, 120]].copy(), np.array([3.0, 0.0, 5.0])
    batch = x[RANDOM.permutation(150)[:30]]
    labels = assign(batch, centroids)
    wanted, known = centroids.copy(), counts.copy()
    for row, label in zip(batch, labels, strict=True):
        known[label] += 1
        wanted[label] += (row - wanted[label]) / known[label]
    ours, count = blend(batch, labels, centroids, counts)
    np.testing.assert_allclose(ours, wanted)
    np.testing.assert_array_equal(count, known)


def test_mini_batches_are_those_of_scikit_learn():
    x = SETS["digits"]
    start = x[:10]
    theirs = MiniBatchKMeans(10, init=start, n_init=1, reassignment_ratio=0.0)
    centroids, counts = start, np.zeros(10)
    for _ in range(6):
        batch = x[RANDOM.permutation(len(x))[:64]]
        theirs.partial_fit(batch)
        centroids, counts = blend(batch, assign(batch, centroids), centroids, counts)
        np.testing.assert_allclose(centroids, theirs.cluster_centers_, atol=1e-9)


X = SETS["noise"][:60]
CALLS = {
    "assign": (assign, X, X[:4]),
    "assign among rivals": (assign, np.round(X), np.round(X[:9])),
    "inertia": (inertia, X, X[:4], assign(X, X[:4])),
    "move": (move, X, assign(X, X[:4]), X[:4]),
    "relocate": (move, X, assign(X, X[:2]), X[:4]),
    "blend": (blend, X, assign(X, X[:4]), X[:4], np.arange(4.0)),
    "lloyd": (lloyd, X, X[:4]),
    "k-means++": (plus_plus, X, RANDOM.random((5, 3))),
    "sweep": (lambda x, draws: sweep(x, (1, 2, 3), draws), X, RANDOM.random((2, 3, 3))),
}


def numbers(found):
    """Return what a kernel gave as a flat list of arrays on the CPU."""
    if isinstance(found, tuple | list):
        return [one for part in found for one in numbers(part)]
    return [np.asarray(found) if np.isscalar(found) else to_host(found)]


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("name", CALLS)
def test_the_card_says_the_same_of_groups(name):
    kernel, *arrays = CALLS[name]
    there = [arrays_of.to_device(one, "cuda") for one in arrays]
    for own, other in zip(numbers(kernel(*arrays)), numbers(kernel(*there)), strict=True):
        np.testing.assert_allclose(other, own, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", CALLS)
def test_nothing_is_asked_that_a_card_refuses(monkeypatch, name):
    strict_card.insert(monkeypatch)
    test_the_card_says_the_same_of_groups(name)
