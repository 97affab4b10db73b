"""One rate throughout."""

from typing import ClassVar

from playground.engine.schedule import Schedule


class Constant(Schedule, frozen=True):
    """Keep the rate as it is set."""

    rank: ClassVar[int] = 10

    def factor(self, step: int, total: int) -> float:
        """Return 1."""
        return 1.0
