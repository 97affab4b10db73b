"""The banana-shaped valley."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.functions.test_function import Point, Start, TestFunction, vectors
from playground.kernels.array import Array


class Rosenbrock(TestFunction, frozen=True):
    """A bent valley: its floor is quickly found, and the way along it takes long.

    ``f = (1 - x)² + b (y - x²)²`` with its minimum 0 at (1, 1). Rosenbrock (1960),
    doi:10.1093/comjnl/3.3.175.
    """

    title: ClassVar[str] = "Rosenbrock"
    rank: ClassVar[int] = 40

    start: Start = (-1.2, 1.0)
    steepness: Annotated[
        float, setting("Steepness", "How steep its sides are.", low=0, high=1000, scale="log")
    ] = 100.0

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A window over the valley."""
        return (-2.0, 2.0, -1.0, 2.4)

    @property
    def minima(self) -> tuple[Point, ...]:
        """The end of the valley."""
        return ((1.0, 1.0),)

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        value: Array = (1 - x) ** 2 + self.steepness * (y - x * x) ** 2
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        side = 2 * self.steepness * (y - x * x)
        return vectors(2 * (x - 1) - 2 * x * side, side)
