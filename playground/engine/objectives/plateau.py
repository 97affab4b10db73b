"""Land so flat that there is hardly a slope to follow."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.functions.test_function import Point, Start, TestFunction
from playground.kernels.array import Array, namespace


class Plateau(TestFunction, frozen=True):
    """A pit in a plain: far from it there is hardly a slope, near it there is a steep one.

    ``f = s / (1 + s)`` with ``s = x² + y²`` to the power of a sharpness, and its minimum 0 at the
    origin.
    """

    rank: ClassVar[int] = 80

    start: Start = (-3.0, 1.5)
    sharpness: Annotated[
        float, setting("Sharpness", "How sudden the pit's edge is.", low=1, high=6)
    ] = 2.0

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """A window around the pit."""
        return (-4.0, 4.0, -3.0, 3.0)

    @property
    def minima(self) -> tuple[Point, ...]:
        """The floor of the pit."""
        return ((0.0, 0.0),)

    def value(self, w: Array) -> Array:
        """Compute the function at points ``(..., 2)``."""
        s = self._far(w)
        value: Array = s / (1 + s)
        return value

    def gradient(self, w: Array) -> Array:
        """Compute the gradient at points ``(..., 2)``."""
        square = (w * w).sum(axis=-1)
        near = namespace(w).maximum(square, 1e-30) ** (self.sharpness - 1)
        gradient: Array = w * (2 * self.sharpness * near / (1 + square * near) ** 2)[..., None]
        return gradient

    def _far(self, w: Array) -> Array:
        far: Array = (w * w).sum(axis=-1) ** self.sharpness
        return far
