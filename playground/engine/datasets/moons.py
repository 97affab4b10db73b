"""Two interleaving half circles."""

from typing import ClassVar

import numpy as np

from playground.engine.planar import Planar, balanced, polar
from playground.kernels.array import Array


class Moons(Planar, frozen=True):
    """Two half circles that reach into each other.

    The usual pair of radius 1, shifted to lie around the origin: [-1.5, 1.5] by [-0.75, 0.75].
    """

    rank: ClassVar[int] = 50

    def class_names(self) -> tuple[str, ...]:
        """Return a name for each moon."""
        return ("upper", "lower")

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and labels ``(size,)``."""
        y = balanced(size, 2)
        upper = polar(np.ones(size), random.uniform(0, np.pi, size)) - (0.5, 0.25)
        return np.where(y[:, None] == 0, upper, -upper), y
