"""An even slope on the log scale."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.schedule import Schedule


class Exponential(Schedule, frozen=True):
    """Lower the rate by the same share at every step.

    ``gamma ** (step / 1000)``: `gamma` is what is left of the rate after a thousand steps.
    """

    rank: ClassVar[int] = 30

    gamma: Annotated[
        float,
        setting("Left after 1000", "Share left after a thousand steps.", above=0, high=1,
                tunable=True),
    ] = 0.5  # fmt: skip

    def factor(self, step: int, total: int) -> float:
        """Return the share of the rate left after `step` steps."""
        return float(self.gamma ** (step / 1000))
