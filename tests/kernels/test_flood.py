"""Floods through dense places, against scikit-learn and a flood row by row."""

import numpy as np
import pytest
import strict_card
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN
from sklearn.datasets import load_iris, make_blobs, make_moons

from playground.kernels import array as arrays_of
from playground.kernels.array import devices, to_host
from playground.kernels.distances import metric_of, pairwise
from playground.kernels.flood import BORDER, CORE, NOISE, flood
from playground.kernels.radius_neighbours import TooManyPairs, within


def row_by_row(reach, least):
    """Flood as the words say it: one row after the other, ring by ring."""
    n = len(reach.starts) - 1
    core, cluster = reach.counts + 1 >= least, np.full(n, -1)
    order, told, visited = [], np.full(n, n), np.zeros(n, bool)
    found = 0
    for first in range(n):
        if visited[first]:
            continue
        visited[first] = True
        if not core[first]:
            order.append(first)
            continue
        cluster[first], told[first], ring = found, len(order), [first]
        while ring:
            reached = []
            for row in sorted(ring):
                visited[row] = True
                order.append(row)
                if not core[row]:
                    continue
                for near in reach.rows[reach.starts[row] : reach.starts[row + 1]]:
                    if cluster[near] < 0:
                        cluster[near], told[near] = found, len(order) - 1
                        reached += [] if visited[near] else [near]
            ring = reached
        found += 1
    return cluster, np.array(order), told


CASES = st.tuples(
    st.integers(0, 10_000), st.integers(1, 120), st.integers(1, 3), st.floats(0.02, 1.5),
    st.integers(1, 9), st.booleans(),
)  # fmt: skip


def drawn(seed, n, d, lattice):
    x = np.random.default_rng(seed).normal(size=(n, d))
    return np.round(x * 5) / 5 if lattice else x


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_every_row_is_visited_and_told_as_in_a_flood_row_by_row(case):
    seed, n, d, radius, least, lattice = case
    reach = within(drawn(seed, n, d, lattice), radius, metric_of("euclidean"))
    found = flood(reach, least)
    cluster, order, told = row_by_row(reach, least)
    assert found.cluster.tolist() == cluster.tolist()
    assert found.order.tolist() == order.tolist()
    assert found.told.tolist() == told.tolist()


@pytest.mark.parametrize("name", ["euclidean", "manhattan", "chebyshev", "cosine"])
@pytest.mark.parametrize("least", [1, 2, 5, 12])
@pytest.mark.parametrize("radius", [0.05, 0.3, 0.8])
def test_clusters_are_those_of_scikit_learn(name, least, radius):
    for x in (make_moons(400, noise=0.1, random_state=1)[0], load_iris().data,
              make_blobs(300, 12, centers=4, random_state=3, cluster_std=0.2)[0]):  # fmt: skip
        theirs = DBSCAN(eps=radius, min_samples=least, metric=name).fit(x)
        found = flood(within(x, radius, metric_of(name)), least)
        assert np.array_equal(found.cluster, theirs.labels_)
        assert np.array_equal(np.flatnonzero(found.kind == CORE), theirs.core_sample_indices_)
        assert np.array_equal(found.kind == NOISE, theirs.labels_ < 0)
        assert not ((found.kind == BORDER) & (found.cluster < 0)).any()


@pytest.mark.parametrize("name", ["euclidean", "cosine"])
@pytest.mark.parametrize("shift", [0.0, 1e6])
def test_products_leave_no_doubt_about_the_rim(name, shift):
    x = shift + np.random.default_rng(8).integers(-2, 3, (200, 16)).astype(float)
    metric = metric_of(name)
    far = pairwise(x, x, metric)
    for radius in np.unique(far[0])[1:6]:
        near = far <= radius
        np.fill_diagonal(near, False)
        assert np.array_equal(within(x, radius, metric).rows, np.nonzero(near)[1])


@pytest.mark.parametrize("d", [2, 12])
def test_tree_and_blocks_find_the_same_pairs(d):
    x = drawn(4, 300, d, lattice=True)
    for name in ("euclidean", "manhattan"):
        metric = metric_of(name)
        near = pairwise(x, x, metric) <= 0.9
        np.fill_diagonal(near, False)
        for how in (metric, metric._replace(order=None)):
            reach = within(x, 0.9, how)
            assert np.array_equal(reach.counts, near.sum(axis=1))
            assert np.array_equal(reach.rows, np.nonzero(near)[1])
            pairs = near.sum() // 2
            assert len(within(x, 0.9, how, pairs).rows) == 2 * pairs
            with pytest.raises(TooManyPairs):
                within(x, 0.9, how, pairs - 1)


def test_copies_of_one_row_are_one_cluster():
    found = flood(within(np.zeros((7, 2)), 0.1, metric_of("euclidean")), 5)
    assert found.cluster.tolist() == [0] * 7
    assert found.told.tolist() == [0] * 7


def on_card(x, metric):
    """Return the flood of rows on the card, and of the same rows here."""
    there = flood(within(arrays_of.to_device(x, "cuda"), 0.3, metric), 4)
    return [to_host(one) for one in there], flood(within(x, 0.3, metric), 4)


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("d", [2, 9])
def test_a_card_floods_the_same_way(d):
    for one, other in zip(*on_card(drawn(2, 500, d, lattice=False), metric_of("euclidean")),
                          strict=True):  # fmt: skip
        assert np.array_equal(one, other)


@pytest.mark.parametrize("d", [2, 9])
def test_it_asks_for_nothing_that_a_card_refuses(d, monkeypatch):
    strict_card.insert(monkeypatch)
    test_a_card_floods_the_same_way(d)
