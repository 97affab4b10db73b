"""A learner's path as a loss surface shows it: thinned, and with the true loss on it."""

import numpy as np

from playground.engine.landscape.survey import Settles, losses_at, sampled
from playground.engine.objective import Objective
from playground.engine.probe import Descends
from playground.engine.training.trail import Trail
from playground.kernels.array import Array, to_host

MOST = 160
"""Entries of a path that are shown and fitted to."""

ASTRAY = 20.0
"""How many times higher than at the start a loss is where a member has left the picture."""


class Track:
    """The entries of a trail whose vectors are there, brought up to date bit by bit.

    Attributes
    ----------
    steps
        Steps of the entries, ``(k,)``.
    vectors
        Trainable weights ``(k, members, trainable)``.
    loss
        Whole-set train loss ``(k, members)`` there: as recorded, or worked out with the surface's
        rows and averages where those differ.
    sane
        Whether a member was still within reach of its start, ``(k, members)``.
    start
        Where the first member began, ``(trainable,)`` float64.
    """

    def __init__(self) -> None:
        self.steps = np.empty(0, np.int64)
        self.vectors = np.empty((0, 1, 0), np.float32)
        self.loss = np.empty((0, 1))
        self.sane = np.ones((1, 1), bool)
        self.start = np.empty(0)
        self._known: tuple[int, int, bytes] | None = None
        self._true: dict[tuple[int, bytes], Array] = {}
        self._points: Array | None = None

    @property
    def points(self) -> Array:
        """All places ``(n, trainable)`` to fit a plane to, float64, without those gone astray."""
        if self._points is None:
            points = self.vectors[self.sane].astype(np.float64)
            self._points = points[:: max(1, -(-len(points) // (2 * MOST)))]
        return self._points

    def follow(self, learner: Descends) -> None:
        """Take over what the learner's trail has gained or lost."""
        trail = learner.trail
        kept = trail.kept
        now = (len(kept), int(kept[-1]), trail.loss[-1].tobytes())
        if now == self._known:
            return
        self._known, self._points = now, None
        chosen = _thinned(len(kept))
        self.steps = kept[chosen]
        self.vectors = trail.vectors("weight")[chosen]
        recorded = _recorded(trail, self.steps)
        with np.errstate(all="ignore"):
            finite = np.isfinite(self.vectors).all(axis=-1) & np.isfinite(recorded)
            near = recorded <= ASTRAY * np.abs(recorded[0]).max() + 1e-9
        self.sane = finite & near
        self.start = self.vectors[0, 0].astype(np.float64)
        if not np.isfinite(self.start).all():
            self.start = np.zeros_like(self.start)
        self.loss = recorded if exact(learner) else self._evaluated(learner, recorded)

    def _evaluated(self, learner: Descends, recorded: Array) -> Array:
        """Return the loss of every entry, working out only those not met before."""
        pairs = zip(self.steps.tolist(), recorded, strict=True)
        keys = [(step, loss.tobytes()) for step, loss in pairs]
        fresh = [i for i, key in enumerate(keys) if key not in self._true]
        if fresh:
            vectors = self.vectors[fresh]
            found = true_losses(learner, vectors.reshape(-1, vectors.shape[-1]))
            rows = found.reshape(len(fresh), -1)
            self._true |= {keys[i]: row for i, row in zip(fresh, rows, strict=True)}
        return np.stack([self._true[key] for key in keys])


def exact(learner: Descends) -> bool:
    """Say whether a surface's losses are those the learner records: all rows, no averages."""
    layout, objective = learner.weights.layout, learner.objective
    settles = layout.size > layout.trainable and isinstance(objective, Settles)
    return not settles and sampled(learner.whole) is learner.whole


def true_losses(learner: Descends, vectors: Array) -> Array:
    """Compute the loss ``(k,)`` at weight vectors ``(k, trainable)`` on the surface's rows."""
    objective: Objective = learner.objective
    return losses_at(objective, learner.weights, to_host(vectors), sampled(learner.whole))


def _thinned(count: int) -> Array:
    """Return which of `count` entries are taken: every first, second, fourth ... and the last.

    A growing path keeps the entries it shows until it has doubled.
    """
    stride = 1
    while count > MOST * stride:
        stride *= 2
    return np.unique(np.append(np.arange(0, count, stride), count - 1))


def _recorded(trail: Trail, steps: Array) -> Array:
    """Return the recorded losses ``(k, members)`` at some steps."""
    losses: Array = trail.loss[np.searchsorted(trail.steps, steps)]
    return losses
