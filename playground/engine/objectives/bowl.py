"""The simplest valley there is."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.functions.test_function import Point, Start, TestFunction, vectors
from playground.kernels.array import Array


class Bowl(TestFunction, frozen=True):
    """A round or stretched bowl: along each axis the rate is too high beyond 2 / curvature.

    ``f = a x² / 2 + b y² / 2`` with its minimum 0 at the origin.
    """

    rank: ClassVar[int] = 10

    start: Start = (-2.5, 1.5)
    along_x: Annotated[
        float, setting("Curvature along x", "", low=0, high=1000, scale="log")
    ] = 1.0
    along_y: Annotated[
        float, setting("Curvature along y", "", low=0, high=1000, scale="log")
    ] = 3.0

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A square around the minimum."""
        return (-4.0, 4.0, -3.0, 3.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        """The origin."""
        return ((0.0, 0.0),)

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 2)``."""
        x, y = w[..., 0], w[..., 1]
        value: Array = 0.5 * (self.along_x * x * x + self.along_y * y * y)
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 2)``."""
        return vectors(self.along_x * w[..., 0], self.along_y * w[..., 1])
