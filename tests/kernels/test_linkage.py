"""Merges are those of SciPy, whatever the rows; trees of them keep order, groups and distances."""

import numpy as np
import pytest
import strict_card
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.cluster import hierarchy as scipy_trees
from scipy.spatial.distance import pdist, squareform

from playground.kernels import array as arrays_of
from playground.kernels.array import devices, namespace
from playground.kernels.hierarchy import cophenetic_correlation, joined, leaf_order, spans
from playground.kernels.linkage import distances, linkage, squares

NAMES = {"euclidean": "euclidean", "manhattan": "cityblock", "cosine": "cosine"}
WAYS = [
    (method, metric)
    for method in ("single", "complete", "average", "ward")
    for metric in NAMES
    if method != "ward" or metric == "euclidean"
]


def scattered(n, d, seed=0):
    return np.random.default_rng(seed).normal(size=(n, d))


@pytest.mark.parametrize(("method", "metric"), WAYS)
@pytest.mark.parametrize("shape", [(300, 2), (200, 30), (9, 1), (2, 3)])
def test_merges_equal_those_of_scipy(method, metric, shape):
    x = scattered(*shape)
    if shape[1] == 1 and metric == "cosine":
        x = np.column_stack([x, scattered(*shape, seed=1)])
    own, theirs = linkage(x, method, metric), scipy_trees.linkage(x, method, NAMES[metric])
    np.testing.assert_allclose(own[:, 2], theirs[:, 2], rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(own[:, [0, 1, 3]], theirs[:, [0, 1, 3]])


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float64, st.tuples(st.integers(2, 24), st.integers(1, 3)),
           elements=st.integers(-4, 4).map(float)),
    st.sampled_from([way for way in WAYS if way[1] != "cosine"]),
)  # fmt: skip
def test_rows_that_tie_give_a_tree_of_the_same_single_link_heights(x, way):
    """Where distances tie, several trees are right; each holds every row once and never sinks."""
    method, metric = way
    merges = linkage(x, method, metric)
    assert sorted(leaf_order(merges)) == list(range(len(x)))
    assert merges[-1, 3] == len(x)
    assert (np.diff(merges[:, 2]) >= -1e-12).all()
    assert scipy_trees.is_valid_linkage(merges)
    # Of rows alone SciPy asks whether they are distances, where they look like them.
    theirs = scipy_trees.linkage(pdist(x, NAMES[metric]), method)
    if method == "single":
        np.testing.assert_allclose(merges[:, 2], theirs[:, 2], atol=1e-9)
    np.testing.assert_allclose(merges[0, 2], theirs[0, 2], atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 60), st.integers(1, 12), st.integers(0, 9999), st.sampled_from(WAYS))
def test_merges_of_random_rows_equal_those_of_scipy(n, d, seed, way):
    method, metric = way
    x = scattered(n, d + (metric == "cosine"), seed)
    np.testing.assert_allclose(
        linkage(x, method, metric),
        scipy_trees.linkage(x, method, NAMES[metric]), rtol=1e-7, atol=1e-7,
    )  # fmt: skip


def test_equal_rows_are_joined_at_height_zero_however_far_from_the_origin():
    x = np.repeat(scattered(3, 12), 4, axis=0) + 1e4
    merges = linkage(x, "ward")
    assert (merges[:9, 2] == 0).all()
    assert merges[9, 2] > 1


def test_a_group_far_away_does_not_blur_distances_within_another():
    x = scattered(40, 20) * 1e-4
    x[20:] += 1e3
    expected = squareform(pdist(x[:20], "sqeuclidean"))
    np.testing.assert_allclose(squares(x)[:20, :20], expected, rtol=1e-6)


@pytest.mark.parametrize("metric", list(NAMES))
@pytest.mark.parametrize("d", [2, 20])
def test_distances_equal_those_of_scipy(metric, d):
    x = scattered(70, d)
    np.testing.assert_allclose(distances(x, metric), squareform(pdist(x, NAMES[metric])), atol=1e-9)


def test_a_row_of_zeros_has_no_direction_and_leaves_no_gap():
    merges = linkage(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [0.0, 0.0]]), "single", "cosine")
    np.testing.assert_allclose(merges[:, 2], [0.0, 1.0, 1.0])


def test_ward_refuses_other_distances():
    with pytest.raises(ValueError, match="Euclidean"):
        linkage(scattered(5, 2), "ward", "manhattan")


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_rows_give_no_merge(n):
    assert linkage(np.zeros((n, 2))).shape == (0, 4)


def test_trees_hold_the_groups_of_scipy_at_every_cut():
    x = scattered(50, 2)
    merges = linkage(x, "average")
    assert leaf_order(merges).tolist() == scipy_trees.leaves_list(merges).tolist()
    start, size = spans(merges)
    order = leaf_order(merges)
    for count in (0, 1, 20, 48, 49):
        mine = joined(merges, count)
        theirs = scipy_trees.fcluster(merges, len(x) - count, "maxclust")
        assert len({*zip(mine.tolist(), theirs.tolist(), strict=True)}) == len(set(theirs.tolist()))
        for group in set(mine.tolist()):
            held = order[start[group] : start[group] + size[group]]
            assert sorted(held) == np.flatnonzero(mine == group).tolist()


@pytest.mark.parametrize("method", ["single", "average", "ward"])
def test_cophenetic_correlation_equals_that_of_scipy(method):
    x = scattered(60, 3)
    merges, far = linkage(x, method), pdist(x)
    expected = scipy_trees.cophenet(merges, far)[0]
    assert cophenetic_correlation(merges, squareform(far)) == pytest.approx(expected, abs=1e-9)


def test_equal_distances_have_no_correlation():
    assert np.isnan(cophenetic_correlation(linkage(np.eye(4)), distances(np.eye(4))))
    assert np.isnan(cophenetic_correlation(linkage(np.eye(2)), distances(np.eye(2))))


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("d", [3, 12])
@pytest.mark.parametrize("way", WAYS)
def test_merges_are_the_same_on_a_card(way, d):
    x = scattered(60, d)
    there = arrays_of.to_device(x, "cuda")
    assert namespace(there) is not np
    np.testing.assert_allclose(linkage(there, *way), linkage(x, *way), atol=1e-9)


@pytest.mark.parametrize("d", [3, 12])
@pytest.mark.parametrize("way", WAYS)
def test_it_asks_for_nothing_that_a_card_refuses(monkeypatch, way, d):
    strict_card.insert(monkeypatch)
    test_merges_are_the_same_on_a_card(way, d)
