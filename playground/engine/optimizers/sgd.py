"""Straight down the gradient."""

from typing import ClassVar

from playground.engine.optimizer import GRADIENT, Optimizer, Rate, Stage, State
from playground.kernels.array import Array
from playground.kernels.updates import sgd


class Sgd(Optimizer, frozen=True):
    """Step straight down the gradient of the mini-batch.

    ``w <- w - rate g``. Robbins and Monro (1951), doi:10.1214/aoms/1177729586.
    """

    title: ClassVar[str] = "SGD"
    rank: ClassVar[int] = 10
    default_rate: ClassVar[float] = 0.1

    def step(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> None:
        """Move the weights one step, in place."""
        sgd(flat, gradient, rate)

    def stages(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> list[Stage]:
        """Return the one stage that there is: the step is the gradient times the rate."""
        return [(GRADIENT, self.foresee(flat, gradient, state, rate, t, decay_mask))]

    def stability_limit(self, curvature: float) -> float | None:
        """Return ``2 / curvature``."""
        return 2 / curvature if curvature > 0 else None
