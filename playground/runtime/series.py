"""One growing curve, thinned where it is drawn and, once it is very long, where it is kept."""

import numpy as np

from playground.kernels.array import Array

FACTOR = 8
"""Points of one level of a pyramid that make a point of the next."""

MOST = 8_000_000
"""Numbers in a curve from which on its points are merged, so that it can grow without end."""


class Series:
    """One growing curve of several columns, with the extremes of ever longer runs of points.

    A curve of more than `MOST` numbers keeps the extremes of every `FACTOR` points in their place.

    Parameters
    ----------
    columns
        Number of values at each step.
    """

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.count = 0
        self._steps = np.empty(0, np.int64)
        self._seconds = np.empty(0, np.float64)
        self._levels: list[tuple[Array, Array]] = [(np.empty((0, columns), np.float32),) * 2]
        self._built = [0]

    @property
    def steps(self) -> Array:
        """Step numbers ``(count,)``, ascending."""
        return self._steps[: self.count]

    @property
    def seconds(self) -> Array:
        """Training time at each point."""
        return self._seconds[: self.count]

    @property
    def values(self) -> Array:
        """Every point ``(count, columns)``; the lowest of those that were merged."""
        return self._levels[0][0][: self.count]

    def append(self, steps: Array, values: Array, seconds: float) -> None:
        """Add points; those of equal or later steps are dropped first."""
        if self.count and steps[0] <= self._steps[self.count - 1]:
            self.drop(int(steps[0]))
        start, end = self.count, self.count + len(steps)
        before = float(self._seconds[start - 1]) if start else 0.0
        self._steps = _grown(self._steps, end)
        self._seconds = _grown(self._seconds, end)
        for points in self._ground(end):
            points[start:end] = values
        self._steps[start:end] = steps
        share = np.arange(1, len(steps) + 1) / len(steps)
        self._seconds[start:end] = before + max(seconds - before, 0.0) * share
        self.count = self._built[0] = end
        self._build()
        if end * self.columns > MOST and len(self._built) > 1:
            self._merge()

    def _ground(self, length: int) -> tuple[Array, ...]:
        """Return the arrays that new points go to: one, as long as no points were merged."""
        low, high = self._levels[0]
        if low is high:
            low = high = _grown(low, length)
        else:
            low, high = _grown(low, length), _grown(high, length)
        self._levels[0] = (low, high)
        return (low,) if low is high else (low, high)

    def _merge(self) -> None:
        """Put one point with their extremes in the place of every `FACTOR` points."""
        kept = self._built[1]
        rest = slice(kept * FACTOR, self.count)
        chosen = np.append(np.arange(kept) * FACTOR, np.arange(rest.start, rest.stop))
        self._steps, self._seconds = self._steps[chosen], self._seconds[chosen]
        newest = [side[rest] for side in self._levels.pop(0)]
        del self._built[0]
        self.count = self._built[0] = len(chosen)
        for points, own in zip(self._ground(self.count), newest, strict=True):
            points[kept : self.count] = own
        self._build()

    def drop(self, step: int) -> None:
        """Forget the points at `step` and later."""
        self.count = int(np.searchsorted(self.steps, step))
        length = self.count
        for level in range(len(self._built)):
            self._built[level] = min(self._built[level], length)
            length //= FACTOR

    def _build(self) -> None:
        level = 0
        while self._built[level] >= FACTOR:
            if level + 1 == len(self._levels):
                empty = np.empty((0, self.columns), np.float32)
                self._levels.append((empty, empty.copy()))
                self._built.append(0)
            have, due = self._built[level + 1], self._built[level] // FACTOR
            if have == due:
                return
            extremes = []
            for side, pick in ((0, np.fmin), (1, np.fmax)):
                below = self._levels[level][side][have * FACTOR : due * FACTOR]
                above = _grown(self._levels[level + 1][side], due)
                above[have:due] = pick.reduce(below.reshape(-1, FACTOR, self.columns), axis=1)
                extremes.append(above)
            self._levels[level + 1] = (extremes[0], extremes[1])
            self._built[level + 1] = due
            level += 1

    def envelope(self, first: int, last: int, buckets: int) -> tuple[Array, Array, Array]:
        """Return bucket starts and extremes over the points from `first` up to `last`.

        Buckets are whole multiples of one size, so that they stand still while points arrive.
        """
        size = 1
        while -(-(last - first) // size) > max(buckets, 1):
            size *= 2
        begin = first // size * size
        starts = np.arange(begin, last, size)
        level, width = 0, 1
        while width * FACTOR <= size and level + 1 < len(self._levels):
            level, width = level + 1, width * FACTOR
        whole = min(self._built[level] * width, last) // size * size
        found = [_extremes(self._levels[level], begin // width, whole // width, size // width)]
        if max(whole, begin) < last:
            found.append(_extremes(self._levels[0], max(whole, begin), last, size))
        low, high = (np.concatenate([pair[i] for pair in found]) for i in (0, 1))
        return starts, low, high


def _extremes(level: tuple[Array, Array], begin: int, end: int, size: int) -> tuple[Array, Array]:
    if begin >= end:
        return level[0][:0], level[1][:0]
    if size == 1:
        return level[0][begin:end], level[1][begin:end]
    cuts = np.arange(0, end - begin, size)
    return (
        np.fmin.reduceat(level[0][begin:end], cuts, axis=0),
        np.fmax.reduceat(level[1][begin:end], cuts, axis=0),
    )


def _grown(array: Array, length: int) -> Array:
    """Return the array with room for `length` rows: twice as much, so that growth is cheap."""
    if length <= len(array):
        return array
    grown = np.empty((max(length, 2 * len(array), 256), *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
