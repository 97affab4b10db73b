"""Cross-entropy of sigmoids."""

from typing import ClassVar

import numpy as np

from playground.core.shape import Target
from playground.engine.loss import Loss
from playground.kernels.array import Array
from playground.kernels.squashing import sigmoid


class BinaryCrossEntropy(Loss, frozen=True):
    """Surprise at a yes or no: one output for two classes, or one yes-or-no for each class.

    ``mean over c of log(1 + exp(z)) - y z``; the sigmoid is part of it. With more than two classes
    every class is told from all others, and the scores need not add up to 1.
    """

    title: ClassVar[str] = "Binary cross-entropy"
    rank: ClassVar[int] = 20
    kernel: ClassVar[str] = "binary_cross_entropy"
    suited: ClassVar[tuple[Target, ...]] = ("class",)
    wants_linear: ClassVar[bool] = True
    probabilities: ClassVar[bool] = True

    def outputs(self, target: Target, classes: int) -> int:
        """Return 1 for two classes, else as many as there are classes."""
        return 1 if classes == 2 else classes

    def targets(self, y: Array) -> Array:
        """Return the column of the second class where there are two, else all."""
        return y[..., 1:] if y.shape[-1] == 2 else y

    def scores(self, z: Array) -> Array:
        """Return the sigmoid of the outputs; a single one gives both classes' columns."""
        return sigmoid(np.concatenate([-z, z], axis=-1) if z.shape[-1] == 1 else z)

    def best_constant(self, y: Array) -> Array:
        """Return the log odds of each column's share, kept within 1e-30 of sure."""
        share = y.mean(axis=0)
        return np.asarray(np.log(np.maximum(share, 1e-30)) - np.log(np.maximum(1 - share, 1e-30)))
