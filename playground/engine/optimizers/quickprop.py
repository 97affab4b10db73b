"""Leaps to the foot of a parabola."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.optimizer import GRADIENT, Optimizer, Rate, Stage, State
from playground.kernels.array import Array, namespace


class Quickprop(Optimizer, frozen=True):
    """Draw a parabola through the last two slopes of each weight and leap to its lowest point.

    ``d <- d g / (p - g)`` with the slope ``p`` and the step ``d`` of one step ago, at most
    `growth` times as long as that step; ``- rate g`` is added unless the slope has changed its
    sign. It is meant for full batches, since both slopes must belong to one function.

    References
    ----------
    Fahlman (1988), "An empirical study of learning speed in back-propagation networks",
    Carnegie Mellon University, CMU-CS-88-162.
    """

    title: ClassVar[str] = "Quickprop"
    rank: ClassVar[int] = 85
    default_rate: ClassVar[float] = 0.01
    wants_all_rows: ClassVar[bool] = True
    memory: ClassVar[tuple[str, ...]] = ("before", "moved")

    growth: Annotated[
        float,
        setting(
            "Growth", "How many times the last step a step may be at most.",
            low=1, high=3, tunable=True,
        ),
    ] = 1.75  # fmt: skip

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
        moved = self._leap(gradient, state) + self._slide(gradient, state, rate)
        state["moved"][...] = moved
        state["before"][...] = gradient
        flat += state["moved"]

    def stages(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> list[Stage]:
        """Return the gradient's part, the leap to the parabola's foot, and their sum."""
        step = self.foresee(flat, gradient, state, rate, t, decay_mask)
        slide, leap = self._slide(gradient, state, rate), self._leap(gradient, state)
        return [(GRADIENT, slide), ("parabola", leap), (self.step_name, step)]

    def _slide(self, gradient: Array, state: State, rate: Rate) -> Array:
        """Return the part along the slope, 0 where the slope points back over the last step."""
        slide: Array = namespace(gradient).where(gradient * state["moved"] > 0, 0, gradient)
        return -(slide * rate)

    def _leap(self, gradient: Array, state: State) -> Array:
        """Return the part that the parabola asks for, 0 where there was no step before."""
        xp = namespace(gradient)
        before, moved = state["before"], state["moved"]
        way = xp.sign(moved)
        # Nearly as steep as before: the foot is far away, or on the other side.
        far = gradient * way < self.growth / (1 + self.growth) * before * way
        fall = before - gradient
        foot = moved * gradient / xp.where(fall == 0, 1, fall)
        foot = xp.where(far | (fall == 0), self.growth * moved, foot)
        leap: Array = xp.clip(foot, -self.growth * abs(moved), self.growth * abs(moved))
        return leap.astype(gradient.dtype)
