"""Where centres have been: as the model tells, or as far as the picture has seen them."""

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.groups.grouping import Grouping

LONGEST = 64
"""Places that are kept."""

NONE = np.empty((0, 0, 2))


class Trails:
    """Collects places of centres from step to step; a step back forgets what came later."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, Array]] = []

    def forget(self) -> None:
        """Forget all places."""
        self._seen.clear()

    def take(self, step: int, grouping: Grouping) -> Array:
        """Note the centres of a step; returns where they have been before ``(t, g, 2)``."""
        arrays = grouping.arrays
        if "trail" in arrays:
            told: Array = arrays["trail"]
            return told
        places = arrays.get("centre places")
        if places is None:
            self.forget()
            return NONE
        self._seen = [(at, been) for at, been in self._seen
                      if at < step and been.shape == places.shape]  # fmt: skip
        before = [been for _, been in self._seen]
        if not before or not np.array_equal(before[-1], places):
            self._seen.append((step, places))
            del self._seen[:-LONGEST]
        if not before:
            return NONE
        flat = np.concatenate(before) - arrays["origin"]
        trail: Array = (flat @ arrays["directions"].T).reshape(len(before), len(places), 2)
        return trail
