"""Up once, then down once."""

from math import cos, pi
from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.schedule import Schedule, progress


class OneCycle(Schedule, frozen=True):
    """Raise the rate to its full height, then lower it to almost nothing, both along a cosine.

    From ``1 / start`` up to 1 over the share `rise` of the plan, then down to ``1 / start / end``.
    The base rate is the highest one. Past the plan it stays at the lowest.

    References
    ----------
    Smith and Topin (2018), "Super-convergence", arXiv:1708.07120.
    """

    rank: ClassVar[int] = 60

    rise: Annotated[
        float, setting("Rise", "Share of the steps that climb.", above=0, below=1, tunable=True)
    ] = 0.3
    start: Annotated[
        float,
        setting(
            "Start divisor", "The first rate is the highest divided by this.",
            low=1, high=1e4, scale="log", tunable=True,
        ),
    ] = 25.0  # fmt: skip
    end: Annotated[
        float,
        setting(
            "End divisor", "The last rate is the first divided by this.",
            low=1, high=1e6, scale="log", tunable=True,
        ),
    ] = 1e4  # fmt: skip

    def factor(self, step: int, total: int) -> float:
        """Return the height of the cycle, its top at step ``rise * total - 1``."""
        first, top = 1 / self.start, self.rise * total - 1
        if step < top:
            return _glide(first, 1.0, step / top)
        return _glide(1.0, first / self.end, progress(step - top, total - 1 - top))


def _glide(begin: float, end: float, share: float) -> float:
    return end + (begin - end) * (1 + cos(pi * share)) / 2
