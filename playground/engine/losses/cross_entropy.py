"""Cross-entropy of a softmax."""

from typing import ClassVar

import numpy as np

from playground.core.shape import Target
from playground.engine.loss import Loss
from playground.kernels.array import Array
from playground.kernels.squashing import softmax


class CrossEntropy(Loss, frozen=True):
    """Surprise at the right class, for one output a class: the usual choice for classes.

    ``log sum_k exp(z_k) - sum_k y_k z_k``; the softmax is part of it.
    """

    title: ClassVar[str] = "Cross-entropy"
    rank: ClassVar[int] = 10
    kernel: ClassVar[str] = "cross_entropy"
    suited: ClassVar[tuple[Target, ...]] = ("class",)
    wants_linear: ClassVar[bool] = True
    probabilities: ClassVar[bool] = True

    def scores(self, z: Array) -> Array:
        """Return the softmax of the outputs."""
        return softmax(z)

    def best_constant(self, y: Array) -> Array:
        """Return the logarithms of the class shares, those of absent classes taken as 1e-30."""
        return np.asarray(np.log(np.maximum(y.mean(axis=0), 1e-30)))
