"""Steps divided by a recent average."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.optimizer import Epsilon, Optimizer, Rate, State
from playground.kernels.array import Array
from playground.kernels.updates import rmsprop


class RmsProp(Optimizer, frozen=True):
    """Give each weight a rate of its own: divided by the recent size of its gradients.

    ``s <- beta s + (1 - beta) g^2; w <- w - rate g / (sqrt(s) + eps)``.

    References
    ----------
    Tieleman and Hinton (2012), "Lecture 6.5: rmsprop".
    """

    title: ClassVar[str] = "RMSProp"
    rank: ClassVar[int] = 40
    step_name: ClassVar[str] = "scaled step"
    default_rate: ClassVar[float] = 0.01
    memory: ClassVar[tuple[str, ...]] = ("s",)

    beta: Annotated[
        float,
        setting("Memory", "Share of the average kept at each step.", low=0, below=1, tunable=True),
    ] = 0.9
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
        rmsprop(flat, state["s"], gradient, rate, self.beta, self.eps)

    def preconditioner(self, state: State, t: int) -> Array | None:
        """Return ``sqrt(s) + eps``; None before the first step."""
        return np.sqrt(state["s"]) + self.eps if t else None

    def stability_limit(self, curvature: float) -> float | None:
        """Return ``2 / curvature``, preconditioned."""
        return 2 / curvature if curvature > 0 else None
