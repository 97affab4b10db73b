"""Where the name of a level stands: beside its line, where no curve runs."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSizeF

from playground.kernels.array import Array
from playground.ui.theme import px

COLUMN = 6.0
"""Pixels from one column to the next at which curves are looked at."""
ALONG = (1.0, 0.75, 0.5, 0.25, 0.0)
"""Shares of the level's line at which a name may stand, the end first: there it is read."""


def name_room(size: QSizeF, level: float, area: QRectF, curves: Sequence[Array]) -> QRectF:
    """Return where a name stands over or under its level: the first place that no curve crosses.

    Where all places are crossed it is the one that is crossed least.

    Parameters
    ----------
    level
        Pixel row of the level.
    area
        What the name stays within.
    curves
        Pixels of each ``(points, 2)``, from left to right.
    """
    columns = np.arange(area.left(), area.right() + COLUMN, COLUMN)
    tops, bottoms = _reach(columns, curves)
    gap, high = px(3), size.height()
    rows = [level - gap - high, level + gap]
    inside = [top for top in rows if area.top() <= top <= area.bottom() - high] or rows
    spare = max(area.width() - size.width(), 0.0)
    rooms = [QRectF(area.left() + spare * share, top, size.width(), high)
             for share in ALONG for top in inside]  # fmt: skip

    def crossed(room: QRectF) -> int:
        there = (columns[1:] > room.left()) & (columns[:-1] < room.right())
        hit = (tops < room.bottom() + gap / 2) & (bottoms > room.top() - gap / 2)
        return int((hit & there).sum())

    return min(rooms, key=crossed)


def _reach(columns: Array, curves: Sequence[Array]) -> tuple[Array, Array]:
    """Return the highest and the lowest pixel of each curve between neighbouring columns."""
    rows = np.full((len(curves), len(columns)), np.nan)
    for row, curve in zip(rows, curves, strict=True):
        if len(curve):
            row[:] = np.interp(columns, *curve.T, left=np.nan, right=np.nan)
    return np.fmin(rows[:, :-1], rows[:, 1:]), np.fmax(rows[:, :-1], rows[:, 1:])
