"""Two round clusters."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.planar import Planar, balanced
from playground.kernels.array import Array

CENTRE = 0.75


class Gaussians(Planar, frozen=True):
    """Two round clusters that one straight line can part.

    Normal clouds around (-0.75, -0.75) and (0.75, 0.75).
    """

    title: ClassVar[str] = "Two clusters"
    rank: ClassVar[int] = 40

    spread: Annotated[
        float, setting("Spread", "Standard deviation of each cluster.", low=0.01, high=1.5)
    ] = 0.25

    def class_names(self) -> tuple[str, ...]:
        """Return a name for each cluster."""
        return ("cluster 1", "cluster 2")

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and labels ``(size,)``."""
        y = balanced(size, 2)
        centre = CENTRE * (2.0 * y - 1)
        return centre[:, None] + self.spread * random.standard_normal((size, 2)), y
