"""How well groups describe rows: by themselves, and beside the classes that are given."""

import numpy as np

from playground.engine.data import Data
from playground.engine.some_rows import at_most
from playground.kernels.array import Array, to_host
from playground.kernels.cluster_quality import (
    adjusted_rand,
    calinski_harabasz,
    davies_bouldin,
    silhouette,
)

MOST_ROWS = 2000
"""Silhouettes compare all rows with each other: of more, evenly chosen ones are compared."""

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

    def measure(self, groups: Array) -> dict[str, float]:
        """Return the metrics of a grouping ``(n,)``, where -1 stands for none; by name."""
        groups = to_host(groups)
        key = groups.tobytes()
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = self._measured(groups)
        return self._known[key]

    def _measured(self, groups: Array) -> dict[str, float]:
        placed = groups >= 0
        x, labels = self._x[placed], groups[placed]
        some = self._some[placed[self._some]]
        found = {
            "clusters": float(len(np.unique(labels))),
            "noise": float(1 - placed.mean()) if len(groups) else 0.0,
            "silhouette": silhouette(self._x[some], groups[some]) if len(some) else np.nan,
            "davies_bouldin": davies_bouldin(x, labels),
            "calinski_harabasz": calinski_harabasz(x, labels),
        }
        if self._classes is not None:
            # Rows in no group are one more group: to call nearly all of them noise is no success.
            found["ari"] = adjusted_rand(self._classes, groups + 1)
        return found
