"""Marching squares against a circle, scikit-style regions, and fields that are not finite."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.kernels.contours import borders, contour, contours


def test_a_circle_is_found_on_its_radius():
    y, x = np.mgrid[-1:1:101j, -1:1:101j]
    ends = contour(np.hypot(x, y), 0.6) / 50 - 1
    assert np.allclose(np.hypot(ends[..., 0], ends[..., 1]), 0.6, atol=2e-3)
    assert np.isclose(np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1).sum(), 1.2 * np.pi, rtol=2e-3)


@given(st.integers(0, 2**32 - 1), st.integers(2, 9), st.integers(2, 9))
def test_every_crossed_edge_ends_a_segment_exactly_where_the_level_is(seed, h, w):
    field = np.random.default_rng(seed).normal(size=(h, w))
    segments = contour(field, 0.1)
    low = np.floor(segments.reshape(-1, 2) + 1e-12).astype(int)
    share = segments.reshape(-1, 2) - low
    assert ((share < 1e-9).sum(axis=1) >= 1).all()
    column, row = low.T
    along = np.where(share[:, 0] > 1e-9, np.minimum(column + 1, w - 1), column)
    above = np.where(share[:, 1] > 1e-9, np.minimum(row + 1, h - 1), row)
    t = share.sum(axis=1)
    value = (1 - t) * field[row, column] + t * field[above, along]
    assert np.allclose(value, 0.1, atol=1e-9)
    up = field > 0.1
    inner = (up[1:-1, :-1] != up[1:-1, 1:]).sum() + (up[:-1, 1:-1] != up[1:, 1:-1]).sum()
    rim = sum((line[:-1] != line[1:]).sum() for line in (up[0], up[-1], up[:, 0], up[:, -1]))
    assert 2 * len(segments) == 2 * inner + rim


def test_a_field_without_the_level_has_no_line():
    assert contour(np.ones((5, 5)), 0.5).shape == (0, 2, 2)


def test_what_is_not_finite_holds_no_segment():
    field = np.array([[0.0, 1.0, np.nan], [0.0, 1.0, 1.0]])
    assert np.isfinite(contour(field, 0.5)).all()
    assert len(contour(field, 0.5)) == 1


def test_borders_of_nearest_centres_are_equally_far_from_two():
    centres = np.array([[2.0, 3.0], [9.0, 4.0], [5.0, 10.0]])
    grid = np.stack(np.meshgrid(np.arange(13.0), np.arange(13.0)), axis=-1)
    scores = -np.square(grid[:, :, None] - centres).sum(axis=-1)
    ends = borders(scores).reshape(-1, 2)
    far = np.sort(np.square(ends[:, None] - centres).sum(axis=-1), axis=1)
    assert len(ends) > 20
    assert np.quantile(far[:, 1] - far[:, 0], 0.9) < 1e-9


def test_two_scores_have_the_border_of_their_difference():
    scores = np.random.default_rng(0).normal(size=(9, 9, 2))
    both = borders(scores)
    once = contour(scores[..., 1] - scores[..., 0], 0.0)
    assert {tuple(np.round(e, 9)) for e in both.reshape(-1, 2)} == {
        tuple(np.round(e, 9)) for e in once.reshape(-1, 2)
    }


def test_several_levels_at_once_are_the_levels_one_by_one():
    field = np.random.default_rng(1).normal(size=(12, 17))
    levels = np.array([-0.7, 0.0, 0.4])
    once = np.concatenate([contour(field, level) for level in levels])
    assert np.array_equal(contours(field, levels), once)
    assert contours(field, np.empty(0)).shape == (0, 2, 2)
