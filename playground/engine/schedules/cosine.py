"""Half a cosine wave."""

from math import cos, pi
from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.schedule import Schedule, progress


class Cosine(Schedule, frozen=True):
    """Lower the rate along half a cosine: slowly, then fast, then slowly.

    ``floor + (1 - floor) (1 + cos(pi step / total)) / 2``; past the plan it stays at the floor.

    References
    ----------
    Loshchilov and Hutter (2017), "SGDR: stochastic gradient descent with warm restarts",
    arXiv:1608.03983.
    """

    rank: ClassVar[int] = 40

    floor: Annotated[
        float, setting("Floor", "Share of the rate at the end.", low=0, high=1, tunable=True)
    ] = 0.01

    def factor(self, step: int, total: int) -> float:
        """Return the height of the wave."""
        return self.floor + (1 - self.floor) * (1 + cos(pi * progress(step, total))) / 2
