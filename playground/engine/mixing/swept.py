"""Mixtures of several numbers of components, each fitted as far as there is time for."""

from collections.abc import Sequence

import numpy as np

from playground.engine.grouping.sweep import Criterion, Sweep
from playground.engine.mixing.first_mixture import first_mixture
from playground.engine.mixing.held_up import held_up
from playground.kernels import mixtures
from playground.kernels.array import Array, namespace

WORK = 3e7
"""Rows times squared features times iterations that each number of components may cost."""

FEWEST, MOST = 5, 60
"""Iterations at least and at most."""


def swept(
    x: Array, ks: Sequence[int], shape: mixtures.Shape, floor: float, seed: int
) -> Sweep:
    """Return the best of two mixtures for every number of components: from k-means, and far apart.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    floor
        Added to every variance.
    seed
        Key of the draws.

    Returns
    -------
    Sweep
        With the criterion ``bic``, which is lowest where more components do not pay.
    """
    iterations = int(np.clip(WORK / max(x.size * x.shape[1], 1), FEWEST, MOST))
    told, groups = [], []
    for k in ks:
        found = []
        for start in ("k-means", "k-means++"):
            mixture = first_mixture(x, k, shape, start, floor, seed)
            found.append(_fitted(x, mixture, shape, floor, iterations))
        likelihood, labels = max(found, key=lambda one: one[0])
        free = mixtures.free_parameters(k, x.shape[1], shape)
        told.append(mixtures.bic(likelihood, len(x), free))
        groups.append(labels)
    values = np.where(np.isfinite(told), told, np.nan)
    return Sweep({"bic": Criterion(values, "lowest")}, namespace(x).stack(groups))


def _fitted(
    x: Array, mixture: mixtures.Mixture, shape: mixtures.Shape, floor: float, iterations: int
) -> tuple[float, Array]:
    """Return the log-likelihood of a row that EM comes to, and the component of every row."""
    xp, before = namespace(x), -np.inf
    labels: Array = xp.zeros(len(x), dtype=xp.int64)
    for _ in range(iterations):
        mixture, _ = held_up(mixture, shape, floor)
        try:
            shares, told = mixtures.expectation(x, mixture, shape)
        except np.linalg.LinAlgError:
            break
        likelihood = float(told.mean())
        if not np.isfinite(likelihood):
            break
        labels, gain = shares.argmax(axis=1), likelihood - before
        before = likelihood
        if gain < 1e-4:
            break
        mixture = mixtures.maximisation(x, xp.exp(shares), shape, floor)
    return before, labels
