"""Only the sign of the slope counts."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.optimizer import Optimizer, Rate, State
from playground.kernels.array import Array, namespace


class Rprop(Optimizer, frozen=True):
    """Look at the sign of the slope only: longer steps while it stays, shorter when it flips.

    Each weight has a step size of its own, which begins at the rate and is multiplied by `grow`
    or `shrink`. After a flip the weight waits for one step. It is meant for full batches: the
    noise of mini-batches flips signs for no reason.

    References
    ----------
    Riedmiller and Braun (1993), "A direct adaptive method for faster backpropagation learning:
    the RPROP algorithm", doi:10.1109/ICNN.1993.298623.
    """

    title: ClassVar[str] = "Rprop"
    rank: ClassVar[int] = 80
    default_rate: ClassVar[float] = 0.01
    wants_all_rows: ClassVar[bool] = True
    memory: ClassVar[tuple[str, ...]] = ("before", "size")
    step_name: ClassVar[str] = "step by sign"

    grow: Annotated[
        float,
        setting("Grow", "Factor while the slope keeps its sign.", low=1, high=3, tunable=True),
    ] = 1.2
    shrink: Annotated[
        float,
        setting("Shrink", "Factor when the slope flips its sign.", above=0, below=1, tunable=True),
    ] = 0.5
    longest: Annotated[
        float,
        setting(
            "Longest step", "No step size grows beyond it.",
            above=0, high=1e3, scale="log", section="Details", tunable=True,
        ),
    ] = 50.0  # fmt: skip
    shortest: Annotated[
        float,
        setting(
            "Shortest step", "No step size shrinks below it.",
            above=0, high=1, scale="log", section="Details", tunable=True,
        ),
    ] = 1e-6  # fmt: skip

    def step(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> None:
        """Move the weights one step, in place."""
        xp = namespace(flat)
        before, size = state["before"], state["size"]
        agrees = xp.sign(gradient * before)
        # Sizes are kept as multiples of the rate, so that a new rate takes effect at once.
        begun = xp.where(size > 0, size, 1)
        begun *= xp.where(agrees > 0, self.grow, xp.where(agrees < 0, self.shrink, 1))
        unit = xp.where(rate > 0, rate, 1)  # a schedule may end at a rate of 0
        size[...] = xp.clip(begun, self.shortest / unit, self.longest / unit)
        before[...] = xp.where(agrees < 0, 0, gradient)
        flat -= (xp.sign(before) * size * rate).astype(flat.dtype)
