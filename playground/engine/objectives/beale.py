"""A basin among cliffs."""

from typing import ClassVar

from playground.engine.functions.test_function import Point, Start, TestFunction, vectors
from playground.kernels.array import Array


class Beale(TestFunction, frozen=True):
    """A flat basin with cliffs at its corners: gradients of very different sizes.

    ``f = (1.5 - x + xy)² + (2.25 - x + xy²)² + (2.625 - x + xy³)²`` with its minimum 0 at
    (3, 0.5). Beale (1958), "On an iterative method for finding a local minimum of a function of
    more than one variable", Princeton.
    """

    title: ClassVar[str] = "Beale"
    rank: ClassVar[int] = 50

    start: Start = (1.0, 1.5)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """The usual window."""
        return (-4.5, 4.5, -4.5, 4.5)

    @property
    def minima(self) -> tuple[Point, ...]:
        """The only one."""
        return ((3.0, 0.5),)

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        parts = (1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y)
        first, second, third = (part * part for part in parts)
        value: Array = first + second + third
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        y2, y3 = y * y, y * y * y
        first, second, third = 1.5 - x + x * y, 2.25 - x + x * y2, 2.625 - x + x * y3
        by_x = 2 * (first * (y - 1) + second * (y2 - 1) + third * (y3 - 1))
        by_y = 2 * x * (first + 2 * y * second + 3 * y2 * third)
        return vectors(by_x, by_y)
