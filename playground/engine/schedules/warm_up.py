"""A ramp at the start."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.schedule import Schedule


class WarmUp(Schedule, frozen=True):
    """Raise the rate evenly over the first steps, then keep it.

    ``min(1, (step + 1) / steps)``.

    References
    ----------
    Goyal et al. (2017), "Accurate, large minibatch SGD", arXiv:1706.02677.
    """

    rank: ClassVar[int] = 50

    steps: Annotated[
        int,
        setting(
            "Steps", "Length of the ramp.", low=1, high=1_000_000, scale="log", tunable=True
        ),
    ] = 100

    def factor(self, step: int, total: int) -> float:
        """Return the height of the ramp."""
        return min(1.0, (step + 1) / self.steps)
