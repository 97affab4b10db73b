"""Steps that shrink by what was seen."""

from typing import ClassVar

import numpy as np

from playground.engine.optimizer import Epsilon, Optimizer, Rate, State
from playground.kernels.array import Array
from playground.kernels.updates import adagrad


class Adagrad(Optimizer, frozen=True):
    """Give each weight a rate of its own, which shrinks with all gradients it has seen.

    ``s <- s + g^2; w <- w - rate g / (sqrt(s) + eps)``.

    References
    ----------
    Duchi, Hazan and Singer (2011), "Adaptive subgradient methods for online learning and
    stochastic optimization", https://jmlr.org/papers/v12/duchi11a.html.
    """

    title: ClassVar[str] = "AdaGrad"
    rank: ClassVar[int] = 60
    step_name: ClassVar[str] = "scaled step"
    default_rate: ClassVar[float] = 0.1
    memory: ClassVar[tuple[str, ...]] = ("s",)

    eps: Epsilon = 1e-10

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
        adagrad(flat, state["s"], gradient, rate, self.eps)

    def preconditioner(self, state: State, t: int) -> Array | None:
        """Return ``sqrt(s) + eps``; None before the first step."""
        return np.sqrt(state["s"]) + self.eps if t else None

    def stability_limit(self, curvature: float) -> float | None:
        """Return ``2 / curvature``, preconditioned."""
        return 2 / curvature if curvature > 0 else None
