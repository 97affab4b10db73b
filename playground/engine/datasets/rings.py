"""Rings around a common centre."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.planar import RADIUS, Planar, balanced, polar
from playground.kernels.array import Array


class Rings(Planar, frozen=True):
    """Rings around a common centre, one class each.

    Ring k of n lies between ``(k + 0.2) / n`` and ``(k + 0.8) / n`` of the radius 1.5.
    """

    rank: ClassVar[int] = 70

    classes: Annotated[int, setting("Rings", "How many rings, a class each.", low=2, high=5)] = 3

    def class_names(self) -> tuple[str, ...]:
        """Return a name for each ring, from the innermost."""
        return tuple(f"ring {i + 1}" for i in range(self.classes))

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and labels ``(size,)``."""
        y = balanced(size, self.classes)
        radius = RADIUS * (y + random.uniform(0.2, 0.8, size)) / self.classes
        return polar(radius, random.uniform(0, 2 * np.pi, size)), y
