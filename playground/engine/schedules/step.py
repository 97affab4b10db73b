"""A staircase."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.schedule import Schedule


class Step(Schedule, frozen=True):
    """Lower the rate in stairs.

    ``drop ** floor(step / every)``.
    """

    rank: ClassVar[int] = 20

    every: Annotated[
        int,
        setting(
            "Every", "Length of a stair.",
            low=1, high=1_000_000, scale="log", unit="steps", tunable=True,
        ),
    ] = 500  # fmt: skip
    drop: Annotated[
        float, setting("Drop", "Each stair multiplies by this.", above=0, high=1, tunable=True)
    ] = 0.5

    def factor(self, step: int, total: int) -> float:
        """Return the height of the stair that `step` stands on."""
        return float(self.drop ** (step // self.every))
