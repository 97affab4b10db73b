"""A sum of trees that grows stage by stage, kept as stacked arrays."""

from weakref import WeakKeyDictionary

from playground.engine.boosting.link import LEAST
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.kernels.array import Array, namespace
from playground.kernels.shallow_trees import (
    Bins,
    Trees,
    grow,
    into_bins,
    leaves_of,
)

MOST_AT_ONCE = 4_000_000
"""Cells of (trees, features, rows) that are sorted into histograms together."""
AT_ONCE = 250_000
"""Cells of (trees, rows) that are asked together, so that they stay in the cache."""

_bins: WeakKeyDictionary[Examples, Bins] = WeakKeyDictionary()


def bins_of(examples: Examples) -> Bins:
    """Return training rows as bins, sorted once for each set of rows."""
    if examples not in _bins:
        _bins[examples] = into_bins(examples.x)
    return _bins[examples]


def no_trees(sums: int, depth: int, like: Array) -> State:
    """Return the stacked arrays before the first stage.

    ``feature`` and ``threshold`` ``(stages, sums, 2**depth - 1)`` and ``value``
    ``(stages, sums, 2**depth)``, the learning rate included.
    """
    xp = namespace(like)
    nodes = 2**depth - 1
    return {
        "feature": xp.empty((0, sums, nodes), xp.int16),
        "threshold": xp.empty((0, sums, nodes)),
        "value": xp.empty((0, sums, nodes + 1)),
    }


def append(state: State, trees: Trees, value: Array) -> None:
    """Put the trees of one more stage behind those of a state."""
    new_ones = (("feature", trees.feature), ("threshold", trees.threshold), ("value", value))
    for name, new in new_ones:
        xp = namespace(new)
        state[name] = frozen(xp.concatenate([state[name], new[None]]))


def grown(bins: Bins, residual: Array, depth: int, min_leaf: int) -> Trees:
    """Grow a tree for each row of `residual`, all together where they are not too many."""
    if residual.size * len(bins.code) <= MOST_AT_ONCE or len(residual) == 1:
        return grow(bins, residual, depth, min_leaf)
    xp = namespace(residual)
    each = [grow(bins, one[None], depth, min_leaf) for one in residual]
    return Trees(*(xp.concatenate([getattr(t, name) for t in each])
                   for name in ("feature", "threshold", "split_bin", "gain", "leaf")))  # fmt: skip


def leaf_steps(leaf: Array, slope: Array, curvature: Array, leaves: int) -> Array:
    """Return the Newton step of each leaf ``(trees, leaves)``: summed slope over curvature."""
    xp = namespace(slope)
    trees = len(leaf)
    key = (leaf + xp.arange(trees)[:, None] * leaves).reshape(-1)
    up = xp.bincount(key, slope.reshape(-1), trees * leaves)
    down = xp.bincount(key, curvature.reshape(-1), trees * leaves)
    # No curvature is left where every row of a leaf is certain: there is nothing to mend.
    step = xp.where(down > LEAST * LEAST, up / xp.maximum(down, LEAST * LEAST), 0.0)
    result: Array = step.reshape(trees, leaves)
    return result


def partial_sums(state: State, x: Array, stages: tuple[int, ...]) -> Array:
    """Return the sums after some numbers of stages ``(len(stages), sums, k)`` at rows ``(k, d)``.

    Trees are added one after another, so that sums are equal to the last bit however they were
    arrived at.

    Parameters
    ----------
    stages
        In rising order; those beyond what has been grown give all of it.
    """
    xp = namespace(x)
    count, sums, _ = state["feature"].shape
    ends = [min(max(stage, 0), count) for stage in stages]
    out = xp.empty((len(ends), sums, len(x)))
    total = xp.repeat(state["start"][:, None], len(x), axis=1)
    first = 0
    for place, end in enumerate(ends):
        total = added(state, x, total, first, end)
        out[place], first = total, end
    result: Array = out
    return result


def added(state: State, x: Array, total: Array, first: int, end: int) -> Array:
    """Return sums ``(sums, k)`` with the stages from `first` to before `end` added to them."""
    if end <= first or not len(x):
        return total
    xp = namespace(x)
    sums = len(total)
    trees = (end - first) * sums
    feature = state["feature"][first:end].reshape(trees, -1)
    threshold = state["threshold"][first:end].reshape(trees, -1)
    value = state["value"][first:end].reshape(-1)
    starts = (xp.arange(trees) * state["value"].shape[2])[:, None]
    out, each = xp.empty_like(total), max(1, AT_ONCE // trees)
    for at in range(0, len(x), each):
        rows = x[at : at + each]
        found = value.take(leaves_of(rows, feature, threshold) + starts)
        steps = found.reshape(end - first, sums, len(rows))
        some = total[:, at : at + each].copy()
        for step in steps:
            some += step
        out[:, at : at + each] = some
    result: Array = out
    return result
