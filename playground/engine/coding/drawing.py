"""From strokes of a pen to the 8 x 8 numbers that the handwritten digits are made of."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from playground.kernels.array import Array

Stroke: TypeAlias = Sequence[tuple[float, float]]
"""Points of one stroke, x to the right and y downwards, on a sheet from 0 to 1."""

GRID, CELLS, MOST = 32, 8, 16
"""Side of the bitmap, of what is made of it, and the most that one cell counts."""

WIDTH = 20.0
"""Pixels of the bitmap across which the data set's digits reach; they all fill its height."""

INK = 312
"""Pixels of ink that the data set's digits have on average; few have a fifth more or less."""

THINNEST, THICKEST = 1.0, 5.5
"""Radius of the pen in pixels of the bitmap."""

NARROW, WIDE = 0.45, 1.6
"""Least and most by which a drawing is widened compared with its height."""


def digit_of(strokes: Sequence[Stroke], radius: float | None = None) -> Array:
    """Return a drawing as the digits' data set would hold it, ``(8, 8)`` from 0 to 16.

    The data set was made from bitmaps of 32 x 32 pixels in which every digit was scaled to the
    same box and its lines brought to about the same thickness; the pixels of ink were then counted
    in blocks of 4 x 4 (Alpaydin and Kaynak 1998, doi:10.24432/C50P49).

    Parameters
    ----------
    strokes
        None of them: an empty sheet, all zeros.
    radius
        Of the pen in pixels of the bitmap; None: as thick as gives the usual amount of ink.
    """
    return counted(bitmap(strokes, radius))


def bitmap(strokes: Sequence[Stroke], radius: float | None = None) -> Array:
    """Return the 32 x 32 bitmap of a drawing scaled to fill it, bool."""
    lines = _thinned([np.asarray(s, float).reshape(-1, 2) for s in strokes if len(s)])
    if not lines:
        return np.zeros((GRID, GRID), bool)
    pen = radius or 2.5
    far = _distances(_fitted(lines, pen))
    if radius is None:
        # The box holds the thickness of the pen, which is found from the box: twice is enough.
        for _ in range(2):
            pen = float(np.clip(np.sort(far, axis=None)[INK], THINNEST, THICKEST))
            far = _distances(_fitted(lines, pen))
    inked: Array = far <= pen
    return inked


def counted(bits: Array) -> Array:
    """Return how many pixels are on in each block of 4 x 4, ``(8, 8)`` of float64."""
    side = GRID // CELLS
    blocks = bits.reshape(CELLS, side, CELLS, side)
    counts: Array = blocks.sum(axis=(1, 3)).astype(float)
    return counts


def in_place(strokes: Sequence[Stroke], radius: float | None = None) -> Array:
    """Return a drawing's counts ``(8, 8)`` where it stands on the sheet, neither moved nor scaled.

    For strokes on top of a picture that fills the sheet already.
    """
    lines = [np.asarray(s, float).reshape(-1, 2) * GRID for s in strokes if len(s)]
    return counted(_distances(lines) <= (radius or 2.0)) if lines else np.zeros((CELLS, CELLS))


def _thinned(lines: list[Array]) -> list[Array]:
    """Return lines without points that lie closer together than a bitmap can show."""
    if not lines:
        return lines
    every = np.concatenate(lines)
    close = float((every.max(axis=0) - every.min(axis=0)).max()) / GRID
    found = []
    for line in lines:
        way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
        _, kept = np.unique(np.floor(way / max(close, 1e-9)), return_index=True)
        found.append(line[np.union1d(kept, [0, len(line) - 1])])
    return found


def _fitted(lines: list[Array], pen: float) -> list[Array]:
    """Return lines in pixels of the bitmap, so that with the pen's thickness they fill it."""
    every = np.concatenate(lines)
    low, high = every.min(axis=0), every.max(axis=0)
    wide, tall = np.maximum(high - low, 1e-6)
    up = (GRID - 2 * pen) / max(tall, 0.25 * wide, 1e-3)
    across = np.clip((WIDTH - 2 * pen) / wide, NARROW * up, WIDE * up)
    scale = np.array([across, up])
    return [(line - (low + high) / 2) * scale + GRID / 2 for line in lines]


def _distances(lines: list[Array]) -> Array:
    """Return how far the middle of every pixel lies from the nearest line, ``(32, 32)``."""
    starts = np.concatenate([line[:-1] if len(line) > 1 else line for line in lines])
    ends = np.concatenate([line[1:] if len(line) > 1 else line for line in lines])
    (ax, ay), length = (ends - starts).T, np.square(ends - starts).sum(axis=1)
    middle = np.arange(GRID)[:, None] + 0.5
    dx, dy = (middle - starts[:, 0])[None], (middle - starts[:, 1])[:, None]
    t = np.clip((dx * ax + dy * ay) / np.maximum(length, 1e-12), 0.0, 1.0)
    nearest: Array = np.sqrt(((dx - t * ax) ** 2 + (dy - t * ay) ** 2).min(axis=-1))
    return nearest
