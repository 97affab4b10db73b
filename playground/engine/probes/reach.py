"""How far every row is from its k-th neighbour: what the epsilon of DBSCAN is chosen by."""

from weakref import WeakKeyDictionary

import numpy as np

from playground.engine.clustering.dbscan import Dbscan
from playground.engine.examples import Examples
from playground.engine.modelling.exploring import Exploring
from playground.engine.probe import Probe, Watched
from playground.engine.some_rows import at_most
from playground.engine.unlabelled import trouble_with
from playground.kernels.array import Array, to_host
from playground.kernels.distances import metric_of
from playground.kernels.neighbours import nearest

MOST_ROWS = 4000
"""Rows that are asked at most; their neighbours are looked for among all."""

_known: WeakKeyDictionary[Examples, dict[tuple[int, str], tuple[Array, Array]]] = (
    WeakKeyDictionary()
)


class Reach(Probe, frozen=True):
    """How far every row is from its k-th neighbour: what the epsilon of DBSCAN is chosen by.

    ``distances`` ``(n,)`` in descending order and the ``rows`` they belong to: k is one less than
    a core row needs, so that rows with a distance up to epsilon are the core rows. ``epsilon`` in
    use, the ``suggested`` one at the bend of the curve, ``k``, and ``all``, the number of rows of
    which those shown are some. Where a core row needs more rows than there are, ``all`` and what
    it needs, ``least``, are given alone. Learners other than DBSCAN give nothing.
    """

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the distances in order; see the class."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, Exploring) or not isinstance(block, Dbscan):
            return {}
        if trouble_with(learner.examples.x):
            return {}
        if block.least > len(learner.examples):
            return {"all": np.array(len(learner.examples)), "least": np.array(block.least)}
        rows, far = _distances(learner.examples, block)
        return {
            "rows": rows, "distances": far, "epsilon": np.array(block.epsilon),
            "suggested": np.array(bend(far)), "k": np.array(block.least - 1),
            "all": np.array(len(learner.examples)),
        }  # fmt: skip


def _distances(examples: Examples, block: Dbscan) -> tuple[Array, Array]:
    """Return rows and their distances in descending order, worked out once."""
    known = _known.setdefault(examples, {})
    key = (block.least, block.metric)
    if key not in known:
        x = to_host(examples.x)
        rows = at_most(np.arange(len(x)), MOST_ROWS)
        # A row is its own nearest one; where several lie on it, any of them may stand first.
        far = nearest(x[rows], x, block.least, metric_of(block.metric)).distances[:, -1]
        order = np.argsort(-far, kind="stable")
        known[key] = rows[order], far[order]
    return known[key]


def bend(distances: Array) -> float:
    """Return the distance at which a falling curve bends: the farthest from its chord.

    Both axes are taken from 0 to 1 (Satopää et al., 2011, doi:10.1109/ICDCSW.2011.20).

    Examples
    --------
    >>> bend(np.array([9.0, 5.0, 1.0, 0.9, 0.8, 0.7]))
    1.0
    """
    span = float(distances[0] - distances[-1]) if len(distances) else 0.0
    if span <= 0:
        return float(distances[0]) if len(distances) else 0.0
    along = np.linspace(0.0, 1.0, len(distances))
    below = 1 - along - (distances - distances[-1]) / span
    return float(distances[int(below.argmax())])
