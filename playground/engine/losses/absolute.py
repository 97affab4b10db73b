"""Absolute error."""

from typing import ClassVar

import numpy as np

from playground.engine.loss import Loss
from playground.kernels.array import Array


class Absolute(Loss, frozen=True):
    """Mean of the errors' sizes: outliers pull no harder than anyone else.

    ``mean over c of |z - y|``.
    """

    title: ClassVar[str] = "Absolute error"
    rank: ClassVar[int] = 50
    kernel: ClassVar[str] = "absolute"

    def best_constant(self, y: Array) -> Array:
        """Return the median of each column."""
        return np.asarray(np.median(y, axis=0))
