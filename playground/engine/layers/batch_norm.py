"""Batch normalisation."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.core.shape import Shape
from playground.engine.initialisers.constant import Constant
from playground.engine.initialisers.zero import Zero
from playground.engine.layer import Context, Pullback
from playground.engine.normaliser import Normaliser
from playground.engine.weights import Views, WeightSpec
from playground.kernels.array import Array, namespace


class BatchNorm(Normaliser, frozen=True):
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

    def weights(self, *inputs: Shape) -> dict[str, WeightSpec]:
        """Return scale and shift, and the running averages as state."""
        learned = super().weights(*inputs)
        shape = learned["scale"].shape
        one, zero = Constant(value=1.0), Zero()
        return learned | {
            "mean": WeightSpec(shape, zero, trainable=False, decay=False),
            "variance": WeightSpec(shape, one, trainable=False, decay=False),
        }

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Normalise with the batch's statistics while training, the running ones otherwise."""
        (given,) = x
        axes = tuple(range(context.lead - 1, given.ndim - 1))
        if not (context.training or context.settling):
            wide = (..., *(None for _ in axes), slice(None))
            centred = given - w["mean"][wide]
            return self.normalised(w, centred, w["variance"][wide], context, ())
        mean = given.mean(axis=axes, keepdims=True)
        centred = given - mean
        variance = namespace(given).square(centred).mean(axis=axes, keepdims=True)
        if context.settling:
            self._settle(w, mean, variance)
        else:
            self._remember(w, mean, variance, given.size // mean.size)
        return self.normalised(w, centred, variance, context, axes)

    def _settle(self, w: Views, mean: Array, variance: Array) -> None:
        for name, new in (("mean", mean), ("variance", variance)):
            w[name][...] = new.reshape(*new.shape[: w[name].ndim - 1], -1)

    def _remember(self, w: Views, mean: Array, variance: Array, rows: int) -> None:
        unbiased = variance * (rows / max(rows - 1, 1))
        for name, new in (("mean", mean), ("variance", unbiased)):
            old = w[name]
            old += self.momentum * (new.reshape(*new.shape[: old.ndim - 1], -1) - old)
