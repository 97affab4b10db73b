"""A long narrow valley that lies across the axes."""

from math import cos, radians, sin
from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.functions.test_function import Point, Start, TestFunction, vectors
from playground.kernels.array import Array


class Ravine(TestFunction, frozen=True):
    """A narrow valley across the axes: steep to the sides, nearly flat along its floor.

    ``f = (u² + c v²) / 2`` where u runs along the valley, turned away from x by an angle, and v
    across it; c is how much more it curves across than along (the condition number).
    """

    rank: ClassVar[int] = 20

    start: Start = (-3.2, -0.4)
    condition: Annotated[
        float,
        setting("Condition", "Curvature across over curvature along.", low=1, high=10_000,
                scale="log"),
    ] = 50.0  # fmt: skip
    angle: Annotated[
        float, setting("Angle", "How far it is turned from x.", low=-90, high=90, unit="°")
    ] = 30.0

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A window around the minimum."""
        return (-4.0, 4.0, -3.0, 3.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        """The origin."""
        return ((0.0, 0.0),)

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 2)``."""
        along, across = self._turned(w)
        value: Array = 0.5 * (along * along + self.condition * across * across)
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 2)``."""
        along, across = self._turned(w)
        c, s, steep = cos(radians(self.angle)), sin(radians(self.angle)), self.condition * across
        return vectors(c * along - s * steep, s * along + c * steep)

    def _turned(self, w: Array) -> tuple[Array, Array]:
        x, y = w[..., 0], w[..., 1]
        c, s = cos(radians(self.angle)), sin(radians(self.angle))
        return c * x + s * y, c * y - s * x
