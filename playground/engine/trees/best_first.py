"""Growing one tree where it gains most: a split a step, exact."""

from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.trees.frontier import Rules, describe, impure, large_enough
from playground.engine.trees.laid_out import columns_of, table_of, weights_of
from playground.engine.trees.tree import empty_trees, make_room
from playground.kernels.array import Array, namespace
from playground.kernels.cuts import Criterion, Nodes
from playground.kernels.segments import segment_sum, starts_of
from playground.kernels.splits import best_cuts

PER_NODE = ("impurity", "error", "cut_gain", "cut_feature", "cut_threshold")


def begin_tree(examples: Examples, rules: Rules) -> State:
    """Return a tree that is one leaf, with its best cut; see `DecisionTree`."""
    xp = namespace(examples.x)
    trees = empty_trees(examples.x, 1, examples.outputs)
    state: State = {
        "trees": trees,
        "leaf": xp.zeros(len(examples), xp.int64),
        "prices": xp.zeros(0),
        **{name: xp.zeros(0) for name in PER_NODE},
        "finished": "",
    }
    state["cut_feature"] = xp.zeros(0, xp.int64)
    make_room(trees, 1)
    trees["size"][:] = 1
    rows = xp.flatnonzero(weights_of(examples) > 0)
    counts = xp.asarray([len(rows)])
    _take_in(state, examples, rules, rows, counts, xp.zeros(1, xp.int64))
    return state


def split_best(state: State, examples: Examples, rules: Rules) -> float:
    """Split the leaf of largest gain, in place; returns the impurity of the tree's leaves."""
    xp = namespace(examples.x)
    trees, node = state["trees"], int(state["cut_gain"].argmax())
    feature, threshold = state["cut_feature"][node], state["cut_threshold"][node]
    left = int(trees["size"][0])
    make_room(trees, left + 2)
    trees["size"] += 2
    trees["feature"][0, node], trees["threshold"][0, node] = feature, threshold
    trees["gain"][0, node] = state["cut_gain"][node]
    trees["left"][0, node], trees["right"][0, node] = left, left + 1
    trees["parent"][0, left:] = node
    trees["depth"][0, left:] = trees["depth"][0, node] + 1
    state["cut_gain"][node] = -xp.inf
    rows = xp.flatnonzero((state["leaf"] == node) & (weights_of(examples) > 0))
    right = examples.x[rows, feature] > threshold
    rows = xp.concatenate([rows[~right], rows[right]])
    many = int(right.sum())
    counts = xp.asarray([len(rows) - many, many])
    here = state["leaf"] == node
    state["leaf"] = xp.where(
        here, left + (examples.x[:, feature] > threshold), state["leaf"]
    )
    _take_in(state, examples, rules, rows, counts, xp.asarray([left, left + 1]))
    return float((state["error"] * (trees["feature"][0] < 0)).sum())


def _take_in(
    state: State, examples: Examples, rules: Rules, rows: Array, counts: Array, numbers: Array
) -> None:  # fmt: skip
    """Describe new leaves and find the best cut of each that may be split."""
    xp = namespace(rows)
    trees, criterion = state["trees"], rules.criterion
    nodes = _nodes(examples, criterion, rows, counts)
    describe(trees, xp.zeros_like(numbers), numbers, nodes.total_weight, nodes.total_sums,
             counts, rules)  # fmt: skip
    found = {name: xp.zeros(len(numbers)) for name in PER_NODE}
    found["impurity"] = _impurity(examples, criterion, trees["value"][0, numbers], nodes)
    whole = weights_of(examples).sum()
    if criterion == "squared":
        whole = whole * (state["impurity"][:1] if len(state["impurity"]) else found["impurity"])
    found["error"] = found["impurity"] * nodes.total_weight / xp.maximum(whole, 1e-300)
    found["cut_feature"] = xp.zeros(len(numbers), xp.int64)
    may = impure(nodes, rules) & large_enough(counts, int(trees["depth"][0, numbers[0]]), rules)
    table = table_of(examples)
    if not may.any():
        found["cut_gain"][:] = -xp.inf
    else:
        every = xp.broadcast_to(xp.arange(len(table.columns)), (len(counts), len(table.columns)))
        cuts = best_cuts(table.columns, table.codes, nodes, every, criterion, rules.min_leaf)
        found["cut_gain"] = xp.where(may, cuts.gain, -xp.inf)
        found["cut_feature"], found["cut_threshold"] = cuts.feature, cuts.threshold
    for name in PER_NODE:
        state[name] = xp.concatenate([state[name], found[name]])


def _nodes(examples: Examples, criterion: Criterion, rows: Array, counts: Array) -> Nodes:
    xp = namespace(rows)
    weight = weights_of(examples)[rows]
    sums = xp.ascontiguousarray((columns_of(examples, criterion)[rows] * weight[:, None]).T)
    starts = starts_of(counts)
    slot = xp.searchsorted(starts, xp.arange(len(rows)), side="right") - 1
    return Nodes(
        rows, slot, weight, sums, starts, counts,
        segment_sum(weight, starts, slot), segment_sum(sums, starts, slot),
    )  # fmt: skip


def _impurity(examples: Examples, criterion: Criterion, value: Array, nodes: Nodes) -> Array:
    """Return the impurity of nodes ``(a,)``."""
    xp = namespace(value)
    if criterion == "squared":
        errors = xp.square(examples.y[nodes.row] - value[nodes.slot]).mean(axis=1)
        spread = segment_sum(errors * nodes.weight, nodes.starts, nodes.slot)
        variance: Array = spread / nodes.total_weight
        return variance
    if criterion == "gini":
        chance: Array = 1 - xp.square(value).sum(axis=1)
        return chance
    bits: Array = -(value * xp.log2(xp.maximum(value, 1e-300))).sum(axis=1)
    return bits
