"""A place where the slope is zero but nothing is at its lowest."""

from typing import ClassVar

from playground.engine.functions.test_function import Point, Start, TestFunction, vectors
from playground.kernels.array import Array


class Saddle(TestFunction, frozen=True):
    """A mountain pass between two valleys: at its middle the slope is zero, yet it is no minimum.

    ``f = x² / 2 - y² / 2 + y⁴ / 4``: down to the pass along x, down from it along y, with minima
    of -1/4 at (0, 1) and (0, -1). A start with y = 0 exactly stays on the pass.
    """

    rank: ClassVar[int] = 30

    start: Start = (-1.8, 0.001)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A window around pass and minima."""
        return (-2.4, 2.4, -1.8, 1.8)

    @property
    def minima(self) -> tuple[Point, ...]:
        """The floors of both valleys."""
        return ((0.0, 1.0), (0.0, -1.0))

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        value: Array = 0.5 * (x * x - y * y) + 0.25 * (y * y) ** 2
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        return vectors(x, y * (y * y - 1))
