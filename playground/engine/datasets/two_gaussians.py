"""A hill and a hollow over the plane."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.planar import Planar, square
from playground.kernels.array import Array

PEAK = np.array([0.6, 0.6])


class TwoGaussians(Planar, frozen=True):
    """A hill and a hollow over the plane: the target is a value that bends.

    ``y = exp(-|x - p|^2 / 2 w^2) - exp(-|x + p|^2 / 2 w^2)`` with p = (0.6, 0.6) and the width w,
    for points even over the square [-1.5, 1.5]; noise moves the target.
    """

    title: ClassVar[str] = "Two Gaussians (regression)"
    rank: ClassVar[int] = 110

    width: Annotated[
        float, setting("Width", "Standard deviation of the hill.", low=0.1, high=1.5)
    ] = 0.45

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and targets ``(size, 1)``."""
        x = square(random, size)
        return x, (self._bump(x - PEAK) - self._bump(x + PEAK))[:, None]

    def _bump(self, offset: Array) -> Array:
        return np.asarray(np.exp(-(offset**2).sum(axis=1) / (2 * self.width**2)))
