"""Which cut each node of the frontier takes: features drawn where asked for."""

from playground.engine.learner import State
from playground.engine.trees.frontier import Rules, Table
from playground.kernels.array import Array, namespace
from playground.kernels.cuts import Cuts, Nodes
from playground.kernels.hashes import hashed_uniforms
from playground.kernels.random_cuts import random_cuts
from playground.kernels.segments import starts_of
from playground.kernels.splits import best_cuts

FEATURES, CUTS = 1, 2
"""Streams of draws."""


def find_cuts(table: Table, nodes: Nodes, growth: State, rules: Rules) -> Cuts:
    """Return the cut of every node of the frontier.

    A node whose drawn features are all constant goes on to look at the others, one by one.
    """
    xp = namespace(table.columns)
    tree, node = growth["tree"], growth["node"]
    key = (growth["seeds"][tree][:, None], node[:, None])
    order = _order(xp.arange(len(table.columns)), key, rules.features)
    drawn = hashed_uniforms(*key, order, xp.full(1, CUTS)) if rules.random_cuts else order
    width = rules.features or order.shape[1]
    cuts = _look(table, nodes, order[:, :width], drawn[:, :width], rules)
    for at in range(width, order.shape[1]):
        bare = ~xp.isfinite(cuts.gain)
        if not bare.any():
            break
        some = _some(nodes, bare)
        more = _look(table, some, order[bare, at : at + 1], drawn[bare, at : at + 1], rules)
        for old, new in zip(cuts, more, strict=True):
            old[bare] = new
    return cuts


def _order(features: Array, key: tuple[Array, Array], wanted: int) -> Array:
    """Return the order in which each node looks at features ``(a, d)``; the first wins a tie."""
    xp = namespace(features)
    if not wanted:
        result: Array = xp.broadcast_to(features, (len(key[0]), len(features)))
        return result
    return hashed_uniforms(*key, features[None], xp.full(1, FEATURES)).argsort(axis=1)


def _look(table: Table, nodes: Nodes, features: Array, drawn: Array, rules: Rules) -> Cuts:
    if rules.random_cuts:
        return random_cuts(
            table.columns, nodes, features, drawn, rules.criterion, rules.min_leaf
        )
    return best_cuts(
        table.columns, table.codes, nodes, features, rules.criterion, rules.min_leaf
    )


def _some(nodes: Nodes, kept: Array) -> Nodes:
    """Return some of the nodes, with their rows."""
    items = kept[nodes.slot]
    counts = nodes.counts[kept]
    return Nodes(
        nodes.row[items], (kept.cumsum() - 1)[nodes.slot[items]], nodes.weight[items],
        nodes.sums[:, items], starts_of(counts), counts, nodes.total_weight[kept],
        nodes.total_sums[:, kept],
    )  # fmt: skip
