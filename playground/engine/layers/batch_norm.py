"""Batch normalisation."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, describe
from playground.engine.initialisers.constant import Constant
from playground.engine.initialisers.zero import Zero
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.weights import Views, WeightSpec
from playground.kernels.array import Array, namespace


class BatchNorm(Layer, frozen=True):
    """Centres and scales every unit over the mini-batch, then by a learned scale and shift.

    y = scale (x - mean) / sqrt(variance + epsilon) + shift. While learning, mean and variance are
    the batch's; for predicting, running averages of them. Those averages are state: no optimizer
    and no weight decay touches them. Shapes: ``(members, n, *axes, units)``, unchanged.

    References
    ----------
    Ioffe, Szegedy (2015), arXiv:1502.03167. Why it helps is disputed: Santurkar et al. (2018),
    arXiv:1805.11604.
    """

    rank: ClassVar[int] = 4

    momentum: Annotated[
        float,
        setting("Momentum", "Weight of the newest batch in the running averages.",
                above=0, high=1, tunable=True),
    ] = 0.1  # fmt: skip
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
        """Return scale and shift, and the running averages as state."""
        units = inputs[0][-1][1]
        assert units is not None
        one, zero = Constant(value=1.0), Zero()
        return {
            "scale": WeightSpec((units,), one, decay=False),
            "shift": WeightSpec((units,), zero, decay=False),
            "mean": WeightSpec((units,), zero, trainable=False, decay=False),
            "variance": WeightSpec((units,), one, trainable=False, decay=False),
        }

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Normalise with the batch's statistics while training, the running ones otherwise."""
        (given,) = x
        axes = tuple(range(context.lead - 1, given.ndim - 1))
        wide = (..., *(None for _ in axes), slice(None))
        scale, xp = w["scale"][wide], namespace(given)
        if context.training:
            mean = given.mean(axis=axes, keepdims=True)
            variance = xp.square(given - mean).mean(axis=axes, keepdims=True)
            self._remember(w, mean, variance, given.size // mean.size)
        else:
            mean, variance = w["mean"][wide], w["variance"][wide]
        inverse = 1 / xp.sqrt(variance + self.epsilon)
        unit = (given - mean) * inverse
        training = context.training

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            if into is not None:
                into["scale"][...] = (dy * unit).sum(axis=axes)
                into["shift"][...] = dy.sum(axis=axes)
            d = dy * scale
            if training:
                d = d - d.mean(axis=axes, keepdims=True)
                d = d - unit * (d * unit).mean(axis=axes, keepdims=True)
            return (d * inverse,)

        return unit * scale + w["shift"][wide], pull

    def _remember(self, w: Views, mean: Array, variance: Array, rows: int) -> None:
        unbiased = variance * (rows / max(rows - 1, 1))
        for name, new in (("mean", mean), ("variance", unbiased)):
            old = w[name]
            old += self.momentum * (new.reshape(*new.shape[: old.ndim - 1], -1) - old)
