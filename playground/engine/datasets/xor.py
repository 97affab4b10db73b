"""Four quadrants, coloured crosswise."""

from typing import ClassVar

import numpy as np

from playground.engine.planar import RADIUS, Planar, balanced
from playground.kernels.array import Array

GAP = 0.1


class Xor(Planar, frozen=True):
    """Four quadrants, opposite ones of one class: the smallest task that needs a hidden layer.

    Evenly filled squares within [-1.5, 1.5], kept 0.1 off the axes.
    """

    title: ClassVar[str] = "XOR"
    rank: ClassVar[int] = 20

    def class_names(self) -> tuple[str, ...]:
        """Return the names of the two pairs of quadrants."""
        return ("opposite signs", "same sign")

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and labels ``(size,)``."""
        quadrant = balanced(size, 4)
        signs = np.stack([1 - 2 * (quadrant % 2), 1 - 2 * (quadrant // 2)], axis=-1)
        x = signs * random.uniform(GAP, RADIUS, (size, 2))
        return x, (signs[:, 0] == signs[:, 1]).astype(np.int64)
