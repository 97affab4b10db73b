"""A surface over a rectangle as it is seen from a side: one ray for every pixel, none in vain."""

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from playground.kernels.array import Array

FEWEST, MOST = 100, 300
"""Places along the view at which the surface is sampled, from the eye to its far end."""

DENSE = 1.0
"""Such places for each pixel that the ground is deep, as far as that many are allowed."""

HEIGHT, FOOT = 0.36, 0.42
"""Half the height of the surface, and how far below its middle the block under it ends."""

LIFT = 0.07
"""How far above the middle of the picture the block stands, so that it looks centred."""


@dataclass(frozen=True)
class Sight:
    """A parallel view of a block whose longer side is 2 wide.

    Attributes
    ----------
    azimuth, elevation
        Where the eye stands, in degrees.
    scale
        Pixels in a unit.
    size
        Width and height of the picture.
    half
        Half the width and depth of the block.
    """

    azimuth: float
    elevation: float
    scale: float
    size: tuple[int, int]
    half: tuple[float, float]

    @property
    def axes(self) -> tuple[Array, Array]:
        """Directions of the ground to the right of the picture and towards the eye."""
        a = radians(self.azimuth)
        return np.array([-sin(a), cos(a)]), np.array([cos(a), sin(a)])

    def place(self, ground: Array, height: Array) -> tuple[Array, Array]:
        """Return pixels ``(n, 2)`` and nearness ``(n,)`` of places on the ground and heights."""
        right, near = self.axes
        towards = ground @ near
        x = self.size[0] / 2 + self.scale * (ground @ right)
        return np.stack([x, self.rows(height, towards)], axis=1), towards

    def rows(self, height: Array, towards: Array) -> Array:
        """Return the pixel rows of heights (-1 to 1 for the surface) that far towards the eye."""
        e = radians(self.elevation)
        up = np.asarray(height) * (HEIGHT * cos(e)) - towards * sin(e)
        rows: Array = self.size[1] / 2 - self.scale * (up + LIFT * cos(e))
        return rows

    @property
    def tilt(self) -> tuple[float, float]:
        """Sine and cosine of the elevation."""
        return sin(radians(self.elevation)), cos(radians(self.elevation))

    def enlarged(self, times: float) -> "Sight":
        """Return the same view in a picture of so many times as many pixels along a side."""
        width, height = (max(round(side * times), 1) for side in self.size)
        return Sight(self.azimuth, self.elevation, self.scale * times, (width, height), self.half)


def cast(
    sight: Sight, heights: Array, skin: Array, walls: tuple[int, int], ground: int
) -> Array:
    """Return the picture of a surface, pixels ``(rows, columns)`` of uint32.

    In a parallel view every pixel column looks along one line of the ground. From near to far the
    surface shows where it rises above all that stands before it, so a running minimum of pixel
    rows tells what is seen.

    Parameters
    ----------
    heights
        Surface ``(h, w)`` from 0 to 1, the first row in front (least y).
    skin
        Its pixels ``(H, W)``, at any resolution.
    walls, ground
        Pixels of the block's sides (along x, along y) and of what is around it.
    """
    columns, rows = sight.size
    right, near = sight.axes
    # Single precision is far finer than a pixel, and half the memory to go through.
    right, near = (right / sight.half).astype(np.float32), (near / sight.half).astype(np.float32)
    u = ((np.arange(columns) + 0.5 - columns / 2) / sight.scale).astype(np.float32)
    reach = float(np.hypot(*sight.half))
    deep = DENSE * 2 * reach * sight.scale * sight.tilt[0]
    slices = round(min(max(deep, FEWEST), max(MOST, rows // 2)))
    v = np.linspace(reach, -reach, slices, dtype=np.float32)
    x, y = (u[:, None] * right[i] + v * near[i] for i in (0, 1))
    inside = (np.abs(x) <= 1) & (np.abs(y) <= 1)
    first = inside.argmax(axis=1)
    every = np.arange(columns)
    side = np.where(np.abs(x[every, first]) > np.abs(y[every, first]), walls[1], walls[0])
    x, y = np.clip((x + 1) / 2, 0, 1), np.clip((y + 1) / 2, 0, 1)
    top = sight.rows(2 * between(heights.astype(np.float32), x, y) - 1, v)
    foot = sight.rows(np.full(columns, -FOOT / HEIGHT), v[first])
    runs, ends = _runs(top, foot, inside, first, rows)
    # From the top of each column downwards: far slices, near ones, then the block's side.
    skins = np.concatenate([_nearest(skin, x, y)[:, ::-1], side[:, None].astype(np.uint32)], 1)
    lengths = runs.sum(axis=1)
    begin = every * rows + (ends - lengths)
    at = np.repeat(begin - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    picture = np.full(columns * rows, ground, np.uint32)
    picture[at] = np.repeat(skins[runs > 0], runs[runs > 0])
    return picture.reshape(columns, rows).T


def _runs(top: Array, foot: Array, inside: Array, first: Array, rows: int) -> tuple[Array, Array]:
    """Return how many pixels of each column show each slice, and where the block ends below.

    Returns
    -------
    runs
        Pixels ``(columns, slices + 1)``, far slices first, the block's side last.
    ends
        Row after the last of them, ``(columns,)``.
    """
    seen = np.minimum.accumulate(np.where(inside, top, np.inf), axis=1)
    seen = np.clip(np.ceil(np.minimum(seen, 4.0 * rows)), 0, rows).astype(np.intp)
    edge = seen[np.arange(len(seen)), first][:, None]
    counts = -np.diff(np.minimum(seen, edge), axis=1, prepend=edge)
    ends = np.where(inside.any(axis=1), np.clip(np.ceil(foot), 0, rows), 0).astype(np.intp)
    ends = np.maximum(ends, edge[:, 0])
    return np.concatenate([counts[:, ::-1], (ends - edge[:, 0])[:, None]], axis=1), ends


def between(field: Array, x: Array, y: Array) -> Array:
    """Return a field ``(h, w)`` at shares of its width and height, linearly between samples."""
    rows, columns = field.shape
    x, y = np.clip(x * columns - 0.5, 0, columns - 1.001), np.clip(y * rows - 0.5, 0, rows - 1.001)
    j, i = x.astype(np.intp), y.astype(np.intp)
    u, w = x - j, y - i
    flat, at = field.ravel(), i * columns + j
    near = flat[at] * (1 - u) + flat[at + 1] * u
    far = flat[at + columns] * (1 - u) + flat[at + columns + 1] * u
    mixed: Array = near * (1 - w) + far * w
    return mixed


def _nearest(pixels: Array, x: Array, y: Array) -> Array:
    rows, columns = pixels.shape
    i = np.minimum((y * rows).astype(np.intp), rows - 1)
    j = np.minimum((x * columns).astype(np.intp), columns - 1)
    found: Array = pixels.ravel()[i * columns + j]
    return found
