"""A disc inside a ring."""

from typing import ClassVar

import numpy as np

from playground.engine.planar import RADIUS, Planar, balanced, polar
from playground.kernels.array import Array


class Circle(Planar, frozen=True):
    """Two classes, one inside the other: no straight line parts them.

    A disc of half the set's radius 1.5, and a ring from 0.7 of that radius outwards; both evenly
    filled.
    """

    rank: ClassVar[int] = 10

    def class_names(self) -> tuple[str, ...]:
        """Return the names of the disc and the ring."""
        return ("inside", "outside")

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and labels ``(size,)``."""
        y = balanced(size, 2)
        inner, outer = np.where(y == 0, 0.0, 0.7), np.where(y == 0, 0.5, 1.0)
        area = random.uniform(inner**2, outer**2)
        angle = random.uniform(0, 2 * np.pi, size)
        return polar(RADIUS * np.sqrt(area), angle), y
