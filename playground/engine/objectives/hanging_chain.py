"""A chain of a given length that hangs between two nails."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.engine.functions.curve import Answer, Curve, chord
from playground.kernels.array import Array, namespace

ROUNDS = 60
"""Newton steps at most; few are needed, as length is a convex function of the stretch."""


class HangingChain(Curve, frozen=True):
    """A chain between two nails: of all curves of its length it has the lowest middle of weight.

    The weights are how much each link is tilted, as slopes against the straight line between the
    nails in units of the root of the number of links, so that rates suit any number of them. Their
    mean is taken away, so that the chain ends at the nail, and all are stretched by the one factor
    that gives it its length. So no step can tear or stretch it, and what pulls at a
    point is its weight together with the tension of the chain, the multiplier λ in
    ``F = y sqrt(1 + y'²) / length + λ sqrt(1 + y'²)``. The answer is a catenary.

    Bernoulli, Huygens, Leibniz (1691), Acta Eruditorum.
    """

    title: ClassVar[str] = "Hanging chain"
    rank: ClassVar[int] = 130
    also_called: ClassVar[tuple[str, ...]] = (
        "catenary", "rope", "cable", "curve", "calculus of variations", "variational",
    )  # fmt: skip
    quantity: ClassVar[str] = "height of the middle"
    unit: ClassVar[str] = "m"

    segments: Annotated[
        int, setting("Segments", "Straight pieces of the chain.", low=8, high=160)
    ] = 48
    begin: Annotated[
        Literal["sagging", "waves", "random"],
        setting("Start", "What the chain looks like before the first step."),
    ] = "waves"
    size: Annotated[
        float,
        setting("Size", "How far the start is from the straight line before the chain is given "
                "its length, in widths.", low=0.01, high=1),
    ] = 0.25  # fmt: skip
    length: Annotated[
        float,
        setting("Length", "Of the chain, in distances between the nails.", low=1.02, high=3),
    ] = 1.6
    rise: Annotated[
        float,
        setting("Rise", "How much higher the right nail is; they are 1 apart sideways.", low=-1,
                high=1, unit="m"),
    ] = 0.2  # fmt: skip

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The nails."""
        return (0.0, 0.0), (1.0, self.rise)

    @property
    def long(self) -> float:
        """The chain's length."""
        return float(self.length * np.hypot(1.0, self.rise))

    @property
    def answer(self) -> Answer:
        """The catenary, and the height of its middle of weight."""
        wide, middle, high = self.catenary()
        x = np.linspace(0.0, 1.0, 257)
        points = np.stack([x, wide * np.cosh((x - middle) / wide) + high], axis=-1)
        left, right = -middle / wide, (1 - middle) / wide
        bent = wide / 2 * (1 + wide / 2 * (np.sinh(2 * right) - np.sinh(2 * left)))
        cost = float(bent / self.long + high)
        return Answer(points, cost, 0.5 * self.rise - cost, "catenary")

    def catenary(self) -> tuple[float, float, float]:
        """Return a, p and q of the answer ``a cosh((x - p) / a) + q``."""
        slack = np.sqrt(self.long**2 - self.rise**2)
        low, high = 1e-3, 1e3
        for _ in range(100):
            wide = np.sqrt(low * high)
            with np.errstate(over="ignore"):
                low, high = (wide, high) if 2 * wide * np.sinh(0.5 / wide) > slack else (low, wide)
        middle = 0.5 - wide * np.arctanh(self.rise / self.long)
        return float(wide), float(middle), float(-wide * np.cosh(middle / wide))

    @property
    def variables(self) -> tuple[str, ...]:
        """One name for each link."""
        return tuple(f"tilt{i}" for i in range(1, self.segments + 1))

    def heights(self, w: Array) -> Array:
        """Return heights of all points, ``(..., segments + 1)``: the chain has its length."""
        away = self._away(w)
        stretched = self._stretch(away)[..., None] * away
        heights: Array = namespace(w).asarray(chord(self)) + stretched
        return heights

    def gradient(self, w: Array) -> Array:
        """Compute the gradient by the weights, along which the length stays what it is."""
        xp, away = namespace(w), self._away(w)
        factor = self._stretch(away)[..., None]
        slope = self.slope(xp.asarray(chord(self)) + factor * away)
        rim = xp.zeros((*slope.shape[:-1], 1))
        # A link's tilt lifts all points after it.
        lifted = xp.flip(xp.cumsum(xp.flip(xp.concatenate([slope, rim], axis=-1), -1), -1), -1)
        turned: Array = factor * (lifted - lifted.mean(axis=-1, keepdims=True))
        turned /= np.sqrt(self.segments)
        return turned

    def starts(self, seeds: tuple[int, ...]) -> Array:
        """Return tilts of the chains that members start with, ``(members, segments)``."""
        inner = np.stack([self._started(seed) for seed in seeds]) - chord(self)[1:-1]
        away = np.pad(inner, ((0, 0), (1, 1)))
        away = self._stretch(away)[:, None] * away
        tilts: Array = np.diff(away, axis=-1) * np.sqrt(self.segments)
        return tilts

    def _away(self, w: Array) -> Array:
        """Return how far points are from the straight line, but for the chain's length."""
        xp = namespace(w)
        w = w.astype(np.float64, copy=False)
        rim = xp.zeros((*w.shape[:-1], 1))
        tilts = (w - w.mean(axis=-1, keepdims=True)) / np.sqrt(self.segments)
        away: Array = xp.concatenate([rim, xp.cumsum(tilts, axis=-1)], axis=-1)
        return away

    def total(self, heights: Array) -> Array:
        """Compute the height of the middle of weight, ``(...,)``."""
        xp = namespace(heights)
        long = self._links(heights)[0]
        middles = 0.5 * (heights[..., 1:] + heights[..., :-1])
        mean: Array = (middles * long).sum(axis=-1) / xp.asarray(self.long)
        return mean

    def slope(self, heights: Array) -> Array:
        """Compute what weight and tension together make of each inner height."""
        weight, longer = self._slopes(heights)
        slope: Array = weight + self.tension(heights)[..., None] * longer
        return slope

    def tension(self, heights: Array) -> Array:
        """Return the multiplier λ of the length, ``(...,)``: lifting a chain taut is worth it."""
        xp = namespace(heights)
        weight, longer = self._slopes(heights)
        away = heights[..., 1:-1] - xp.asarray(chord(self)[1:-1])
        against = (longer * away).sum(axis=-1)
        flat = abs(against) < 1e-12
        held = -(weight * away).sum(axis=-1) / xp.where(flat, 1.0, against)
        tension: Array = xp.where(flat, 0.0, held)
        return tension

    def _links(self, heights: Array) -> tuple[Array, Array]:
        """Return length and sine of every link, ``(..., segments)``."""
        xp = namespace(heights)
        up = xp.diff(heights, axis=-1)
        long = xp.hypot(xp.asarray(np.diff(self.places)), up)
        return long, up / long

    def _slopes(self, heights: Array) -> tuple[Array, Array]:
        """Return slopes of the middle of weight and of the length by each inner height."""
        long, sine = self._links(heights)
        middles = 0.5 * (heights[..., 1:] + heights[..., :-1])
        lifted = 0.5 * (long[..., 1:] + long[..., :-1])
        moved = middles * sine
        weight = (lifted + moved[..., :-1] - moved[..., 1:]) / self.long
        return weight, sine[..., :-1] - sine[..., 1:]

    def _stretch(self, away: Array) -> Array:
        """Return the factor that gives a chain its length, by Newton steps from above."""
        xp = namespace(away)
        across, rise = xp.asarray(np.diff(self.places)), xp.asarray(np.diff(chord(self)))
        bent = xp.diff(away, axis=-1)
        some = abs(bent).sum(axis=-1)
        # Twice the length in ups and downs is longer than the chain; flat ones stay flat.
        factor = xp.where(some > 0, 2 * self.long / xp.where(some > 0, some, 1.0), 0.0)
        for _ in range(ROUNDS):
            up = rise + factor[..., None] * bent
            long = xp.hypot(across, up)
            over = long.sum(axis=-1) - self.long
            grows = (up / long * bent).sum(axis=-1)
            step = xp.where(grows > 0, over / xp.where(grows > 0, grows, 1.0), 0.0)
            factor = factor - step
            if float(abs(step * some).max()) < 1e-13:
                break
        stretch: Array = factor
        return stretch
