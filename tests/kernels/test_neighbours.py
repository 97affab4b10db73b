"""The nearest rows, against looking at all of them and sorting."""

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.neighbors import NearestNeighbors

from playground.kernels import neighbours
from playground.kernels.array import devices, to_device, to_host
from playground.kernels.densities import log_diagonal_gaussian, log_sum_exp
from playground.kernels.distances import metric_of, pairwise
from playground.kernels.neighbours import nearest

NAMES = ("euclidean", "manhattan", "chebyshev", "minkowski", "cosine", "canberra")
TREE = ("euclidean", "manhattan", "chebyshev", "minkowski")


def sorted_out(x, rows, k, metric):
    """Order all rows by distance, then by number."""
    far = pairwise(x, rows, metric)
    order = np.argsort(far, axis=1, kind="stable")[:, :k]
    return order, np.take_along_axis(far, order, axis=1)


def clouds(d, n=300, q=90, seed=0):
    random = np.random.default_rng(seed)
    return random.normal(size=(q, d)), random.normal(size=(n, d))


def lattice(d, n=300, q=90, seed=0):
    """Return points on whole numbers: nearly all distances are shared by several."""
    random = np.random.default_rng(seed)
    return random.integers(-2, 3, (q, d)) * 1.0, random.integers(-2, 3, (n, d)) * 1.0


def copies(d, n=300, q=90, seed=0):
    """Return rows drawn with replacement."""
    x, rows = clouds(d, n, q, seed)
    return x, rows[np.random.default_rng(seed).integers(0, n, n)]


@pytest.mark.parametrize("k", [1, 4, 33])
@pytest.mark.parametrize("d", [1, 2, 8, 9, 40])
@pytest.mark.parametrize("kind", [clouds, lattice, copies])
@pytest.mark.parametrize("name", NAMES)
def test_every_way_finds_what_sorting_finds(name, kind, d, k):
    x, rows = kind(d)
    metric = metric_of(name, 3.0)
    order, far = sorted_out(x, rows, k, metric)
    found = nearest(x, rows, k, metric)
    np.testing.assert_allclose(found.distances, far, rtol=1e-9, atol=1e-12)
    if name == "cosine" and kind is not clouds:
        return  # products of whole numbers round differently where directions are shared
    assert np.array_equal(found.rows, order)


@pytest.mark.parametrize("kind", [clouds, lattice, copies])
@pytest.mark.parametrize("name", TREE)
def test_tree_and_arrays_agree(name, kind):
    x, rows = kind(3, n=500, q=200, seed=2)
    grown = nearest(x, rows, 7, metric_of(name), tree=True)
    looked = nearest(x, rows, 7, metric_of(name), tree=False)
    assert np.array_equal(grown.rows, looked.rows)
    np.testing.assert_allclose(grown.distances, looked.distances, rtol=1e-12)


def test_small_blocks_give_the_same(monkeypatch):
    x, rows = clouds(20, q=50)
    whole = nearest(x, rows, 5, metric_of("euclidean"))
    monkeypatch.setattr(neighbours, "CACHED", 1000)
    parts = nearest(x, rows, 5, metric_of("euclidean"))
    assert np.array_equal(whole.rows, parts.rows)


@pytest.mark.parametrize("name", ["euclidean", "cosine"])
@pytest.mark.parametrize("kind", [clouds, lattice, copies])
@pytest.mark.parametrize(("n", "k"), [(1500, 5), (1501, 9), (1511, 1), (600, 30)])
def test_many_rows_of_many_features_in_groups(n, k, kind, name):
    x, rows = kind(20, n=n)
    order, far = sorted_out(x, rows, k, metric_of(name))
    found = nearest(x, rows, k, metric_of(name))
    np.testing.assert_allclose(found.distances, far, rtol=1e-9, atol=1e-12)
    if name == "euclidean" or kind is clouds:
        assert np.array_equal(found.rows, order)


@pytest.mark.parametrize(("n", "m"), [(256, 2), (257, 2), (300, 2), (2000, 15), (50, 3)])
def test_the_lowest_scores_are_found_whole(n, m):
    scores = np.random.default_rng(n).integers(0, 40, (60, n)) * 1.0
    found = neighbours._lowest(scores, m)
    assert all(len(set(row)) == m for row in found.tolist())
    lowest = np.sort(np.take_along_axis(scores, found, axis=1), axis=1)
    np.testing.assert_array_equal(lowest, np.sort(scores, axis=1)[:, :m])


def test_distances_are_those_of_scikit_learn():
    x, rows = clouds(30, n=400)
    theirs, order = NearestNeighbors(n_neighbors=6, algorithm="brute").fit(rows).kneighbors(x)
    found = nearest(x, rows, 6, metric_of("euclidean"))
    assert np.array_equal(found.rows, order)
    np.testing.assert_allclose(found.distances, theirs, atol=1e-9)


@pytest.mark.parametrize("d", [2, 12])
def test_all_rows_may_be_asked_for_and_no_question_gets_no_answer(d):
    x, rows = clouds(d, n=9)
    assert np.array_equal(
        np.sort(nearest(x, rows, 9, metric_of("euclidean")).rows, axis=1),
        np.broadcast_to(np.arange(9), (len(x), 9)),
    )
    assert nearest(x[:0], rows, 3, metric_of("euclidean")).rows.shape == (0, 3)
    assert nearest(x, rows[:1], 1, metric_of("euclidean")).rows.max() == 0


def test_a_row_finds_itself_at_distance_zero():
    _, rows = clouds(16)
    found = nearest(rows, rows, 1, metric_of("euclidean"))
    assert found.distances.max() == 0
    assert np.array_equal(found.rows[:, 0], np.arange(len(rows)))


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("kind", [clouds, lattice])
@pytest.mark.parametrize("d", [2, 20])
@pytest.mark.parametrize("name", NAMES)
def test_the_graphics_card_finds_the_same(name, d, kind):
    x, rows = kind(d)
    ours = nearest(x, rows, 5, metric_of(name))
    found = nearest(to_device(x, "cuda"), to_device(rows, "cuda"), 5, metric_of(name))
    np.testing.assert_allclose(to_host(found.distances), ours.distances, atol=1e-12)
    if kind is clouds:
        assert np.array_equal(to_host(found.rows), ours.rows)


def test_log_densities_are_those_of_scipy():
    random = np.random.default_rng(1)
    x, mean = random.normal(size=(9, 4)), random.normal(size=(3, 4))
    variance = random.uniform(0.1, 3, (3, 4))
    expected = norm.logpdf(x[:, None], mean, np.sqrt(variance)).sum(axis=2)
    np.testing.assert_allclose(log_diagonal_gaussian(x, mean, variance), expected)


def test_log_sums_keep_in_range():
    far = np.array([[-2000.0, -2000.0], [-np.inf, 3.0]])
    np.testing.assert_allclose(log_sum_exp(far), [[np.log(2) - 2000], [3.0]])


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
def test_the_graphics_card_computes_the_same_densities():
    random = np.random.default_rng(2)
    x, mean, variance = random.normal(size=(9, 4)), random.normal(size=(3, 4)), np.ones((3, 4))
    found = log_diagonal_gaussian(*(to_device(part, "cuda") for part in (x, mean, variance)))
    np.testing.assert_allclose(to_host(found), log_diagonal_gaussian(x, mean, variance))
    np.testing.assert_allclose(to_host(log_sum_exp(found)), log_sum_exp(to_host(found)))
