"""Adam with decay on the side."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.optimizer import Rate, Stage, State
from playground.engine.optimizers.adam import Adam
from playground.kernels.array import Array
from playground.kernels.updates import adamw


class AdamW(Adam, frozen=True):
    """Adam that also shrinks the weights a little, apart from the gradient.

    ``w <- w - rate weight_decay w`` where weights may decay, then a step of Adam.

    References
    ----------
    Loshchilov and Hutter (2019), "Decoupled weight decay regularization", arXiv:1711.05101.
    """

    title: ClassVar[str] = "AdamW"
    rank: ClassVar[int] = 50

    weight_decay: Annotated[
        float, setting("Weight decay", "Shrinks weights, not biases.", low=0, high=10, tunable=True)
    ] = 0.01

    def step(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> None:
        """Shrink the weights that may decay, then move them all, in place."""
        decay = self.weight_decay if decay_mask is None else self.weight_decay * decay_mask
        adamw(
            flat, state["m"], state["v"], gradient, rate, t, decay, self.beta1, self.beta2, self.eps
        )

    def stages(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> list[Stage]:
        """Return the stages of Adam with the decay before the whole step."""
        *parts, step = super().stages(flat, gradient, state, rate, t, decay_mask)
        decay = self.weight_decay if decay_mask is None else self.weight_decay * decay_mask
        return [*parts, ("weight decay", -(flat * decay * rate)), step]
