"""Growing many trees together: one level of all their nodes at once."""

from playground.engine.learner import State
from playground.engine.trees.frontier import (
    Rules,
    Table,
    describe,
    impure,
    large_enough,
    nodes_of,
    only,
)
from playground.engine.trees.searching import find_cuts
from playground.engine.trees.tree import Trees, empty_trees, make_room
from playground.kernels.array import Array, namespace
from playground.kernels.cuts import Cuts, Nodes


def begin_growth(
    weight: Array, sums: Array, rules: Rules, seeds: Array | None = None
) -> tuple[Trees, State]:
    """Return trees of one node each, and what growing them goes on from.

    Parameters
    ----------
    weight
        How much each row counts in each tree ``(trees, n)``; rows of weight 0 are not in the tree.
    sums
        ``(trees, n, k)``: weight times target (classes as columns of 0 and 1; for gini and two
        classes the second column alone will do, and is faster).
    seeds
        A whole number for each tree ``(trees,)``, the key of its draws; its number by default.

    Returns
    -------
    trees, growth
        Plain arrays; `grow_level` changes both in place.
    """
    xp = namespace(weight)
    count = len(weight)
    tree, row = xp.nonzero(weight)
    binary = rules.criterion == "gini" and sums.shape[-1] == 1
    trees = empty_trees(weight, count, 2 if binary else sums.shape[-1])
    growth: State = {
        "row": row,
        "slot": tree,
        "weight": weight[tree, row],
        "sums": xp.ascontiguousarray(sums[tree, row].T),
        "counts": xp.bincount(tree, minlength=count),
        "tree": xp.arange(count),
        "node": xp.zeros(count, xp.int64),
        "seeds": xp.arange(count) if seeds is None else seeds,
        "depth": 0,
    }
    make_room(trees, 1)
    trees["size"][:] = 1
    nodes = nodes_of(growth)
    describe(trees, growth["tree"], growth["node"], nodes.total_weight, nodes.total_sums,
             nodes.counts, rules)  # fmt: skip
    only(growth, large_enough(nodes.counts, 0, rules) & impure(nodes, rules))
    return trees, growth


def grow_level(trees: Trees, growth: State, table: Table, rules: Rules) -> bool:
    """Split every node of the lowest level that can be split; all trees at once, in place.

    Returns
    -------
    bool
        Whether there is a next level to grow.
    """
    if not len(growth["tree"]):
        return False
    nodes = nodes_of(growth)
    cuts = find_cuts(table, nodes, growth, rules)
    good = namespace(cuts.gain).isfinite(cuts.gain) & (cuts.gain > -1e-7 * nodes.total_weight)
    if not good.all():
        only(growth, good)
        cuts = Cuts(*(part[good] for part in cuts))
        if not len(growth["tree"]):
            return False
    _part(growth, table, cuts, _children(trees, growth, cuts), trees, rules)
    return len(growth["tree"]) > 0


def grow(trees: Trees, growth: State, table: Table, rules: Rules) -> Trees:
    """Grow trees to their end and return them."""
    while grow_level(trees, growth, table, rules):
        pass
    return trees


def _children(trees: Trees, growth: State, cuts: Cuts) -> Array:
    """Write the splits and make room for two children each; returns their numbers ``(2 a,)``."""
    xp = namespace(cuts.gain)
    tree, node = growth["tree"], growth["node"]
    order = xp.argsort(tree, kind="stable")
    within = xp.empty_like(order)
    within[order] = xp.arange(len(tree)) - xp.searchsorted(tree[order], tree[order])
    left = trees["size"][tree] + 2 * within
    trees["size"] += 2 * xp.bincount(tree, minlength=len(trees["size"]))
    make_room(trees, int(trees["size"].max()))
    trees["feature"][tree, node] = cuts.feature
    trees["threshold"][tree, node] = cuts.threshold
    trees["gain"][tree, node] = cuts.gain
    trees["left"][tree, node] = left
    trees["right"][tree, node] = left + 1
    for child in (left, left + 1):
        trees["parent"][tree, child] = node
        trees["depth"][tree, child] = growth["depth"] + 1
    result: Array = xp.concatenate([left, left + 1])
    return result


def _part(
    growth: State, table: Table, cuts: Cuts, children: Array, trees: Trees, rules: Rules
) -> None:
    """Send the rows of every node to its children, and keep those that may be split on.

    All left children come before all right ones, so that rows need no sorting.
    """
    xp = namespace(table.columns)
    slot, row, half = growth["slot"], growth["row"], len(children) // 2
    offset = (cuts.feature * table.columns.shape[1]).take(slot)
    offset += row
    right = table.columns.reshape(-1).take(offset) > cuts.threshold.take(slot)
    slot = slot + half * right
    counts = xp.bincount(slot, minlength=2 * half)
    weight = xp.bincount(slot, growth["weight"], 2 * half)
    sums = xp.stack([xp.bincount(slot, one, 2 * half) for one in growth["sums"]])
    growth["tree"], growth["node"] = xp.concatenate([growth["tree"]] * 2), children
    growth["counts"], growth["depth"] = counts, growth["depth"] + 1
    describe(trees, growth["tree"], children, weight, sums, counts, rules)
    may = large_enough(counts, growth["depth"], rules)
    if rules.criterion != "squared":
        may &= impure(Nodes(row, slot, row, growth["sums"], row, counts, weight, sums), rules)
    goes_on = may.take(slot)
    item = xp.concatenate([xp.flatnonzero(goes_on & ~right), xp.flatnonzero(goes_on & right)])
    number = may.cumsum() - 1
    growth["slot"], growth["row"] = number.take(slot.take(item)), row.take(item)
    growth["weight"] = growth["weight"].take(item)
    growth["sums"] = growth["sums"].take(item, axis=1)
    for name in ("tree", "node", "counts"):
        growth[name] = growth[name][may]
    if rules.criterion == "squared" and len(growth["tree"]):
        only(growth, impure(nodes_of(growth), rules))
