"""The parent of blocks that are minimised without data: functions, curves, distributions."""

from typing import ClassVar, Literal

from playground.core.block import Block, Family, Port
from playground.kernels.array import Array


class Minimisable(Block, frozen=True):
    """A function of one or many variables that a fit goes down; the variables are its weights.

    A subclass defines `variables`, `value`, `gradient` and `starts`; all of them take or give
    any number of members at once.
    """

    family: ClassVar[Family] = "objective"
    outputs: ClassVar[tuple[Port, ...]] = (Port("function", "objective"),)
    shows: ClassVar[tuple[str, ...]] = ()
    """Names of what there is to see of it alone."""
    precision: ClassVar[Literal["float32", "float64"]] = "float32"
    """Of the weights: many variables that hang together want the double one."""

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the variables, in order."""
        raise NotImplementedError

    @property
    def dimension(self) -> int:
        """Number of variables."""
        return len(self.variables)

    @property
    def outline(self) -> Array:
        """What a card draws of it unless it draws a map: heights along a line, ``(k,)``."""
        raise NotImplementedError

    def value(self, w: Array) -> Array:
        """Compute what is minimised at points ``(..., dimension)``; returns ``(...,)``."""
        raise NotImplementedError

    def gradient(self, w: Array) -> Array:
        """Compute the exact gradient at points ``(..., dimension)``; returns the same shape."""
        raise NotImplementedError

    def starts(self, seeds: tuple[int, ...]) -> Array:
        """Return where members start, ``(members, dimension)`` float64."""
        raise NotImplementedError

    def own_metrics(self, w: Array) -> dict[str, Array]:
        """Return further numbers at points ``(members, dimension)``, ``(members,)`` by metric."""
        return {}
