"""An activation function as a block of its own."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.layers.dense import ActivationName
from playground.engine.weights import Views
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.array import Array


class Activation(Layer, frozen=True):
    """Bends every number by the same function, unit by unit (softmax: over the units).

    Shapes: any ``(members, n, *axes)``, unchanged.
    """

    rank: ClassVar[int] = 2

    function: Annotated[
        ActivationName, setting("Function", "What is applied to every number.")
    ] = "relu"

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Compute the function of every number."""
        (given,) = x
        value, gradient = ACTIVATIONS[self.function][:2]
        y = value(given)
        wanted = context.wanted

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            return (gradient(given, y, dy) if wanted else None,)

        return y, pull
