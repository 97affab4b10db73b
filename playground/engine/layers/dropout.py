"""Dropout."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.randomness import uniforms
from playground.engine.weights import Views
from playground.kernels.array import Array, namespace


class Dropout(Layer, frozen=True):
    """Drops units at random while learning, so that none is relied on.

    A unit is dropped with probability p; those kept are scaled by 1 / (1 - p), so that the
    expectation stays. When predicting nothing is dropped. Shapes: any, unchanged.

    References
    ----------
    Srivastava et al. (2014), "Dropout", JMLR 15:1929.
    """

    rank: ClassVar[int] = 3

    drop: Annotated[
        float,
        setting("Drop", "Share of units dropped at each step.", low=0, below=1, tunable=True),
    ] = 0.2

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Drop while training, pass through otherwise."""
        (given,) = x
        if not context.training or self.drop == 0:
            return given, lambda dy, into: (dy,)
        stream = f"dropout {context.block}"
        drawn = uniforms(context.seeds, stream, context.step, given.shape[context.lead - 1 :])
        if context.lead == 1:
            drawn = drawn[0]
        scale = (drawn >= self.drop).astype(given.dtype)
        scale /= np.asarray(1 - self.drop, given.dtype)
        scale = namespace(given).asarray(scale)

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            return (dy * scale,)

        return given * scale, pull
