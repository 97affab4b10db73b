"""Hinge loss."""

from typing import ClassVar

import numpy as np

from playground.core.shape import Target
from playground.engine.loss import Loss
from playground.kernels.array import Array


class Hinge(Loss, frozen=True):
    """Ask for a margin of 1 and no more: rows that have it pull no longer.

    Two classes share one output: ``max(0, 1 - (2 y - 1) z)``. More have one each: ``sum over
    j != t of max(0, 1 - z_t + z_j) / c`` with the target class t.

    References
    ----------
    Cortes and Vapnik (1995), "Support-vector networks", doi:10.1007/BF00994018; Weston and Watkins
    (1999), "Support vector machines for multi-class pattern recognition".
    """

    rank: ClassVar[int] = 60
    kernel: ClassVar[str] = "hinge"
    suited: ClassVar[tuple[Target, ...]] = ("class",)
    wants_linear: ClassVar[bool] = True

    def outputs(self, target: Target, classes: int) -> int:
        """Return 1 for two classes, else as many as there are classes."""
        return 1 if classes == 2 else classes

    def targets(self, y: Array) -> Array:
        """Return the column of the second class where there are two, else all."""
        return y[..., 1:] if y.shape[-1] == 2 else y

    def scores(self, z: Array) -> Array:
        """Return margins moved so that one of exactly 1 shows as 1 for its class, 0 for the others.

        One output gives ``(1 - z) / 2`` and ``(1 + z) / 2``; several give ``z - mean + 1 / c``.
        """
        if z.shape[-1] == 1:
            return np.concatenate([0.5 - z / 2, 0.5 + z / 2], axis=-1)
        return np.asarray(z - z.mean(axis=-1, keepdims=True) + 1 / z.shape[-1])

    def best_constant(self, y: Array) -> Array:
        """Return the cheapest constant margins: the majority's side, or a linear program."""
        if y.shape[1] == 1:
            return np.where(y.mean(axis=0) > 0.5, 1.0, -1.0)
        return _cheapest(y.mean(axis=0))


def _cheapest(share: Array) -> Array:
    """Minimise ``sum over t, j of share_t s_tj`` subject to ``s_tj >= 1 - z_t + z_j``, s >= 0."""
    from scipy.optimize import linprog

    c = len(share)
    pairs = [(t, j) for t in range(c) for j in range(c) if t != j]
    rows = np.zeros((len(pairs), c + len(pairs)))
    for row, (t, j) in zip(rows, pairs, strict=True):
        row[[t, j]] = -1, 1
    rows[:, c:] = -np.eye(len(pairs))
    cost = np.concatenate([np.zeros(c), [share[t] for t, _ in pairs]])
    # Only differences of margins count, so the first may be held at zero.
    bounds = [(0, 0)] + [(None, None)] * (c - 1) + [(0, None)] * len(pairs)
    found = linprog(cost, rows, -np.ones(len(pairs)), bounds=bounds)
    return np.asarray(found.x[:c])
