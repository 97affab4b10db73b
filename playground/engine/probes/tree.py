"""One tree of a learner: its questions, what came through each node, and which rows ended where."""

from typing import Annotated, Any

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Data
from playground.engine.plane import rows_of
from playground.engine.probe import Probe, Watched
from playground.engine.some_rows import at_most
from playground.engine.trees.tree import descend
from playground.engine.trees.within import count_trees, tree_at
from playground.kernels.array import Array

MOST_ROWS = 4000


class Tree(Probe, frozen=True):
    """One tree of a learner: its questions, what came through each node, and the rows.

    By node ``(m,)``: ``feature`` (-1 in a leaf), ``threshold``, ``left``, ``right``, ``parent``,
    ``depth``, ``value`` ``(m, outputs)``, ``share`` of the rows that came through and how many
    (``count``), and of a decision tree ``impurity``, ``price`` and ``cut`` (see
    `playground.engine.trees.pruning`). ``names`` ``(d,)`` of the features asked for; ``raw`` tells
    whether thresholds are in the units of the data set. ``rows`` ``(n,)`` are training rows and
    ``leaf`` where they end. ``trees`` and ``number`` say how many there are and which this is.
    Learners without a tree give nothing.
    """

    number: Annotated[int, setting("Tree", "Which one; -1 is the last.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the arrays of the class."""
        count = count_trees(learner)
        if not count:
            return {}
        number = count - 1 if self.number < 0 else min(self.number, count - 1)
        trees, told, owner = tree_at(learner, number)
        names, unit, start = _features(owner)
        one = {name: array[0] for name, array in trees.items() if name != "size"}
        inner = one["feature"] >= 0
        if len(unit):
            asked = np.maximum(one["feature"], 0)
            one["threshold"] = np.where(inner, one["threshold"] * unit[asked] + start[asked], 0.0)
        whole = tuple(getattr(learner, "source", owner.source).names)
        if len(unit) and names != whole and set(names) <= set(whole):
            # A copy that sees some of the features counts those only.
            one["feature"] = np.where(inner, np.array([whole.index(n) for n in names])[asked], -1)
            names = whole
        rows = at_most(np.unique(owner.source.train), MOST_ROWS)
        leaf = descend(trees, owner.feed.rows(owner.source.x[rows]))[0]
        if not one["count"].any():
            one["count"] = _passed(one["parent"], leaf)
        value = one["value"]
        if owner.source.target == "value" and value.shape[1] == owner.source.outputs:
            value = owner.feed.in_own_units(value) if not _boosts(owner) else value
        return one | told | {
            "value": value.astype(np.float32),
            "share": one["count"] / max(int(one["count"][0]), 1),
            "names": np.array(names), "raw": np.array(bool(len(unit))),
            "rows": rows, "leaf": leaf,
            "trees": np.array(count), "number": np.array(number),
        }  # fmt: skip


def _boosts(owner: Any) -> bool:
    return "stages" in owner.block.shows


def _passed(parent: Array, leaf: Array) -> Array:
    """Return how many rows came through each node, from the leaves they ended in."""
    count = np.bincount(leaf, minlength=len(parent))
    for node in range(len(parent) - 1, 0, -1):
        count[parent[node]] += count[node]
    return count


def _features(owner: Any) -> tuple[tuple[str, ...], Array, Array]:
    """Return names of the features asked for, and how to bring each into its own units.

    Returns
    -------
    names, unit, start
        A threshold t of feature j is ``t * unit[j] + start[j]`` in the units of the data set; both
        are empty where features are not scaled one by one.
    """
    data: Data = owner.source
    x = rows_of(data)
    base, step = x.mean(axis=0), np.where(np.ptp(x, axis=0) > 0, np.ptp(x, axis=0), 1.0)
    points = np.stack([base, base + step, base - 0.37 * step])
    a, b, c = owner.feed.rows(points.reshape(-1, *data.x.shape[1:]))
    names = owner.examples.names
    if len(a) != len(base) or not np.allclose(c, a - 0.37 * (b - a)) or not (b != a).all():
        return names, np.zeros(0), np.zeros(0)
    unit = step / (b - a)
    named = data.names if len(data.names) == len(base) else names
    return tuple(named), unit, base - a * unit
