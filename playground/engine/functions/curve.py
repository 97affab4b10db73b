"""The parent of curves that are looked for: the heights of their points are the weights."""

from typing import Annotated, ClassVar, Literal, NamedTuple

import numpy as np

from playground.core.settings import setting
from playground.engine.functions.minimisable import Minimisable
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace

MODES = 6
"""Waves that a random start is made of."""

Begin = Literal["straight", "sagging", "waves", "random"]
"""What a curve looks like before the first step."""


class Answer(NamedTuple):
    """What is known of the best curve.

    Attributes
    ----------
    points
        From end to end, ``(k, 2)``.
    cost
        What it costs: no curve costs less.
    measure
        What a gap to that cost is told in shares of.
    name
        What people call it.
    """

    points: Array
    cost: float
    measure: float
    name: str


class Curve(Minimisable, frozen=True):
    """A curve between two fixed ends, given by the heights of points at fixed places along x.

    The weights of a member are the heights of its inner points, in units that a subclass may
    choose. What is minimised is a sum over the straight pieces between points, so its slope by one
    height is the Euler-Lagrange expression of that point, ``F_y - d/dx F_y'``, times the width
    that the point stands for. A subclass defines `ends`, `total`, `slope` and `answer`.
    """

    shows: ClassVar[tuple[str, ...]] = ("curve",)
    precision: ClassVar[Literal["float32", "float64"]] = "float64"
    quantity: ClassVar[str] = ""
    """What is minimised, in a word."""
    unit: ClassVar[str] = ""
    """Unit of what is minimised."""

    segments: Annotated[
        int, setting("Segments", "Straight pieces of the curve.", low=8, high=160)
    ] = 40
    begin: Annotated[
        Begin, setting("Start", "What the curve looks like before the first step.")
    ] = "random"
    size: Annotated[
        float,
        setting("Size", "How far the start is from the straight line, in widths.", low=0, high=1),
    ] = 0.25

    @property
    def variables(self) -> tuple[str, ...]:
        """One name for each inner point."""
        return tuple(f"y{i}" for i in range(1, self.segments))

    @property
    def places(self) -> Array:
        """Where the points are along x, ``(segments + 1,)``; evenly spaced unless graded."""
        (left, _), (right, _) = self.ends
        return np.linspace(left, right, self.segments + 1)

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The two points that stay where they are."""
        raise NotImplementedError

    @property
    def answer(self) -> Answer:
        """The answer that is known."""
        raise NotImplementedError

    @property
    def _scale(self) -> Array:
        """Height of one unit of each weight, ``(segments - 1,)``."""
        return np.ones(self.segments - 1)

    @property
    def outline(self) -> Array:
        """The known answer, as a card draws it."""
        (left, _), (right, _) = self.ends
        x = np.linspace(left, right, 96)
        drawn: Array = np.interp(x, *self.answer.points.T)
        return drawn

    def total(self, heights: Array) -> Array:
        """Compute what curves ``(..., segments + 1)`` cost, ``(...,)``."""
        raise NotImplementedError

    def slope(self, heights: Array) -> Array:
        """Compute the cost's slope by each inner height, ``(..., segments - 1)``."""
        raise NotImplementedError

    def heights(self, w: Array) -> Array:
        """Return heights of all points, ``(..., segments + 1)``, of weights."""
        xp, (start, end) = namespace(w), self.ends
        inner = w * xp.asarray(self._scale)
        rim = xp.ones((*w.shape[:-1], 1))
        joined: Array = xp.concatenate([start[1] * rim, inner, end[1] * rim], axis=-1)
        return joined

    def value(self, w: Array) -> Array:
        """Compute the cost of curves with weights ``(..., dimension)``."""
        return self.total(self.heights(w))

    def gradient(self, w: Array) -> Array:
        """Compute its exact gradient by the weights."""
        slope: Array = self.slope(self.heights(w)) * namespace(w).asarray(self._scale)
        return slope

    def own_metrics(self, w: Array) -> dict[str, Array]:
        """Return the gap to the known answer, as a share, and the largest residual."""
        heights, answer = self.heights(w), self.answer
        gap = (self.total(heights) - answer.cost) / answer.measure
        return {"gap": gap, "residual": abs(residual(self, heights)).max(axis=-1)}

    def starts(self, seeds: tuple[int, ...]) -> Array:
        """Return weights of the curves that members start with, ``(members, dimension)``."""
        started: Array = np.stack([self._started(seed) for seed in seeds]) / self._scale
        return started

    def _started(self, seed: int) -> Array:
        """Return inner heights before the first step."""
        (left, _), (right, _) = self.ends
        t = (self.places[1:-1] - left) / (right - left)
        far = self.size * (right - left)
        lines = chord(self)[1:-1]
        if self.begin == "straight":
            return lines
        if self.begin == "sagging":
            return lines - far * 4 * t * (1 - t)
        if self.begin == "waves":
            return lines + far * np.sin(3 * np.pi * t)
        drawn = generator(seed, "start").standard_normal(MODES)
        waves = np.arange(1, MODES + 1)
        bent = np.sin(np.pi * np.outer(t, waves)) @ (drawn / np.sqrt(waves))
        bent *= far / max(float(np.abs(bent).max()), 1e-12)
        started: Array = lines + bent
        return started


def chord(curve: Curve) -> Array:
    """Return heights of the straight line between a curve's ends, ``(segments + 1,)``."""
    (x0, y0), (x1, y1) = curve.ends
    straight: Array = y0 + (y1 - y0) * (curve.places - x0) / (x1 - x0)
    return straight


def residual(curve: Curve, heights: Array) -> Array:
    """Compute the Euler-Lagrange expression at inner points, ``(..., segments - 1)``.

    It is zero along a curve that no small change makes cheaper.
    """
    x = namespace(heights).asarray(curve.places)
    found: Array = curve.slope(heights) / (0.5 * (x[2:] - x[:-2]))
    return found
