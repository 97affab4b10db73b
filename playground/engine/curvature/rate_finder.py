"""Learning rates tried out: copies of one learner, each at a rate of its own, for a few steps."""

from typing import NamedTuple

import numpy as np

from playground.engine.batches import Batches
from playground.engine.optimizer import Optimizer
from playground.engine.signals.excerpt import excerpt
from playground.engine.training.descending import Descending
from playground.engine.training.descent import Descent, Group
from playground.engine.training.rule_in_force import rate_of, rule_of
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host

STREAM = 0xF1DE << 40
"""Added to seeds, so that no batch is drawn from the stream that training uses."""

SPAN = 1e3
"""Rates reach from the rule's default divided by it to the default times it."""

ROWS = 512


class Findings(NamedTuple):
    """What became of the copies.

    Attributes
    ----------
    rates
        Base rates, rising ``(k,)``.
    losses
        Loss of each copy after its steps ``(k,)``, on the same rows as `start`; not finite where
        it diverged.
    start
        Loss of all of them before.
    ceiling
        Loss above which a copy counts as diverged.
    """

    rates: Array
    losses: Array
    start: float
    ceiling: float

    @property
    def diverged(self) -> Array:
        """True where the loss has climbed out of sight, ``(k,)``."""
        return ~(self.losses <= self.ceiling)

    @property
    def largest(self) -> float:
        """The largest rate below which nothing diverges; NaN if all do."""
        good = int(np.argmax(self.diverged)) if self.diverged.any() else len(self.rates)
        return float(self.rates[good - 1]) if good else float("nan")

    @property
    def steepest(self) -> float:
        """The rate at which the loss falls most from one rate to the next; NaN if it never does."""
        smooth = self._smooth()
        slope = np.gradient(smooth) if len(smooth) > 1 else np.zeros(len(smooth))
        if not len(slope) or slope.min() >= -1e-3 * abs(self.start):
            return float("nan")
        return float(self.rates[int(slope.argmin())])

    @property
    def suggested(self) -> float:
        """A rate to use: where the loss came lowest, but no more than a third of the largest.

        What is fast for a few steps is often too fast for many. NaN where no rate helps.
        """
        smooth = self._smooth()
        if not len(smooth) or not smooth.min() < self.start:
            return float("nan")
        rate = min(float(self.rates[int(smooth.argmin())]), self.largest / 3)
        return float(f"{rate:.1g}")

    def _smooth(self) -> Array:
        """Return the losses of the rates up to the largest, averaged with their neighbours."""
        good = self.losses[self.rates <= self.largest] if self.largest > 0 else self.losses[:0]
        padded = np.concatenate([good[:1], good, good[-1:]])
        smooth: Array = np.convolve(padded, [0.25, 0.5, 0.25], "valid") if len(good) else good
        return smooth


def rates_for(rule: Optimizer, count: int) -> Array:
    """Return rates evenly spaced in their logarithm around what suits a rule."""
    low, high = np.log10(rule.default_rate / SPAN), np.log10(rule.default_rate * SPAN)
    return np.logspace(low, high, count)


def try_rates(learner: Descending, member: int, rates: Array, steps: int) -> Findings:
    """Train copies of one member, all in one population, and see where they come out.

    Each begins at the member's weights with a fresh state of its rule, and all are fed the same
    mini-batches, of the learner's size but drawn from a stream of their own.

    Parameters
    ----------
    rates
        Base rates ``(k,)``; the schedule multiplies them by what it does now.
    steps
        How many each takes.
    """
    count, xp = len(rates), namespace(learner.weights.flat)
    _, group = rule_of(learner, member)
    flat = learner.weights.flat[member : member + 1]
    weights = Weights(learner.weights.layout, xp.repeat(flat, count, axis=0))
    gradient = weights.like()
    column = xp.asarray(np.asarray(rates)[:, None], dtype=weights.flat.dtype)
    mine = Group(slice(0, count), group.optimizer, column, group.batch)
    descent = Descent([mine], weights, gradient)
    whole, seeds = learner.whole, (STREAM + learner.seeds[member],) * count
    batches = Batches(whole.x, whole.y, group.batch, seeds) if whole.x else None
    factor, penalty = rate_of(learner, member)[1], learner.plan.penalty
    rows = excerpt(learner.whole, member, ROWS)
    with np.errstate(all="ignore"):
        start = float(to_host(learner.objective.loss(weights.part(slice(0, 1)), rows))[0])
        for t in range(1, steps + 1):
            batch = whole if batches is None else batches.at(t - 1)
            loss = learner.objective.gradient(weights, batch, gradient)
            if penalty.active:
                penalty.add(weights, gradient)
            descent.step(t, factor, to_host(loss))
        losses = to_host(learner.objective.loss(weights, rows)).astype(np.float64)
    first = learner.trail.loss[0, member]
    ceiling = max(3 * start, 1.5 * first if np.isfinite(first) else 0.0)
    return Findings(np.asarray(rates, np.float64), losses, start, ceiling)
