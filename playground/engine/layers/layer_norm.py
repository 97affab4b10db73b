"""Layer normalisation."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, describe
from playground.engine.initialisers.constant import Constant
from playground.engine.initialisers.zero import Zero
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.weights import Views, WeightSpec
from playground.kernels.array import Array, namespace


class LayerNorm(Layer, frozen=True):
    """Centres and scales each sample over its units, then by a learned scale and shift.

    y = scale (x - mean) / sqrt(variance + epsilon) + shift, mean and variance over the last axis.
    It does the same while learning and predicting. Shapes: ``(members, n, *axes, units)``,
    unchanged.

    References
    ----------
    Ba, Kiros, Hinton (2016), arXiv:1607.06450.
    """

    rank: ClassVar[int] = 5

    epsilon: Annotated[
        float, setting("Epsilon", "Keeps the division finite.", above=0, high=1, scale="log")
    ] = 1e-5

    def output_shape(self, *inputs: Shape) -> Shape:
        """Return the shape that came in.

        Raises
        ------
        ShapeError
            If the last axis has no fixed length.
        """
        if inputs[0][-1][1] is None:
            raise ShapeError(f"the units of {describe(inputs[0])} have no fixed number")
        return inputs[0]

    def weights(self, *inputs: Shape) -> dict[str, WeightSpec]:
        """Return a scale and a shift for each unit."""
        units = inputs[0][-1][1]
        assert units is not None
        return {
            "scale": WeightSpec((units,), Constant(value=1.0), decay=False),
            "shift": WeightSpec((units,), Zero(), decay=False),
        }

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Normalise over the last axis."""
        (given,) = x
        axes = tuple(range(context.lead - 1, given.ndim - 1))
        wide = (..., *(None for _ in axes), slice(None))
        scale, xp = w["scale"][wide], namespace(given)
        centred = given - given.mean(axis=-1, keepdims=True)
        spread = xp.square(centred).mean(axis=-1, keepdims=True)
        inverse = 1 / xp.sqrt(spread + self.epsilon)
        unit = centred * inverse

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            if into is not None:
                into["scale"][...] = (dy * unit).sum(axis=axes)
                into["shift"][...] = dy.sum(axis=axes)
            d = dy * scale
            d = d - d.mean(axis=-1, keepdims=True)
            d = d - unit * (d * unit).mean(axis=-1, keepdims=True)
            return (d * inverse,)

        return unit * scale + w["shift"][wide], pull
