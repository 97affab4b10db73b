"""Arms wound around each other."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.planar import RADIUS, Planar, balanced, polar
from playground.kernels.array import Array


class Spiral(Planar, frozen=True):
    """Arms wound around each other, one class each: the hard one.

    Archimedean arms, ``r = 1.5 t`` at the angle ``2 pi (turns t + arm / arms)``, sampled evenly
    along their length (``t`` is the root of a uniform draw) and starting at a tenth of the radius.
    """

    rank: ClassVar[int] = 30

    arms: Annotated[int, setting("Arms", "One class each.", low=2, high=8)] = 2
    turns: Annotated[
        float, setting("Turns", "How often each arm winds around the centre.", low=0.25, high=4)
    ] = 1.25

    def class_names(self) -> tuple[str, ...]:
        """Return a name for each arm."""
        return tuple(f"arm {i + 1}" for i in range(self.arms))

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and labels ``(size,)``."""
        y = balanced(size, self.arms)
        t = np.sqrt(random.uniform(0.01, 1, size))
        return polar(RADIUS * t, 2 * np.pi * (self.turns * t + y / self.arms)), y
