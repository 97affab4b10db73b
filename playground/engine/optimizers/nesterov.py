"""Inertia that looks ahead."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.optimizer import GRADIENT, Optimizer, Rate, Stage, State
from playground.kernels.array import Array
from playground.kernels.updates import nesterov


class Nesterov(Optimizer, frozen=True):
    """Roll like a ball that feels the slope ahead of it, and so brakes in time.

    ``v <- beta v + g; w <- w - rate (g + beta v)``.

    References
    ----------
    Nesterov (1983); in this form Sutskever, Martens, Dahl and Hinton (2013), "On the importance of
    initialization and momentum in deep learning", https://proceedings.mlr.press/v28/sutskever13.
    """

    rank: ClassVar[int] = 30
    default_rate: ClassVar[float] = 0.03
    memory: ClassVar[tuple[str, ...]] = ("v",)

    beta: Annotated[
        float,
        setting("Momentum", "Share of the speed kept at each step.", low=0, below=1, tunable=True),
    ] = 0.9

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
        nesterov(flat, state["v"], gradient, rate, self.beta)

    def stages(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> list[Stage]:
        """Return the gradient's part, the speed that it looks ahead with, and their sum."""
        ahead = -((state["v"] * self.beta + gradient) * self.beta * rate)
        step = self.foresee(flat, gradient, state, rate, t, decay_mask)
        return [(GRADIENT, -(gradient * rate)), ("momentum", ahead), (self.step_name, step)]

    def stability_limit(self, curvature: float) -> float | None:
        """Return ``(2 + 2 beta) / ((1 + 2 beta) curvature)``."""
        if curvature <= 0:
            return None
        return (2 + 2 * self.beta) / ((1 + 2 * self.beta) * curvature)
