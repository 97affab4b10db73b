"""What is added to or cut from the gradient: L1, L2 and a bound on its norm."""

from dataclasses import dataclass

import numpy as np

from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace


@dataclass(frozen=True)
class Penalty:
    """Penalties on weights (biases and norm scales are spared), and gradient clipping.

    Attributes
    ----------
    l1
        Adds ``l1 sum |w|`` to what is minimised.
    l2
        Adds ``l2 / 2 sum w^2``.
    clip
        Largest Euclidean norm of a member's whole gradient; None leaves it alone.

    References
    ----------
    Clipping by norm: Pascanu, Mikolov, Bengio (2013), arXiv:1211.5063.
    """

    l1: float = 0.0
    l2: float = 0.0
    clip: float | None = None

    @property
    def active(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.l1 or self.l2 or self.clip)

    @property
    def penalises(self) -> bool:
        """Whether `value` can be other than zero."""
        return bool(self.l1 or self.l2)

    def add(self, weights: Weights, gradient: Weights) -> None:
        """Add the penalties' gradients, then clip; in place."""
        xp = namespace(weights.flat)
        w, g = weights.trained, gradient.trained
        mask = xp.asarray(weights.layout.decay_mask)
        if self.l2:
            g += np.float32(self.l2) * mask * w
        if self.l1:
            g += np.float32(self.l1) * mask * xp.sign(w)
        if self.clip:
            norm = xp.sqrt(xp.square(g).sum(axis=1, keepdims=True))
            g *= xp.minimum(1, self.clip / xp.maximum(norm, 1e-30)).astype(g.dtype)

    def value(self, weights: Weights) -> Array:
        """Compute the penalty itself, ``(members,)``."""
        xp = namespace(weights.flat)
        w = weights.trained * xp.asarray(weights.layout.decay_mask)
        l1 = xp.abs(w).sum(axis=1)
        value: Array = self.l1 * l1 + self.l2 / 2 * xp.square(w).sum(axis=1)
        return value
