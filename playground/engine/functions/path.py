"""Every step that a few balls took, thinned where it is long ago."""

from bisect import bisect_left, bisect_right

import numpy as np

from playground.kernels.array import Array, to_host

MOST = 4096
"""Entries at most; every second of the older half goes when there are more."""


class Path:
    """Places ``(members, dimension)`` by step."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._steps: list[int] = []
        self._places: list[Array] = []

    def __len__(self) -> int:
        return len(self._steps)

    def add(self, step: int, places: Array) -> None:
        """Record where members are after a step; what is known of later steps is dropped."""
        self.forget(step)
        self._steps.append(step)
        self._places.append(to_host(places).copy())
        if len(self._steps) > self._most:
            half = len(self._steps) // 2
            del self._steps[1:half:2], self._places[1:half:2]

    def reaches(self, step: int) -> bool:
        """Say whether a place is known at a step or after it."""
        return bool(self._steps) and self._steps[-1] >= step

    def forget(self, step: int) -> None:
        """Drop this step and those after it."""
        at = bisect_left(self._steps, step)
        del self._steps[at:], self._places[at:]

    def until(self, step: int, most: int) -> Array:
        """Return at most about `most` places up to a step, ``(k, members, dimension)``.

        Of a longer path the newest half are all there, and older ones evenly thinned.
        """
        count = bisect_right(self._steps, step)
        chosen = np.arange(count)
        if count > most:
            near = max(most // 2, 1)
            far = np.linspace(0, count - near - 1, max(most - near, 2)).round().astype(int)
            chosen = np.unique(np.concatenate([far, chosen[-near:]]))
        if not count:
            return np.empty((0, 0, 0), np.float32)
        return np.stack([self._places[i] for i in chosen])
