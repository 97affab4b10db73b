"""A prior that is drawn by hand, stroke by stroke."""

from collections.abc import Sequence

import numpy as np

from playground.kernels.array import Array

KNOTS = 21
"""Heights that a drawn curve is kept as."""


class PriorSketch:
    """Heights of a belief over values from 0 to 1, bent by strokes of the mouse.

    Parameters
    ----------
    heights
        To begin with, evenly spaced from 0 to 1.
    """

    def __init__(self, heights: Array) -> None:
        self.heights = np.array(heights, float)
        self._last: tuple[float, float] | None = None

    @classmethod
    def of(cls, belief: Array) -> "PriorSketch":
        """Begin with a belief ``(h,)`` over a grid, its top as 1."""
        dense = np.array(belief, float)
        dense[[0, -1]] *= 2  # the cells at both ends are half as wide
        at = np.linspace(0, 1, len(dense))
        heights = np.interp(np.linspace(0, 1, KNOTS), at, dense)
        return cls(heights / max(heights.max(), 1e-300))

    def begin(self) -> None:
        """Lift the pen."""
        self._last = None

    def draw(self, at: float, height: float) -> None:
        """Draw on to a place: every height on the way takes that of the line."""
        x0, y0 = self._last or (at, height)
        self._last = (at, height)
        places = np.linspace(0, 1, len(self.heights))
        reach = 0.5 / (len(self.heights) - 1)
        low, high = min(x0, at) - reach, max(x0, at) + reach
        within = (places >= low) & (places <= high)
        share = np.clip((places[within] - x0) / (at - x0), 0, 1) if at != x0 else 1.0
        self.heights[within] = y0 + share * (height - y0)

    def curve(self, points: int) -> Array:
        """Return the heights over a grid ``(points,)``."""
        places = np.linspace(0, 1, len(self.heights))
        curve: Array = np.interp(np.linspace(0, 1, points), places, self.heights)
        return curve

    @property
    def kept(self) -> list[float]:
        """The heights as a setting keeps them."""
        return rounded(self.heights.tolist())


def rounded(heights: Sequence[float]) -> list[float]:
    """Return heights to three digits behind the point.

    Examples
    --------
    >>> rounded([0.12345, 1.0])
    [0.123, 1.0]
    """
    return [round(float(height), 3) + 0.0 for height in heights]
