"""The slide on which a bead is fastest from one point to a lower one."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.functions.curve import Answer, Begin, Curve
from playground.kernels.array import Array, namespace

GRAVITY = 9.81
"""Metres per second squared."""

FLOOR = 0.25
"""Least drop of a point, in drops of the straight line's first point; see `_hurry`."""


LEAST = 0.4
"""Least drop of a point of a start, in drops of the straight line."""


class Brachistochrone(Curve, frozen=True):
    """The slide on which a bead rolls down fastest; the answer is a cycloid.

    A bead starts at rest at the left end and slides without friction. Its speed is
    ``v = sqrt(2 g drop)`` wherever it is, and a straight piece of length L takes exactly
    ``2 L / (v1 + v2)``. Points are graded, ``x = width u²`` with u evenly spaced: the bead is slow
    at first, and most is to be won there. Weights are heights in units of u^(2/3), as a cycloid
    falls, so that one rate suits points near the start and far from it.

    Bernoulli (1696), "Problema novum ad cujus solutionem mathematici invitantur".
    """

    title: ClassVar[str] = "Brachistochrone"
    rank: ClassVar[int] = 120
    also_called: ClassVar[tuple[str, ...]] = (
        "fastest descent", "cycloid", "slide", "curve", "calculus of variations", "variational",
    )  # fmt: skip
    quantity: ClassVar[str] = "time"
    unit: ClassVar[str] = "s"

    segments: Annotated[
        int, setting("Segments", "Straight pieces of the slide.", low=8, high=160)
    ] = 48
    begin: Annotated[
        Begin, setting("Start", "What the slide looks like before the first step.")
    ] = "straight"
    width: Annotated[
        float, setting("Width", "How far the end is to the right.", low=0.5, high=8, unit="m")
    ] = 3.0
    drop: Annotated[
        float, setting("Drop", "How far the end is below the start.", low=0.1, high=4, unit="m")
    ] = 1.0

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The start, high on the left, and the end at height 0."""
        return (0.0, self.drop), (self.width, 0.0)

    @property
    def places(self) -> Array:
        """Graded: close together where the bead is slow."""
        graded: Array = self.width * np.linspace(0.0, 1.0, self.segments + 1) ** 2
        return graded

    @property
    def _scale(self) -> Array:
        """Height of one unit of each weight."""
        return np.linspace(0.0, 1.0, self.segments + 1)[1:-1] ** (2 / 3)

    @property
    def answer(self) -> Answer:
        """The cycloid, at places that a bead reaches at even times."""
        radius, angle = self.cycloid()
        turned = np.linspace(0.0, angle, 257)
        x, y = radius * (turned - np.sin(turned)), self.drop - radius * (1 - np.cos(turned))
        cost = float(angle * np.sqrt(radius / GRAVITY))
        return Answer(np.stack([x, y], axis=-1), cost, cost, "cycloid")

    @property
    def straight(self) -> float:
        """Seconds that the straight line takes."""
        return float(np.hypot(self.width, self.drop) * np.sqrt(2 / (GRAVITY * self.drop)))

    def cycloid(self) -> tuple[float, float]:
        """Return the radius of the rolling circle, and how far it has turned at the end."""
        low, high = 1e-3, 2 * np.pi - 1e-6
        for _ in range(80):
            angle = 0.5 * (low + high)
            ratio = (angle - np.sin(angle)) / (1 - np.cos(angle))
            low, high = (angle, high) if ratio < self.width / self.drop else (low, angle)
        return float(self.drop / (1 - np.cos(low))), float(low)

    def speeds(self, heights: Array) -> Array:
        """Return the bead's speed at all points, ``(..., segments + 1)``, in metres a second."""
        return self._hurry(heights)[0]

    def times(self, heights: Array) -> Array:
        """Return when the bead comes by, ``(..., segments + 1)``, in seconds."""
        xp = namespace(heights)
        taken = self._taken(heights)
        begun = xp.zeros((*taken.shape[:-1], 1))
        arrived: Array = xp.concatenate([begun, xp.cumsum(taken, axis=-1)], axis=-1)
        return arrived

    def total(self, heights: Array) -> Array:
        """Compute the bead's time to the end, ``(...,)``."""
        total: Array = self._taken(heights).sum(axis=-1)
        return total

    def slope(self, heights: Array) -> Array:
        """Compute its slope by each inner height, ``(..., segments - 1)``."""
        xp = namespace(heights)
        across, up = xp.asarray(np.diff(self.places)), xp.diff(heights, axis=-1)
        long = xp.hypot(across, up)
        v, faster = self._hurry(heights)
        both = v[..., 1:] + v[..., :-1]
        steep = 2 * up / (long * both)
        slowed = -2 * long / both**2
        slope: Array = (
            steep[..., :-1] - steep[..., 1:]
            + (slowed[..., :-1] + slowed[..., 1:]) * faster[..., 1:-1]
        )  # fmt: skip
        return slope

    def _started(self, seed: int) -> Array:
        """Return inner heights before the first step, so low that a bead gets by."""
        share = self.places[1:-1] / self.width
        lowest = self.drop * (1 - LEAST * share)
        started: Array = np.minimum(super()._started(seed), lowest)
        return started

    def _taken(self, heights: Array) -> Array:
        xp = namespace(heights)
        long = xp.hypot(xp.asarray(np.diff(self.places)), xp.diff(heights, axis=-1))
        v = self.speeds(heights)
        taken: Array = 2 * long / (v[..., 1:] + v[..., :-1])
        return taken

    def _hurry(self, heights: Array) -> tuple[Array, Array]:
        """Return speeds and their slopes by height.

        A bead never gets above its start. Points that a step has put there count as all but at
        rest, the more so the higher they are: time stays finite and pushes them down again.
        """
        xp = namespace(heights)
        least = FLOOR * self.drop / self.segments**2
        fallen = self.drop - heights
        there = xp.maximum(fallen, least)
        v = xp.sqrt(2 * GRAVITY * there)
        stuck = xp.where(fallen < least, 1 + (least - fallen) / (2 * least), 1.0)
        speed = v / stuck
        slope = xp.where(fallen < least, -speed / (2 * least * stuck), -GRAVITY / v)
        speed[..., 0] = 0.0
        return speed, slope
