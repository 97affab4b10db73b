"""Adam with decay on the side."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.optimizer import Optimizer, Rate, State
from playground.kernels.array import Array
from playground.kernels.updates import adamw


class AdamW(Optimizer, frozen=True):
    """Adam that also shrinks the weights a little, apart from the gradient.

    ``w <- w - rate weight_decay w`` where weights may decay, then a step of Adam.

    References
    ----------
    Loshchilov and Hutter (2019), "Decoupled weight decay regularization", arXiv:1711.05101.
    """

    title: ClassVar[str] = "AdamW"
    rank: ClassVar[int] = 50
    default_rate: ClassVar[float] = 0.01
    memory: ClassVar[tuple[str, ...]] = ("m", "v")

    weight_decay: Annotated[
        float, setting("Weight decay", "Shrinks weights, not biases.", low=0, high=10, tunable=True)
    ] = 0.01
    beta1: Annotated[
        float,
        setting(
            "Momentum", "Share of the average gradient kept at each step.",
            low=0, below=1, tunable=True,
        ),
    ] = 0.9  # fmt: skip
    beta2: Annotated[
        float,
        setting(
            "Memory", "Share of the average squared gradient kept at each step.",
            low=0, below=1, tunable=True,
        ),
    ] = 0.999  # fmt: skip
    eps: Annotated[
        float,
        setting(
            "Epsilon", "Keeps the division finite.",
            low=1e-12, high=1, scale="log", section="Details", tunable=True,
        ),
    ] = 1e-8  # fmt: skip

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
