"""Squared near zero, absolute far out."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.loss import Loss
from playground.kernels.array import Array
from playground.kernels.losses import huber, huber_and_gradient


class Huber(Loss, frozen=True):
    """Squared for small errors, straight for large ones: smooth, and outliers pull little.

    Mean over c of ``d^2 / 2`` up to ``|d| = delta``, then ``delta (|d| - delta / 2)``.

    References
    ----------
    Huber (1964), "Robust estimation of a location parameter", doi:10.1214/aoms/1177703732.
    """

    rank: ClassVar[int] = 40
    kernel: ClassVar[str] = "huber"

    delta: Annotated[
        float,
        setting(
            "Delta", "Error from which on it is straight.",
            low=1e-3, high=1e3, scale="log", tunable=True,
        ),
    ] = 1.0  # fmt: skip

    def value(self, z: Array, y: Array) -> Array:
        """Compute the loss of each row, ``(..., n)``."""
        return huber(z, y, self.delta)

    def value_and_gradient(self, z: Array, y: Array) -> tuple[Array, Array]:
        """Compute each row's loss and its gradient ``(..., n, c)``, not divided by n."""
        return huber_and_gradient(z, y, self.delta)

    def best_constant(self, y: Array) -> Array:
        """Return, for each column, where the clipped errors cancel; found by bisection."""
        low, high = y.min(axis=0), y.max(axis=0)
        for _ in range(60):
            middle = (low + high) / 2
            above = np.clip(middle - y, -self.delta, self.delta).mean(axis=0) > 0
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        return np.asarray((low + high) / 2)
