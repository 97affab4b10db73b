"""Steps measured by earlier steps."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.optimizer import Epsilon, Optimizer, Rate, State
from playground.kernels.array import Array
from playground.kernels.updates import adadelta


class AdaDelta(Optimizer, frozen=True):
    """Size each step by the steps before it; the rate can stay at 1.

    ``s <- rho s + (1 - rho) g^2; d = g sqrt(u + eps) / sqrt(s + eps);
    u <- rho u + (1 - rho) d^2; w <- w - rate d``. It starts slowly, since u starts at zero.

    References
    ----------
    Zeiler (2012), "ADADELTA: an adaptive learning rate method", arXiv:1212.5701.
    """

    title: ClassVar[str] = "AdaDelta"
    rank: ClassVar[int] = 70
    step_name: ClassVar[str] = "scaled step"
    default_rate: ClassVar[float] = 1.0
    memory: ClassVar[tuple[str, ...]] = ("s", "u")

    rho: Annotated[
        float,
        setting("Memory", "Share of the averages kept at each step.", low=0, below=1, tunable=True),
    ] = 0.9
    eps: Epsilon = 1e-6

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
        adadelta(flat, state["s"], state["u"], gradient, rate, self.rho, self.eps)

    def preconditioner(self, state: State, t: int) -> Array | None:
        """Return ``sqrt(s + eps) / sqrt(u + eps)``; None before the first step."""
        return np.sqrt((state["s"] + self.eps) / (state["u"] + self.eps)) if t else None

    def stability_limit(self, curvature: float) -> float | None:
        """Return ``2 / curvature``, preconditioned."""
        return 2 / curvature if curvature > 0 else None
