"""A bowl full of dents."""

from math import pi
from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.functions.test_function import Point, Start, TestFunction
from playground.kernels.array import Array, namespace


class Rastrigin(TestFunction, frozen=True):
    """A bowl with a dent at every whole number: descent stays in the first one it meets.

    ``f = 2 h + x² + y² - h cos(2 pi x) - h cos(2 pi y)`` with its lowest value 0 at the origin;
    h is the depth of the dents. Rastrigin (1974), "Systems of extremal control".
    """

    title: ClassVar[str] = "Rastrigin"
    rank: ClassVar[int] = 70

    start: Start = (-2.3, 1.8)
    depth: Annotated[float, setting("Dents", "How deep they are.", low=0, high=100)] = 10.0

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A window with some dozens of dents."""
        return (-4.0, 4.0, -3.0, 3.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        """The deepest dent."""
        return ((0.0, 0.0),)

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 2)``."""
        dents = self.depth * (1 - namespace(w).cos(2 * pi * w))
        value: Array = (w * w + dents).sum(axis=-1)
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 2)``."""
        gradient: Array = 2 * w + 2 * pi * self.depth * namespace(w).sin(2 * pi * w)
        return gradient
