"""Finds the points around a place without a look at all of them."""

import numpy as np

from playground.kernels.array import Array

CELLS = 128
"""Of a grid, along each side."""


class Nearby:
    """Points ``(n, 2)`` by the cells of a grid over the middle 98 % of them.

    What lies farther out counts to the cells at the rim.
    """

    def __init__(self, at: Array) -> None:
        few = at[:: max(len(at) // 2000, 1)]
        few = few[np.isfinite(few).all(axis=1)]
        low, high = np.percentile(few, (1, 99), axis=0) if len(few) else np.zeros((2, 2))
        self._low, self._step = low, np.maximum(high - low, 1e-12) / CELLS
        across, up = self._cells(at).T
        cells = across * np.uint16(CELLS) + up
        # A stable sort of such short numbers takes one pass a byte.
        self._order = np.argsort(cells, kind="stable")
        self._ends = np.append(0, np.cumsum(np.bincount(cells, minlength=CELLS**2)))

    def within(self, low: Array, high: Array) -> Array:
        """Return the numbers of all points in a box from corner to corner, and some beside it."""
        (x0, y0), (x1, y1) = self._cells(np.array([low, high], float)).tolist()
        ends = self._ends
        columns = [x * CELLS for x in range(x0, x1 + 1)]
        return np.concatenate([self._order[ends[x + y0] : ends[x + y1 + 1]] for x in columns])

    def _cells(self, at: Array) -> Array:
        # These two, unlike np.clip, put places that are no numbers somewhere.
        told = np.fmax(np.fmin((at - self._low) / self._step, CELLS - 1), 0)
        cells: Array = told.astype(np.uint16)
        return cells
