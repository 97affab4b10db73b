"""Distances between rows, against SciPy."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from playground.kernels.array import devices, to_device, to_host
from playground.kernels.distances import blocks, cosine, metric_of, paired, pairwise

THEIRS = {
    "euclidean": {"metric": "euclidean"},
    "manhattan": {"metric": "cityblock"},
    "chebyshev": {"metric": "chebyshev"},
    "minkowski": {"metric": "minkowski", "p": 3.5},
    "cosine": {"metric": "cosine"},
    "canberra": {"metric": "canberra"},
}


def rows(seed, n, d):
    return np.random.default_rng(seed).normal(size=(n, d))


@pytest.mark.parametrize("name", THEIRS)
@pytest.mark.parametrize("width", [1, 2, 7, 64])
def test_all_pairs_are_as_far_as_scipy_says(name: str, width: int) -> None:
    a, b = rows(0, 11, width), rows(1, 13, width)
    found = pairwise(a, b, metric_of(name, 3.5))
    np.testing.assert_allclose(found, cdist(a, b, **THEIRS[name]), atol=1e-12)


@pytest.mark.parametrize("name", THEIRS)
def test_chosen_pairs_are_as_far_as_all_pairs_bit_for_bit(name: str) -> None:
    a, b = rows(2, 30, 5), rows(3, 40, 5)
    found = np.random.default_rng(4).integers(0, 40, (30, 6))
    every = pairwise(a, b, metric_of(name))
    some = paired(a, b, found, metric_of(name))
    assert np.array_equal(some, np.take_along_axis(every, found, axis=1))


@pytest.mark.parametrize("name", ["euclidean", "cosine"])
def test_scores_rise_with_distances(name: str) -> None:
    a, b = rows(5, 8, 20), rows(6, 50, 20)
    scored = metric_of(name).scores
    assert scored is not None
    scores = np.empty((8, 50))
    slack = scored(b)(a, scores)
    far = pairwise(a, b, metric_of(name))
    assert np.array_equal(scores.argsort(axis=1), far.argsort(axis=1))
    assert slack.shape == (8, 1)


def test_a_row_of_zeros_has_no_direction() -> None:
    assert cosine(np.zeros((1, 3)), np.ones((1, 3))).tolist() == [1.0]
    assert pairwise(np.zeros((1, 2)), np.zeros((1, 2)), metric_of("canberra")).tolist() == [[0.0]]


def test_single_precision_is_kept() -> None:
    a = rows(7, 3, 4).astype(np.float32)
    for name in THEIRS:
        assert pairwise(a, a, metric_of(name)).dtype == np.float32


def test_an_unknown_metric_is_an_error() -> None:
    with pytest.raises(KeyError):
        metric_of("miles")


def test_blocks_cover_all_rows_and_hold_few() -> None:
    parts = list(blocks(10, 4, most=12))
    assert [row for part in parts for row in range(10)[part]] == list(range(10))
    assert all(4 * (part.stop - part.start) <= 12 for part in parts)
    assert list(blocks(2, 100, most=10)) == [slice(0, 1), slice(1, 2)]
    assert list(blocks(0, 5)) == []


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("name", THEIRS)
def test_the_graphics_card_measures_the_same(name: str) -> None:
    a, b = rows(8, 20, 6), rows(9, 30, 6)
    found = pairwise(to_device(a, "cuda"), to_device(b, "cuda"), metric_of(name))
    np.testing.assert_allclose(to_host(found), pairwise(a, b, metric_of(name)), atol=1e-12)
