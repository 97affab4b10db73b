"""The distribution that says no more than is known."""

from functools import lru_cache
from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import SettingError, setting
from playground.engine.functions import moments
from playground.engine.functions.minimisable import Minimisable
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace

CELLS = 160
"""Outcomes that a line is cut into."""

TAILS = 5.0
"""Spreads that a line must reach beyond the mean for its rim not to matter."""


class MaximumEntropy(Minimisable, frozen=True):
    """The distribution of the largest entropy among all that have the moments which are known.

    It has the form ``p(x) = exp(λ₁ f₁(x) + λ₂ f₂(x) + ...) / Z``, and the weights are the
    multipliers λ of the moments: descent minimises ``log Z - λ · wanted``, which is convex and
    whose lowest value is the largest entropy. The slope is what the moments are now, less what
    they should be. Where nothing is known there are no multipliers; then the weights are one
    logit for each outcome, and what is minimised is how much entropy is missing.

    Jaynes (1957), doi:10.1103/PhysRev.106.620.
    """

    title: ClassVar[str] = "Maximum entropy"
    rank: ClassVar[int] = 140
    also_called: ClassVar[tuple[str, ...]] = (
        "MaxEnt", "Gibbs distribution", "exponential family", "probability", "moments",
    )  # fmt: skip
    shows: ClassVar[tuple[str, ...]] = ("entropy",)
    precision: ClassVar[Literal["float32", "float64"]] = "float64"

    outcomes: Annotated[
        Literal["two outcomes", "die", "half-line", "line"],
        setting("Outcomes", "0 or 1; 1 to 6; numbers from 0 up to the reach; numbers as far as "
                "the reach on both sides of 0."),
    ] = "line"  # fmt: skip
    known: Annotated[
        Literal["nothing", "mean", "mean and variance", "four moments"],
        setting("Known", "Moments that the distribution must have."),
    ] = "mean and variance"
    mean: Annotated[float, setting("Mean", "That is known.", low=-100, high=100)] = 1.0
    variance: Annotated[
        float, setting("Variance", "That is known.", above=0, high=10_000, scale="log")
    ] = 4.0
    skewness: Annotated[
        float,
        setting("Skewness", "How lopsided; 0 is even.", low=-10, high=10,
                when=("known", "four moments")),
    ] = 0.0  # fmt: skip
    kurtosis: Annotated[
        float,
        setting("Kurtosis", "How heavy the tails are; 3 is a normal one's.", low=1, high=50,
                when=("known", "four moments")),
    ] = 3.0  # fmt: skip
    reach: Annotated[
        float,
        setting("Reach", "How far a line or half-line goes.", above=0, high=100, scale="log"),
    ] = 12.0
    begin: Annotated[
        Literal["flat", "random"],
        setting("Start", "From all outcomes alike, or from multipliers that the seed draws. Where "
                "nothing is known it is always random."),
    ] = "flat"  # fmt: skip

    def __post_init__(self) -> None:
        """Refuse moments that no distribution has.

        Raises
        ------
        SettingError
            In words for the person.
        """
        if not self.count:
            return
        low, high = (float(end) for end in self.places[[0, -1]])
        if not low < self.mean < high:
            raise SettingError(
                "mean", f"no distribution has it: outcomes go from {low:.4g} to {high:.4g}, and a "
                "mean lies between",
            )  # fmt: skip
        if self.count == 1:
            return
        if self.outcomes == "two outcomes":
            raise SettingError(
                "known", "the mean alone settles two outcomes: choose mean, or other outcomes"
            )
        most = (high - self.mean) * (self.mean - low)
        step = (high - low) / (len(self.places) - 1)
        share = (self.mean - low) / step % 1.0
        least = share * (1 - share) * step**2
        if not least < self.variance < most:
            raise SettingError(
                "variance", f"no distribution has it: with this mean it lies between {least:.3g} "
                f"and {most:.4g}",
            )  # fmt: skip
        self._check_shape()

    def _check_shape(self) -> None:
        if self.count < len(("mean", "variance", "skewness", "kurtosis")):
            return
        least = self.skewness**2 + 1
        if self.kurtosis <= least:
            raise SettingError(
                "kurtosis", f"no distribution has it: with this skewness it is above {least:.4g}"
            )
        last = (self.skewness, self.kurtosis)
        if not moments.possible(tuple(self.places.tolist()), self.mean, self._spread, last):
            raise SettingError(
                "kurtosis", "no distribution on these outcomes has these four moments: choose a "
                "kurtosis nearer to 3, a skewness nearer to 0, or a longer reach",
            )  # fmt: skip

    @property
    def count(self) -> int:
        """Number of moments that are known."""
        return {"nothing": 0, "mean": 1, "mean and variance": 2, "four moments": 4}[self.known]

    @property
    def places(self) -> Array:
        """The outcomes, ``(n,)``: of a line the middles of its cells."""
        if self.outcomes == "two outcomes":
            return np.array([0.0, 1.0])
        if self.outcomes == "die":
            return np.arange(1.0, 7.0)
        low = 0.0 if self.outcomes == "half-line" else -self.reach
        edges = np.linspace(low, self.reach, CELLS + 1)
        middles: Array = 0.5 * (edges[1:] + edges[:-1])
        return middles

    @property
    def _spread(self) -> float:
        """Length that outcomes are measured in: the answer's standard deviation where known."""
        if self.count > 1:
            return float(np.sqrt(self.variance))
        if self.outcomes == "half-line":
            return self.mean
        return float(self.places.std())

    @property
    def variables(self) -> tuple[str, ...]:
        """A multiplier for each moment; a logit for each outcome where nothing is known."""
        if self.count:
            return tuple(f"λ{k}" for k in range(1, self.count + 1))
        return tuple(f"z{i}" for i in range(1, len(self.places) + 1))

    @property
    def outline(self) -> Array:
        """The answer, each outcome as broad as its share of a card."""
        exact = self.exact
        drawn: Array = exact[np.linspace(0, len(exact) - 1e-9, 96).astype(int)]
        return np.concatenate([[0.0], drawn, [0.0]])

    @property
    def answer(self) -> str:
        """What the answer is called: the textbook's, if the line is long enough for it."""
        if not self.count:
            return "uniform"
        if self.outcomes == "half-line" and self.known == "mean" and 8 * self.mean < self.reach:
            return "exponential"
        inside = self.reach - abs(self.mean) > TAILS * self._spread
        wide = self._spread > 2 * self.reach / CELLS
        if self.outcomes == "line" and self.known == "mean and variance" and inside and wide:
            return "normal"
        return "exact"

    @property
    def exact(self) -> Array:
        """Shares of the answer, ``(n,)``.

        The textbook's distribution where it has a name, cut into the cells; else the one that
        Newton's method finds.
        """
        return _exact(self)

    def table(self) -> tuple[Array, Array]:
        """Return features of every outcome, ``(n, count)``, and their wanted means."""
        return _table(self)

    def shares(self, w: Array) -> Array:
        """Compute distributions ``(..., n)`` of weights ``(..., dimension)``."""
        return moments.softmax(self._logits(w))

    def value(self, w: Array) -> Array:
        """Compute ``log Z - λ · wanted``, or ``log n - H`` where nothing is known."""
        xp, logits = namespace(w), self._logits(w)
        if not self.count:
            missing: Array = np.log(len(self.places)) - entropy(moments.softmax(logits))
            return missing
        high = logits.max(axis=-1)
        grown = xp.log(xp.exp(logits - high[..., None]).sum(axis=-1))
        value: Array = high + grown - w @ self.table()[1]
        return value

    def gradient(self, w: Array) -> Array:
        """Compute its gradient: the moments as they are, less as they should be."""
        shares = self.shares(w)
        if self.count:
            table, target = self.table()
            slope: Array = shares @ table - target
            return slope
        surprise = _logs(shares) + entropy(shares)[..., None]
        bent: Array = np.sqrt(len(self.places)) * shares * surprise
        return bent

    def starts(self, seeds: tuple[int, ...]) -> Array:
        """Return where members start, ``(members, dimension)``."""
        if self.count and self.begin == "flat":
            return np.zeros((len(seeds), self.dimension))
        drawn = np.stack([generator(seed, "start").standard_normal(8) for seed in seeds])
        if self.count:
            few: Array = 0.3 * drawn[:, : self.count]
            return few
        along = np.linspace(0.0, np.pi, len(self.places))
        lumps = drawn @ np.cos(np.outer(np.arange(1, 9), along))
        lumps *= 1.2 / np.maximum(lumps.std(axis=1, keepdims=True), 1e-12)
        uneven: Array = lumps / np.sqrt(len(self.places))
        return uneven

    def own_metrics(self, w: Array) -> dict[str, Array]:
        """Return the entropy, and how far shares and moments are from the answer's."""
        shares = self.shares(w)
        told = {"entropy": entropy(shares), "distance": 0.5 * abs(shares - self.exact).sum(-1)}
        if self.count:
            told["moment_gap"] = abs(self.gradient(w)).max(axis=-1)
        return told

    def _logits(self, w: Array) -> Array:
        w = w.astype(np.float64, copy=False)
        logits: Array = w @ self.table()[0].T if self.count else w * np.sqrt(len(self.places))
        return logits


def entropy(shares: Array) -> Array:
    """Compute ``-Σ p log p`` of distributions ``(..., n)`` in nats."""
    total: Array = -(shares * _logs(shares)).sum(axis=-1)
    return total


def _logs(shares: Array) -> Array:
    logs: Array = np.log(np.maximum(shares, 1e-300))
    return logs


@lru_cache(maxsize=64)
def _table(wanted: MaximumEntropy) -> tuple[Array, Array]:
    table = moments.features(wanted.places, wanted.mean, wanted._spread, wanted.count)
    return table, moments.wanted(wanted.skewness, wanted.kurtosis, wanted.count)


@lru_cache(maxsize=64)
def _exact(wanted: MaximumEntropy) -> Array:
    x = wanted.places
    if not wanted.count:
        return np.full(len(x), 1 / len(x))
    if wanted.answer == "exact":
        table, target = wanted.table()
        return moments.softmax(table @ moments.solved(table, target))
    edges = np.concatenate([[1.5 * x[0] - 0.5 * x[1]], 0.5 * (x[1:] + x[:-1]), [wanted.reach]])
    if wanted.answer == "exponential":
        under = -np.exp(-edges / wanted.mean)
    else:
        from scipy.special import ndtr

        under = ndtr((edges - wanted.mean) / wanted._spread)
    shares: Array = np.diff(under) / (under[-1] - under[0])
    return shares
