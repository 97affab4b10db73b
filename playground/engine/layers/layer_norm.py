"""Layer normalisation."""

from typing import ClassVar

from playground.engine.layer import Context, Pullback
from playground.engine.normaliser import Normaliser
from playground.engine.weights import Views
from playground.kernels.array import Array, namespace


class LayerNorm(Normaliser, frozen=True):
    """Centres and scales each sample over its units, then by a learned scale and shift.

    y = scale (x - mean) / sqrt(variance + epsilon) + shift, mean and variance over the last axis.
    It does the same while learning and predicting. Shapes: ``(members, n, *axes, units)``,
    unchanged.

    References
    ----------
    Ba, Kiros, Hinton (2016), arXiv:1607.06450.
    """

    rank: ClassVar[int] = 5

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Normalise over the last axis."""
        (given,) = x
        centred = given - given.mean(axis=-1, keepdims=True)
        variance = namespace(given).square(centred).mean(axis=-1, keepdims=True)
        return self.normalised(w, centred, variance, context, (-1,))
