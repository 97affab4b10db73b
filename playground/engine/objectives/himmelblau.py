"""Four valleys of the same depth."""

from typing import ClassVar

from playground.engine.functions.test_function import Point, Start, TestFunction, vectors
from playground.kernels.array import Array


class Himmelblau(TestFunction, frozen=True):
    """Four minima of the same depth: which one is found depends on the start and the rule.

    ``f = (x² + y - 11)² + (x + y² - 7)²``. Himmelblau (1972), "Applied Nonlinear Programming".
    """

    title: ClassVar[str] = "Himmelblau"
    rank: ClassVar[int] = 60

    start: Start = (-0.5, -0.8)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A window with all four minima."""
        return (-6.0, 6.0, -5.5, 5.5)

    @property
    def minima(self) -> tuple[Point, ...]:
        """All four."""
        return (
            (3.0, 2.0), (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.283185991286169), (3.584428340330492, -1.848126526964404),
        )  # fmt: skip

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        value: Array = (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        first, second = x * x + y - 11, x + y * y - 7
        return vectors(4 * x * first + 2 * second, 2 * first + 4 * y * second)
