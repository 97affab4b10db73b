"""The parent of normalising layers: centre, scale, then a learned scale and shift."""

from typing import Annotated

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, describe
from playground.engine.initialisers.constant import Constant
from playground.engine.initialisers.zero import Zero
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.weights import Views, WeightSpec
from playground.kernels.array import Array, namespace


class Normaliser(Layer, frozen=True):
    """Centres and scales numbers; a subclass says over what mean and variance are taken."""

    epsilon: Annotated[
        float,
        setting("Epsilon", "Keeps the division finite.", above=0, high=1, scale="log",
                section="Details"),
    ] = 1e-5  # fmt: skip

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

    def normalised(
        self, w: Views, centred: Array, variance: Array, context: Context, over: tuple[int, ...]
    ) -> tuple[Array, Pullback]:
        """Compute ``scale centred / sqrt(variance + epsilon) + shift``, and the way back.

        Parameters
        ----------
        w
            Scale and shift, each ``(members, units)``.
        centred
            Numbers less their mean, ``(members | 1, n, *axes, units)``.
        variance
            Broadcasts against them.
        over
            Axes over which mean and variance were taken of the numbers themselves; none where
            both were given.
        """
        axes = tuple(range(context.lead - 1, centred.ndim - 1))
        wide = (..., *(None for _ in axes), slice(None))
        scale = w["scale"][wide]
        inverse = 1 / namespace(centred).sqrt(variance + self.epsilon)
        unit = centred * inverse

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            if into is not None:
                into["scale"][...] = (dy * unit).sum(axis=axes)
                into["shift"][...] = dy.sum(axis=axes)
            d = dy * scale
            if over:
                d = d - d.mean(axis=over, keepdims=True)
                d = d - unit * (d * unit).mean(axis=over, keepdims=True)
            return (d * inverse,)

        return unit * scale + w["shift"][wide], pull
