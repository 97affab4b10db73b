"""A curve with a ledge on its way down."""

from typing import ClassVar

from playground.engine.functions.test_function import Point, Start, TestFunction
from playground.kernels.array import Array


class Quartic(TestFunction, frozen=True):
    """A curve with a flat ledge halfway down: plain descent stops there, a rolling ball does not.

    ``f = x⁴ - 3 x³ + 2``: its slope is zero at 0, where it only bends, and at its minimum 9/4.
    """

    title: ClassVar[str] = "Quartic x⁴ − 3x³ + 2"
    rank: ClassVar[int] = 90

    start: Start = (-0.8,)

    @property
    def variables(self) -> tuple[str, ...]:
        """One variable."""
        return ("x",)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A window over ledge and minimum."""
        return (-1.35, 3.25, 0.0, 1.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        """The only one."""
        return ((2.25,),)

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 1)``."""
        x = w[..., 0]
        value: Array = x * x * x * (x - 3) + 2
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 1)``."""
        gradient: Array = w * w * (4 * w - 9)
        return gradient
