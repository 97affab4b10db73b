"""The parent of schedules: how the learning rate changes over the steps."""

from typing import ClassVar

from playground.core.registry import tag_of
from playground.core.settings import Plugin


class Schedule(Plugin, frozen=True, tag=tag_of):
    """A rule that multiplies the base rate; a subclass defines `factor`."""

    title: ClassVar[str] = ""
    rank: ClassVar[int] = 100

    def factor(self, step: int, total: int) -> float:
        """Return what multiplies the base rate.

        Parameters
        ----------
        step
            Steps already taken: 0 for the first one. May run past `total`.
        total
            Steps that the run is planned for.
        """
        raise NotImplementedError


def progress(step: float, total: float) -> float:
    """Return how much of the plan is done, from 0 to 1; a plan of no steps is done.

    Examples
    --------
    >>> progress(25, 100), progress(300, 100), progress(0, 0)
    (0.25, 1.0, 1.0)
    """
    return min(max(step / total, 0.0), 1.0) if total > 0 else 1.0
