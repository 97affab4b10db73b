"""What a matrix does is what LAPACK and SciPy say, and its motion never jumps."""

import numpy as np
import pytest
import scipy.linalg
import strict_card
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.transform import Rotation

from playground.kernels import spectra
from playground.kernels.array import devices, to_device, to_host
from playground.kernels.rotations import turn_of

NUMBERS = st.floats(-3, 3).map(lambda x: round(x, 2))
MATRICES = st.sampled_from([2, 3]).flatmap(lambda n: arrays(np.float64, (n, n), elements=NUMBERS))
SQUARE = np.random.default_rng(5).normal(size=(3, 3))
FLAT = np.outer([1.2, 1.0, -0.3], [1.0, 0.5, 2.0])
ROWS = np.random.default_rng(6).normal(size=(30, 3)) @ SQUARE


@given(MATRICES)
@settings(deadline=None)
def test_the_motion_leads_from_the_identity_to_the_matrix(matrix):
    movement = spectra.movement_of(matrix)
    np.testing.assert_allclose(movement.at(0.0), np.eye(len(matrix)), atol=1e-9)
    np.testing.assert_allclose(movement.at(1.0), matrix, atol=1e-9)


@given(MATRICES)
@settings(deadline=None, max_examples=40)
def test_the_motion_never_jumps(matrix):
    movement = spectra.movement_of(matrix)
    times = np.linspace(0, 1, 601)
    steps = np.diff([movement.at(time) for time in times], axis=0)
    # At most three stages of half a turn of vectors no longer than the largest stretch.
    speed = 3 * (np.pi + 1) * max(1.0, np.abs(movement.stretch).max()) * len(matrix) / 600
    assert np.linalg.norm(steps, axis=(1, 2)).max() <= speed


@given(MATRICES)
@settings(deadline=None)
def test_it_turns_then_stretches_then_turns(matrix):
    movement = spectra.movement_of(matrix)
    for turn in (movement.first.at(1.0), movement.second.at(1.0)):
        np.testing.assert_allclose(turn @ turn.T, np.eye(len(matrix)), atol=1e-9)
        assert np.linalg.det(turn) == pytest.approx(1.0)
    stretches = np.sort(np.abs(movement.stretch))[::-1]
    np.testing.assert_allclose(stretches, scipy.linalg.svdvals(matrix), atol=1e-9)
    assert (movement.stretch < 0).sum() <= 1
    np.testing.assert_allclose(movement.at(1 / 3), movement.first.at(1.0), atol=1e-9)


def test_a_similar_matrix_moves_in_a_similar_way():
    before = spectra.movement_of(SQUARE).first.at(1.0)
    after = spectra.movement_of(SQUARE + 1e-4, near=before).first.at(1.0)
    np.testing.assert_allclose(after, before, atol=0.01)


@given(MATRICES)
@settings(deadline=None)
def test_eigenspaces_stay_on_their_line(matrix):
    size = max(float(np.abs(matrix).max()), 1e-3)
    spaces = spectra.eigenspaces(matrix)
    for space in spaces:
        aside = matrix @ space.basis - space.value * space.basis
        assert np.abs(aside).max() <= 20 * spectra.EQUAL * size
        assert 1 <= space.basis.shape[1] <= space.times
    real = np.abs(np.linalg.eigvals(matrix).imag) <= spectra.EQUAL * size / 10
    assert sum(space.times for space in spaces) >= real.sum()


@pytest.mark.parametrize("seed", range(5))
def test_symmetric_eigenvalues_are_those_of_scipy(seed):
    half = np.random.default_rng(seed).normal(size=(3, 3))
    values, vectors = scipy.linalg.eigh(half + half.T)
    spaces = spectra.eigenspaces(half + half.T)
    order = np.argsort(-np.abs(values))
    np.testing.assert_allclose([space.value for space in spaces], values[order], atol=1e-9)
    for space, vector in zip(spaces, vectors.T[order], strict=True):
        assert abs(space.basis[:, 0] @ vector) == pytest.approx(1.0)


SPECIAL = {
    "identity": ([[1, 0], [0, 1]], [(1, 2, 2)], ""),
    "shear": ([[1, 1], [0, 1]], [(1, 1, 2)], ""),
    "turn": ([[0, -1], [1, 0]], [], "turns"),
    "mirror": ([[0, 1], [1, 0]], [(1, 1, 1), (-1, 1, 1)], "flips"),
    "zero": ([[0, 0], [0, 0]], [(0, 2, 2)], "zero"),
    "nilpotent": ([[0, 1], [0, 0]], [(0, 1, 2)], "zero"),
    "rank one": ([[1, 2], [2, 4]], [(5, 1, 1), (0, 1, 1)], ""),
    "turn about an axis": ([[0, -1, 0], [1, 0, 0], [0, 0, 2]], [(2, 1, 1)], ""),
    "turn beats the axis": ([[0, -2, 0], [2, 0, 0], [0, 0, 1]], [(1, 1, 1)], "turns"),
    "Jordan block": ([[2, 1, 0], [0, 2, 1], [0, 0, 2]], [(2, 1, 3)], ""),
}  # fmt: skip


@pytest.mark.parametrize("name", SPECIAL)
def test_special_matrices_are_told_apart(name):
    entries, wanted, obstacle = SPECIAL[name]
    matrix = np.array(entries, float)
    found = [(s.value, s.basis.shape[1], s.times) for s in spectra.eigenspaces(matrix)]
    assert [(value, k, times) for value, k, times in found] == [
        (pytest.approx(value), k, times) for value, k, times in wanted
    ]
    assert spectra.dominant(matrix)[1] == obstacle


@pytest.mark.parametrize("matrix", [SQUARE, FLAT, np.zeros((3, 3)), np.diag([2.0, 0.0])])
def test_rank_inverse_and_condition_are_those_of_numpy(matrix):
    assert spectra.rank(matrix) == np.linalg.matrix_rank(matrix)
    np.testing.assert_allclose(
        spectra.pseudo_inverse(matrix), scipy.linalg.pinv(matrix, rtol=1e-9), atol=1e-12
    )
    if spectra.rank(matrix) == len(matrix):
        assert spectra.condition(matrix) == pytest.approx(np.linalg.cond(matrix))
    else:
        assert spectra.condition(matrix) == np.inf


@pytest.mark.parametrize("matrix", [SQUARE, FLAT])
def test_the_best_answer_is_that_of_least_squares(matrix):
    b = np.array([1.0, -2.0, 0.5])
    answer = spectra.best_answer(matrix, b)
    np.testing.assert_allclose(answer.shortest, scipy.linalg.lstsq(matrix, b)[0], atol=1e-9)
    np.testing.assert_allclose(answer.reached, matrix @ answer.shortest, atol=1e-9)
    np.testing.assert_allclose(matrix.T @ answer.residual, 0, atol=1e-9)
    np.testing.assert_allclose(matrix @ answer.null, 0, atol=1e-9)
    np.testing.assert_allclose(answer.null.T @ answer.shortest, 0, atol=1e-9)
    assert answer.columns.shape[1] + answer.null.shape[1] == 3


def test_covariance_is_that_of_numpy():
    np.testing.assert_allclose(spectra.covariance(ROWS), np.cov(ROWS.T), atol=1e-12)


def test_one_row_has_no_spread():
    assert not spectra.covariance(ROWS[:1]).any()


def test_power_steps_come_to_the_largest_eigenvector():
    vector = np.array([1.0, 0.0, 0.0])
    symmetric = SQUARE @ SQUARE.T
    for _ in range(200):
        vector, _ = spectra.power_step(symmetric, vector)
    space, _ = spectra.dominant(symmetric)
    assert spectra.angle_to(vector, space.basis) < 1e-9
    assert spectra.rayleigh(symmetric, vector) == pytest.approx(np.linalg.norm(symmetric, 2))


def test_a_vector_that_is_sent_to_zero_stays_there():
    vector, length = spectra.power_step(np.zeros((2, 2)), np.array([1.0, 0.0]))
    assert not vector.any()
    assert length == 0.0
    assert np.isnan(spectra.rayleigh(np.eye(2), vector))


@pytest.mark.parametrize("angle", [-170.0, -30.0, 0.0, 90.0, 179.0])
def test_turns_are_told_with_their_sense(angle):
    radians = np.radians(angle)
    plane = np.array([[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]])
    assert spectra.axis_angle(turn_of(plane))[1] == pytest.approx(angle)


def test_a_turn_of_space_has_an_axis():
    way = np.array([1.0, 2.0, 2.0]) / 3
    rotation = Rotation.from_rotvec(0.7 * way).as_matrix()
    axis, angle = spectra.axis_angle(turn_of(rotation))
    np.testing.assert_allclose(axis * angle, way * np.degrees(0.7), atol=1e-6)


CALLS = {
    "covariance": (spectra.covariance, ROWS),
    "pseudo-inverse": (spectra.pseudo_inverse, FLAT),
    "rank": (spectra.rank, FLAT),
    "power step": (lambda m, x: spectra.power_step(m, x)[0], SQUARE, ROWS[0].copy()),
}


@pytest.mark.gpu
@pytest.mark.skipif("cuda" not in devices(), reason="no CUDA device")
@pytest.mark.parametrize("name", CALLS)
def test_the_graphics_card_says_the_same_of_matrices(name):
    kernel, *given_arrays = CALLS[name]
    there = kernel(*(to_device(one, "cuda") for one in given_arrays))
    here = kernel(*given_arrays)
    found = there if np.isscalar(there) else to_host(there)
    np.testing.assert_allclose(found, here, atol=1e-9)


@pytest.mark.parametrize("name", CALLS)
def test_matrices_ask_for_nothing_that_a_card_refuses(monkeypatch, name):
    strict_card.insert(monkeypatch)
    test_the_graphics_card_says_the_same_of_matrices(name)
