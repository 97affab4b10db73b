"""The nodes that are about to be split, of all trees that grow."""

from dataclasses import dataclass

from playground.engine.learner import State
from playground.engine.trees.tree import Trees
from playground.kernels.array import Array, namespace
from playground.kernels.cuts import Criterion, Nodes
from playground.kernels.segments import segment_max, segment_sum, starts_of
from playground.kernels.splits import ranked


@dataclass(frozen=True)
class Rules:
    """How trees grow.

    Attributes
    ----------
    max_depth
        Levels of splits; 0 grows on until leaves are pure or small.
    min_leaf, min_split
        Rows that a leaf must have, and a node to be split.
    features
        How many features each node looks at, drawn anew; 0 for all, in their own order.
    random_cuts
        One random threshold for each feature instead of the best.
    criterion
        What splits are judged by.
    centre
        What was taken away from each column of values, and belongs to what leaves answer; none
        for classes.
    """

    max_depth: int = 0
    min_leaf: int = 1
    min_split: int = 2
    features: int = 0
    random_cuts: bool = False
    criterion: Criterion = "gini"
    centre: tuple[float, ...] = ()


class Table:
    """Features laid out for growing.

    Attributes
    ----------
    columns
        Values by feature ``(d, n)``.
    codes
        The rank of each value among those of its feature ``(d, n)``.
    """

    def __init__(self, x: Array) -> None:
        xp = namespace(x)
        self.columns: Array = xp.ascontiguousarray(x.T)
        self.codes: Array = ranked(x)


def nodes_of(growth: State) -> Nodes:
    """Return the frontier with totals of every node."""
    starts = starts_of(growth["counts"])
    slot, weight, sums = growth["slot"], growth["weight"], growth["sums"]
    if not len(starts):
        return Nodes(growth["row"], slot, weight, sums, starts, growth["counts"],
                     weight, sums)  # fmt: skip
    return Nodes(
        growth["row"], slot, weight, sums, starts, growth["counts"],
        segment_sum(weight, starts, slot), segment_sum(sums, starts, slot),
    )  # fmt: skip


def describe(
    trees: Trees, tree: Array, node: Array, weight: Array, sums: Array, counts: Array, rules: Rules
) -> None:
    """Write what stands in new nodes: values ``(a, outputs)``, weights and counts ``(a,)``."""
    xp = namespace(weight)
    value = (sums / xp.maximum(weight, 1e-300)).T
    if value.shape[1] < trees["value"].shape[2]:
        value = xp.concatenate([1 - value, value], axis=1)
    if rules.centre:
        value += xp.asarray(rules.centre)
    trees["value"][tree, node] = value
    trees["weight"][tree, node] = weight
    trees["count"][tree, node] = counts


def large_enough(counts: Array, depth: int, rules: Rules) -> Array:
    """Return which nodes of a level have rows enough to be split, and are not too deep."""
    if rules.max_depth and depth >= rules.max_depth:
        return counts < 0
    return counts >= max(rules.min_split, 2 * rules.min_leaf, 2)


def impure(nodes: Nodes, rules: Rules) -> Array:
    """Return which nodes hold rows of different targets.

    For "squared" the rows must be in order of their nodes.
    """
    xp = namespace(nodes.weight)
    if rules.criterion == "squared":
        if not len(nodes.counts):
            return nodes.counts > 0
        target = nodes.sums / xp.maximum(nodes.weight, 1e-300)
        high = segment_max(target, nodes.starts, nodes.slot)
        low = -segment_max(-target, nodes.starts, nodes.slot)
        result: Array = (high - low > 1e-10 * xp.maximum(abs(high), abs(low))).any(axis=0)
        return result
    least = 1e-12 * nodes.total_weight
    if len(nodes.sums) == 1:
        share = nodes.total_sums[0]
        mixed: Array = (share > least) & (nodes.total_weight - share > least)
        return mixed
    several: Array = nodes.total_weight - nodes.total_sums.max(axis=0) > least
    return several


def only(growth: State, kept: Array) -> None:
    """Drop all nodes but some, and their rows; in place."""
    if kept.all():
        return
    items = kept[growth["slot"]]
    number = kept.cumsum() - 1
    growth["slot"] = number[growth["slot"][items]]
    growth["row"], growth["weight"] = growth["row"][items], growth["weight"][items]
    growth["sums"] = growth["sums"][:, items]
    for name in ("tree", "node", "counts"):
        growth[name] = growth[name][kept]
