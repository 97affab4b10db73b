"""A slope over the plane."""

from typing import ClassVar

import numpy as np

from playground.engine.planar import RADIUS, Planar, square
from playground.kernels.array import Array


class RegressionPlane(Planar, frozen=True):
    """A slope over the plane: the target is a value that a straight rule predicts.

    ``y = (x1 + x2) / 3``, from -1 to 1, for points even over the square [-1.5, 1.5]; noise moves
    the target.
    """

    title: ClassVar[str] = "Plane (regression)"
    rank: ClassVar[int] = 100

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and targets ``(size, 1)``."""
        x = square(random, size)
        return x, x.sum(axis=1, keepdims=True) / (2 * RADIUS)
