"""How well groups describe rows: by themselves, and beside the classes that are given."""

from collections.abc import Sequence

import numpy as np

from playground.engine.data import Data
from playground.engine.some_rows import at_most
from playground.kernels.array import Array, to_host
from playground.kernels.cluster_quality import (
    adjusted_rand,
    calinski_harabasz,
    davies_bouldin,
    silhouettes,
)

MOST_ROWS = 2000
"""Silhouettes compare all rows with each other: of more, so many drawn ones are compared."""

REMEMBERED = 64
"""Groupings whose metrics are kept, so that members that stand still cost nothing."""


class Agreement:
    """Measures groupings of the same rows; one that has not changed is not measured again.

    Parameters
    ----------
    x
        Rows ``(n, d)`` as they reach the model.
    data
        Where they come from.
    """

    def __init__(self, x: Array, data: Data) -> None:
        given = data.given or data
        self._x = to_host(x)
        self._some = at_most(np.arange(len(self._x)), MOST_ROWS)
        self._classes = given.y if given.target == "class" else None
        self._known: dict[bytes, dict[str, float]] = {}

    def measure(self, groupings: Sequence[Array]) -> list[dict[str, float]]:
        """Return the metrics of each grouping ``(n,)``, where -1 stands for none; by name."""
        hosted = [to_host(groups) for groups in groupings]
        keys = [groups.tobytes() for groups in hosted]
        fresh = {k: g for k, g in zip(keys, hosted, strict=True) if k not in self._known}
        if len(self._known) + len(fresh) > REMEMBERED:
            self._known = {key: self._known[key] for key in keys if key in self._known}
        if fresh:
            judged = self._silhouettes(np.stack(list(fresh.values())))
            for (key, groups), found in zip(fresh.items(), judged, strict=True):
                self._known[key] = self._measured(groups) | {"silhouette": found}
        return [self._known[key] for key in keys]

    def _silhouettes(self, groupings: Array) -> list[float]:
        """Return the mean silhouette under each of ``(g, n)``; they share the distances."""
        some = self._some[(groupings[:, self._some] >= 0).any(axis=0)]
        told = silhouettes(self._x[some], groupings[:, some])
        placed = np.isfinite(told)
        total, count = np.where(placed, told, 0.0).sum(axis=1), placed.sum(axis=1)
        mean: list[float] = np.where(count, total / np.maximum(count, 1), np.nan).tolist()
        return mean

    def _measured(self, groups: Array) -> dict[str, float]:
        """Return the metrics that take no comparison of all rows."""
        placed = groups >= 0
        x, labels = self._x[placed], groups[placed]
        found = {
            "clusters": float(len(np.unique(labels))),
            "noise": float(1 - placed.mean()) if len(groups) else 0.0,
            "davies_bouldin": davies_bouldin(x, labels),
            "calinski_harabasz": calinski_harabasz(x, labels),
        }
        if self._classes is not None:
            # Rows in no group are one more group: to call nearly all of them noise is no success.
            found["ari"] = adjusted_rand(self._classes, groups + 1)
        return found
