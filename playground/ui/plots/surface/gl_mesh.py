"""A loss surface as triangles: its skin and the sides of the block under it."""

import functools

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.surface.height_field import FOOT, HEIGHT, LIFT, Sight
from playground.ui.plots.surface.relief import STEEPNESS, Relief

NUMBERS = 5
"""Numbers of a corner: place on the ground (2), height from 0 to 1, slope (2)."""


def corners(relief: Relief) -> tuple[Array, Array]:
    """Return the corners of a surface.

    Returns
    -------
    skin
        Shape ``(rows, columns, 5)``, float32; the outermost lie on the edge of the block.
    sides
        Shape ``(4, n, 5)``: along the front, the back, the left and the right, an upper and a
        lower corner by turns. The slope is (1, 0) on the sides along x, (0, 1) on the others.
    """
    heights = np.pad(np.clip(relief.heights, 0, 1), 1, mode="edge")
    x0, x1, y0, y1 = relief.extent
    longer = max(x1 - x0, y1 - y0)
    x = _places(heights.shape[1], (x1 - x0) / longer)
    y = _places(heights.shape[0], (y1 - y0) / longer)
    skin = np.empty((*heights.shape, NUMBERS), np.float32)
    skin[..., 0], skin[..., 1], skin[..., 2] = x, y[:, None], heights
    inner = heights[1:-1, 1:-1]
    up, across = np.gradient(STEEPNESS * inner, float(y[2] - y[1]), float(x[2] - x[1]))
    skin[..., 3], skin[..., 4] = np.pad(across, 1, mode="edge"), np.pad(up, 1, mode="edge")
    edges = ((skin[0], 0), (skin[-1], 0), (skin[:, 0], 1), (skin[:, -1], 1))
    return skin, np.concatenate([_side(edge, turned) for edge, turned in edges])


def _places(count: int, half: float) -> Array:
    inner = count - 2
    middles = (2 * (np.arange(inner) + 0.5) / inner - 1) * half
    return np.concatenate([[-half], middles, [half]])


def _side(edge: Array, turned: int) -> Array:
    side = np.repeat(edge, 2, axis=0)
    side[1::2, 2] = (1 - FOOT / HEIGHT) / 2
    side[:, 3], side[:, 4] = 1 - turned, turned
    return side


@functools.lru_cache(maxsize=8)
def triangles(rows: int, columns: int) -> bytes:
    """Return the triangles between the corners of a skin, as places in it (uint32)."""
    first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).astype(np.uint32)
    corner = np.stack([first, first + 1, first + columns], axis=-1)
    other = np.stack([first + 1, first + columns + 1, first + columns], axis=-1)
    return np.stack([corner, other], axis=-2).tobytes()


def projection(sight: Sight) -> Array:
    """Return the matrix (4, 4) from place, height (0 to 1) and 1 to where it is on the screen.

    Heights on the screen point downwards, as rows of a picture do; nearer places have less depth.
    """
    width, height = sight.size
    right, near = sight.axes
    sine, cosine = sight.tilt
    rise = 2 * HEIGHT
    matrix = np.zeros((4, 4))
    matrix[0, :2] = 2 * sight.scale / width * right
    matrix[1, :2] = 2 * sight.scale / height * sine * near
    matrix[1, 2] = -2 * sight.scale / height * rise * cosine
    matrix[1, 3] = -2 * sight.scale / height * (LIFT - HEIGHT) * cosine
    matrix[2, :2] = -cosine * near / 4
    matrix[2, 2:] = -rise * sine / 4, HEIGHT * sine / 4
    matrix[3, 3] = 1
    return matrix
