"""A wave over one feature."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.planar import RADIUS, Planar
from playground.kernels.array import Array


class Sine(Planar, frozen=True):
    """A wave over one feature: the target is a value, not a class.

    ``y = sin(2 pi periods x / 3)`` for x even over [-1.5, 1.5]; noise moves the target.
    """

    rank: ClassVar[int] = 90
    columns: ClassVar[tuple[str, ...]] = ("x",)

    periods: Annotated[
        float, setting("Periods", "Full waves over the range.", low=0.25, high=8)
    ] = 1.5

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw positions ``(size, 1)`` and targets ``(size, 1)``."""
        x = random.uniform(-RADIUS, RADIUS, (size, 1))
        return x, np.sin(np.pi * self.periods * x / RADIUS)
