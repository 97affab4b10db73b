"""The surface in space, against every pixel's ray followed by hand."""

import numpy as np
import pytest

from playground.ui.plots.surface.height_field import FOOT, HEIGHT, Sight, cast

WALLS, GROUND = (7, 8), 9


def followed(sight, heights, x, y):
    """Say what the ray through a pixel meets first: the surface's place, a side or nothing."""
    right, near = sight.axes
    u = (x + 0.5 - sight.size[0] / 2) / sight.scale
    begun = False
    for v in np.linspace(1.5, -1.5, 1001):
        px, py = u * right + v * near
        if abs(px) > sight.half[0] or abs(py) > sight.half[1]:
            continue
        if not begun and sight.rows(np.array(-FOOT / HEIGHT), np.array(v)) < y:
            return None
        begun = True
        column = (px / sight.half[0] + 1) / 2 * heights.shape[1] - 0.5
        row = (py / sight.half[1] + 1) / 2 * heights.shape[0] - 0.5
        column = np.clip(column, 0, heights.shape[1] - 1.001)
        row = np.clip(row, 0, heights.shape[0] - 1.001)
        i, j = int(row), int(column)
        a, b = row - i, column - j
        h = heights[i : i + 2, j : j + 2]
        z = 2 * float(np.array([1 - a, a]) @ h @ np.array([1 - b, b])) - 1
        if sight.rows(np.array(z), np.array(v)) <= y:
            return px, py
    return None


@pytest.mark.parametrize(("azimuth", "elevation"), [(-60, 40), (20, 70), (130, 25), (-90, 90)])
def test_every_pixel_shows_what_its_ray_meets(azimuth, elevation):
    a, b = np.meshgrid(np.linspace(-2, 2, 40), np.linspace(-1, 1, 24))
    heights = (np.sin(2 * a) * np.cos(2 * b) + 1) / 2
    sight = Sight(azimuth, elevation, 30.0, (90, 70), (1.0, 0.6))
    skin = np.arange(100, 100 + 40 * 24, dtype=np.uint32).reshape(24, 40)
    picture = cast(sight, heights, skin, WALLS, GROUND)
    assert picture.shape == (70, 90)
    agree = total = 0
    for y in range(3, 70, 9):
        for x in range(2, 90, 11):
            met, shown = followed(sight, heights, x, y), int(picture[y, x])
            total += 1
            if met is None:
                agree += shown == GROUND
                continue
            on = shown >= 100
            row, column = divmod(shown - 100, 40)
            place = np.array([(column + 0.5) / 40 * 2 - 1, ((row + 0.5) / 24 * 2 - 1) * 0.6])
            close = np.abs(place - met).max() < 0.1
            at_front = shown in WALLS
            agree += (on and close) or at_front
    # Pixels on an edge may fall on either side of it.
    assert agree / total > 0.95


def test_a_flat_block_has_a_top_two_sides_and_ground():
    sight = Sight(-45.0, 35.0, 40.0, (120, 100), (1.0, 1.0))
    skin = np.full((10, 10), 100, np.uint32)
    picture = cast(sight, np.full((10, 10), 0.5), skin, WALLS, GROUND)
    assert set(np.unique(picture)) == {100, *WALLS, GROUND}
    left, right = picture[:, 30], picture[:, 90]
    assert set(left[left != GROUND].tolist()) == {100, 7}
    assert set(right[right != GROUND].tolist()) == {100, 8}
