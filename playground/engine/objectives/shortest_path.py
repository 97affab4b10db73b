"""The shortest way between two points, or the fastest one where half of the ground is slow."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.engine.functions.curve import Answer, Curve
from playground.kernels.array import Array, namespace


class ShortestPath(Curve, frozen=True):
    """The shortest way between two points: every point of a line is pulled until it is straight.

    Minimises ``Σ n L`` over the straight pieces, L their length and n how slow the ground is: 1
    everywhere, or larger on the right half, where the fastest way bends as light does (Snell).
    """

    title: ClassVar[str] = "Shortest path"
    rank: ClassVar[int] = 110
    also_called: ClassVar[tuple[str, ...]] = (
        "straight line", "Snell", "Fermat", "geodesic", "curve", "calculus of variations",
        "variational",
    )  # fmt: skip
    quantity: ClassVar[str] = "length"

    ground: Annotated[
        Literal["even", "slow right half"],
        setting("Ground", "The same everywhere, or slower on the right half, as water is for "
                "light."),
    ] = "even"  # fmt: skip
    slowness: Annotated[
        float,
        setting("Slowness", "How much longer a step takes on the right half.", low=1, high=5,
                when=("ground", "slow right half")),
    ] = 2.0  # fmt: skip
    rise: Annotated[
        float,
        setting("Rise", "How much higher the right end is than the left one; the width is 1.",
                low=-1, high=1),
    ] = 0.5  # fmt: skip

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The origin, and a point one to the right."""
        return (0.0, 0.0), (1.0, self.rise)

    @property
    def places(self) -> Array:
        """Evenly spaced on both halves, with a point where the ground changes."""
        left = self.segments // 2
        half = np.linspace(0.0, 0.5, left + 1)
        return np.concatenate([half, np.linspace(0.5, 1.0, self.segments - left + 1)[1:]])

    @property
    def answer(self) -> Answer:
        """The straight line, or two that meet where the ground changes."""
        y = self._crossing()
        points = np.array([[0.0, 0.0], [0.5, y], [1.0, self.rise]])
        cost = float(np.hypot(0.5, y) + self._slow() * np.hypot(0.5, self.rise - y))
        return Answer(points, cost, cost, "Snell's path" if self._slow() > 1 else "straight line")

    def total(self, heights: Array) -> Array:
        """Compute ``Σ n L`` of curves ``(..., segments + 1)``."""
        xp = namespace(heights)
        across, weight = xp.asarray(np.diff(self.places)), xp.asarray(self._weights())
        cost: Array = (weight * xp.hypot(across, xp.diff(heights, axis=-1))).sum(axis=-1)
        return cost

    def slope(self, heights: Array) -> Array:
        """Compute its slope by each inner height: how far two neighbours pull apart."""
        xp = namespace(heights)
        across, up = xp.asarray(np.diff(self.places)), xp.diff(heights, axis=-1)
        sine = xp.asarray(self._weights()) * up / xp.hypot(across, up)
        pulled: Array = sine[..., :-1] - sine[..., 1:]
        return pulled

    def _slow(self) -> float:
        return 1.0 if self.ground == "even" else self.slowness

    def _weights(self) -> Array:
        left = self.segments // 2
        return np.repeat([1.0, self._slow()], [left, self.segments - left])

    def _crossing(self) -> float:
        """Return the height where both sides obey Snell's law, found by bisection."""
        low, high = sorted((0.0, self.rise))
        for _ in range(60):
            y = 0.5 * (low + high)
            pull = y / np.hypot(0.5, y) - self._slow() * (self.rise - y) / np.hypot(
                0.5, self.rise - y
            )
            low, high = (low, y) if pull > 0 else (y, high)
        return 0.5 * (low + high)
