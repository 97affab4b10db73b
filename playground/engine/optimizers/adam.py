"""Averages of gradients and of their squares."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.optimizer import GRADIENT, Epsilon, Optimizer, Rate, Stage, State
from playground.kernels.array import Array
from playground.kernels.updates import adam


class Adam(Optimizer, frozen=True):
    """Follow the average gradient, each weight scaled by its recent size: a good first choice.

    ``m <- beta1 m + (1 - beta1) g; v <- beta2 v + (1 - beta2) g^2;
    w <- w - rate m' / (sqrt(v') + eps)`` with ``m' = m / (1 - beta1^t)``,
    ``v' = v / (1 - beta2^t)``.

    References
    ----------
    Kingma and Ba (2015), "Adam: a method for stochastic optimization", arXiv:1412.6980.
    """

    rank: ClassVar[int] = 5
    step_name: ClassVar[str] = "scaled step"
    default_rate: ClassVar[float] = 0.01
    memory: ClassVar[tuple[str, ...]] = ("m", "v")

    beta1: Annotated[
        float,
        setting(
            "Momentum", "Share of the average gradient kept at each step.",
            low=0, below=1, tunable=True,
        ),
    ] = 0.9  # fmt: skip
    beta2: Annotated[
        float,
        setting(
            "Memory", "Share of the average squared gradient kept at each step.",
            low=0, below=1, tunable=True,
        ),
    ] = 0.999  # fmt: skip
    eps: Epsilon = 1e-8

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
        adam(
            flat, state["m"], state["v"], gradient, rate, t, self.beta1, self.beta2, self.eps
        )

    def stages(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> list[Stage]:
        """Return the gradient's part, the average gradient's, and the step scaled by its size."""
        mean = state["m"] * self.beta1 + gradient * (1 - self.beta1)
        mean *= -1 / (1 - self.beta1**t)
        step = self.foresee(flat, gradient, state, rate, t, decay_mask)
        return [
            (GRADIENT, -(gradient * rate)), ("momentum", mean * rate), (self.step_name, step)
        ]  # fmt: skip

    def preconditioner(self, state: State, t: int) -> Array | None:
        """Return ``(1 - beta1^t) (sqrt(v') + eps)``; None before the first step."""
        if not t:
            return None
        size: Array = np.sqrt(state["v"] / (1 - self.beta2**t)) + self.eps
        return size * (1 - self.beta1**t)

    def stability_limit(self, curvature: float) -> float | None:
        """Return ``(2 + 2 beta1) / ((1 - beta1) curvature)``, preconditioned."""
        if curvature <= 0:
            return None
        return (2 + 2 * self.beta1) / ((1 - self.beta1) * curvature)
