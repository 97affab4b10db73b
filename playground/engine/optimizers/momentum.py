"""A ball with inertia."""

from typing import Annotated, ClassVar, Literal

from playground.core.settings import setting
from playground.engine.optimizer import GRADIENT, Optimizer, Rate, Stage, State
from playground.kernels.array import Array
from playground.kernels.updates import averaged_momentum, momentum


class Momentum(Optimizer, frozen=True):
    """Roll like a ball: speed builds up along a slope and cancels across a ravine.

    Classical: ``v <- beta v + g``. Averaged: ``v <- beta v + (1 - beta) g``, whose steps are
    ``1 - beta`` times as long at the same rate. Both: ``w <- w - rate v``.

    References
    ----------
    Polyak (1964), "Some methods of speeding up the convergence of iteration methods",
    doi:10.1016/0041-5553(64)90137-5.
    """

    rank: ClassVar[int] = 20
    default_rate: ClassVar[float] = 0.03
    memory: ClassVar[tuple[str, ...]] = ("v",)

    beta: Annotated[
        float,
        setting("Momentum", "Share of the speed kept at each step.", low=0, below=1, tunable=True),
    ] = 0.9
    form: Annotated[
        Literal["classical", "averaged"],
        setting("Form", "Add up gradients, or average them: averaging takes shorter steps."),
    ] = "classical"

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
        rule = momentum if self.form == "classical" else averaged_momentum
        rule(flat, state["v"], gradient, rate, self.beta)

    def stages(
        self,
        flat: Array,
        gradient: Array,
        state: State,
        rate: Rate,
        t: int,
        decay_mask: Array | None = None,
    ) -> list[Stage]:
        """Return the gradient's part, what is left of the old speed, and their sum."""
        share = 1.0 if self.form == "classical" else 1 - self.beta
        step = self.foresee(flat, gradient, state, rate, t, decay_mask)
        kept = -(state["v"] * self.beta * rate)
        return [(GRADIENT, -(gradient * share * rate)), ("momentum", kept), (self.step_name, step)]

    def stability_limit(self, curvature: float) -> float | None:
        """Return ``(2 + 2 beta) / curvature``, for averages divided by ``1 - beta``."""
        if curvature <= 0:
            return None
        limit = (2 + 2 * self.beta) / curvature
        return limit if self.form == "classical" else limit / (1 - self.beta)
