"""Turns are rotations all the way, and matrices come apart into turn, stretch, turn."""

import numpy as np
import pytest
from scipy.linalg import expm, logm, orthogonal_procrustes

from playground.kernels.rotations import procrustes, turn_of, turn_stretch_turn


def rotation(n, seed):
    q, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((n, n)))
    if np.linalg.det(q) < 0:
        q[:, 0] *= -1
    return q


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 8, 17])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_turn_is_a_rotation_at_every_moment(n, seed):
    q = rotation(n, seed)
    turn = turn_of(q)
    np.testing.assert_allclose(turn.at(0.0), np.eye(n), atol=1e-10)
    np.testing.assert_allclose(turn.at(1.0), q, atol=1e-10)
    for share in (0.1, 0.37, 0.5, 0.9):
        now = turn.at(share)
        np.testing.assert_allclose(now @ now.T, np.eye(n), atol=1e-10)
        assert np.linalg.det(now) == pytest.approx(1.0)


@pytest.mark.parametrize("n", [2, 3, 5, 8])
def test_a_turn_is_the_geodesic_of_the_matrix_logarithm(n):
    q = rotation(n, 7)
    np.testing.assert_allclose(turn_of(q).at(0.3), expm(0.3 * logm(q).real), atol=1e-8)


@pytest.mark.parametrize("diagonal", [[-1, -1], [1, -1, -1], [-1, -1, -1, -1, 1], [1, 1, 1]])
def test_half_turns_are_turns_too(diagonal):
    q = np.diag(np.array(diagonal, float))
    turn = turn_of(q)
    np.testing.assert_allclose(turn.at(1.0), q, atol=1e-12)
    half = turn.at(0.5)
    np.testing.assert_allclose(half @ half, q, atol=1e-12)


def test_a_reflection_is_no_turn():
    with pytest.raises(ValueError, match="reflects"):
        turn_of(np.diag([1.0, -1.0, 1.0]))


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (2, 2), (3, 3), (2, 8), (8, 2), (5, 7)])
@pytest.mark.parametrize("seed", range(4))
def test_a_matrix_comes_apart_into_rotations_and_its_singular_values(shape, seed):
    w = np.random.default_rng(seed).standard_normal(shape)
    first, stretch, second = turn_stretch_turn(w)
    n = max(shape)
    np.testing.assert_allclose((first * stretch @ second)[: shape[0], : shape[1]], w, atol=1e-10)
    for q in (first, second):
        np.testing.assert_allclose(q @ q.T, np.eye(n), atol=1e-10)
        assert np.linalg.det(q) == pytest.approx(1.0)
    expected = np.zeros(n)
    expected[: min(shape)] = np.linalg.svd(w, compute_uv=False)
    np.testing.assert_allclose(np.sort(np.abs(stretch)), np.sort(expected), atol=1e-10)
    flips = shape[0] == shape[1] and np.linalg.det(w) < 0
    assert (stretch < -1e-12).sum() == int(flips)


def test_what_hardly_turns_is_played_as_hardly_a_turn():
    w = np.diag([1.0, 1.3]) + 0.01 * np.random.default_rng(0).standard_normal((2, 2))
    assert abs(turn_of(turn_stretch_turn(w).first).angles).max() < 0.1


def test_procrustes_equals_scipys():
    random = np.random.default_rng(3)
    a, b = random.standard_normal((2, 40, 3))
    np.testing.assert_allclose(procrustes(a, b), orthogonal_procrustes(a, b)[0], atol=1e-12)
