"""Squared error."""

from typing import ClassVar

import numpy as np

from playground.engine.loss import Loss
from playground.kernels.array import Array


class Squared(Loss, frozen=True):
    """Mean of the squared errors: large errors weigh most.

    ``mean over c of (z - y)^2``. On classes it is a regression on one-hot targets, and the outputs
    are shown as they are.
    """

    title: ClassVar[str] = "Squared error"
    rank: ClassVar[int] = 30
    kernel: ClassVar[str] = "squared"

    def best_constant(self, y: Array) -> Array:
        """Return the mean of each column."""
        return np.asarray(y.mean(axis=0))
