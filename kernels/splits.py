"""The best cut of every node of many trees at once, by sorted columns and running sums.

Exact, with weights, for trees of any shape: what forests and single trees are grown by. The trees
of boosting, small and of one depth, are grown from histograms in `shallow_trees`, where rows in
bins need no sorting.
"""

from .array import Array, namespace
from .counted_cuts import by_levels, class_of_each, pays
from .cuts import Criterion, Cuts, Nodes, better, between, worth
from .segments import first_in_segments, segment_max

ENTRIES = 32_768
"""Nodes are looked at in blocks of about so many entries, which the caches of a CPU hold."""


def ranked(x: Array) -> Array:
    """Return the rank of every value in its column, equal ones alike, ``(d, n)`` of int64.

    Parameters
    ----------
    x
        ``(n, d)``.
    """
    xp = namespace(x)
    order = xp.argsort(x, axis=0)
    ascending = xp.take_along_axis(x, order, axis=0)
    rank = xp.zeros(x.shape, xp.int64)
    rank[1:] = xp.cumsum(ascending[1:] != ascending[:-1], axis=0)
    codes = xp.empty_like(rank)
    codes[order, xp.arange(x.shape[1])] = rank
    return xp.ascontiguousarray(codes.T)


def best_cuts(
    columns: Array,
    codes: Array,
    nodes: Nodes,
    features: Array,
    criterion: Criterion,
    min_leaf: int = 1,
) -> Cuts:
    """Find the cut of largest gain in every node, over features of each node's own.

    Entries (row, feature) are sorted by node and then rank, by one sort of whole numbers; running
    sums then give both sides of every cut at once. Thresholds are midpoints. Where values come in
    few levels, classes are counted at each level instead, which finds the same.

    Parameters
    ----------
    columns
        Values by feature ``(d, n)``.
    codes
        Their ranks, from `ranked`.
    features
        Which features each node looks at ``(a, k)``.
    min_leaf
        Rows that either side must have.
    """
    xp = namespace(columns)
    host = xp.__name__ == "numpy"
    if host and criterion != "squared":
        levels = int(codes.max()) + 1
        label = class_of_each(nodes) if pays(levels, nodes) else None
        if label is not None:
            return by_levels(columns, codes, nodes, features, label, levels, criterion, min_leaf)
    entries = ENTRIES if host else 1 << 25
    entries = max(entries // len(nodes.sums), 1)
    parts = []
    for block in _blocks(nodes, max(entries // features.shape[1], entries // 8)):
        part = _slice(nodes, block)
        width = max(1, entries // max(len(part.row), 1))
        best = None
        for first in range(0, features.shape[1], width):
            chosen = features[block, first : first + width]
            found = _of_block(columns, codes, part, chosen, criterion, min_leaf)
            best = found if best is None else better(best, found)
        parts.append(best)
    return Cuts(*(xp.concatenate(column) for column in zip(*parts, strict=True)))


def _blocks(nodes: Nodes, size: int) -> list[slice]:
    """Return runs of nodes that hold about `size` rows each."""
    count = len(nodes.counts)
    if len(nodes.row) <= size:
        return [slice(0, count)]
    xp = namespace(nodes.starts)
    marks = xp.searchsorted(nodes.starts, xp.arange(0, len(nodes.row), size))
    edges = sorted({0, count, *(int(mark) for mark in marks)})
    return [slice(a, b) for a, b in zip(edges, edges[1:], strict=False)]


def _slice(nodes: Nodes, block: slice) -> Nodes:
    """Return some neighbouring nodes, with their rows."""
    if block == slice(0, len(nodes.counts)):
        return nodes
    first = int(nodes.starts[block.start])
    past = int(nodes.starts[block.stop - 1] + nodes.counts[block.stop - 1])
    return Nodes(
        nodes.row[first:past], nodes.slot[first:past] - block.start, nodes.weight[first:past],
        nodes.sums[:, first:past], nodes.starts[block] - first, nodes.counts[block],
        nodes.total_weight[block], nodes.total_sums[:, block],
    )  # fmt: skip


def _of_block(
    columns: Array,
    codes: Array,
    nodes: Nodes,
    chosen: Array,
    criterion: Criterion,
    min_leaf: int,
) -> Cuts:
    """Return the best cuts over a few features ``(a, k)``, all entries in one array ``(k, i)``."""
    xp = namespace(columns)
    n = columns.shape[1]
    slot, starts = nodes.slot, nodes.starts
    keys, item = _sorted_entries(codes, nodes, chosen)
    weight, sums = _running(nodes, item)
    if len(sums) == 1 and criterion != "entropy":
        gains = _one_sum(nodes, weight, sums[0])
    else:
        gains = worth(weight, sums, criterion)
        weight = nodes.total_weight.take(slot) - weight
        sums = nodes.total_sums.take(slot, axis=1)[:, None] - sums
        gains += worth(weight, sums, criterion)
        gains -= worth(nodes.total_weight, nodes.total_sums, criterion)[slot]
    gains[:, :-1][keys[:, 1:] == keys[:, :-1]] = -xp.inf
    gains[:, starts + nodes.counts - 1] = -xp.inf
    if min_leaf > 1:
        before = xp.arange(1, len(slot) + 1) - starts[slot]
        small = (before < min_leaf) | (nodes.counts[slot] - before < min_leaf)
        gains[:, small] = -xp.inf
    top = segment_max(gains, starts, slot)
    at = top.argmax(axis=0)
    every = xp.arange(len(starts))
    best = top[at, every]
    row = gains[0] if len(gains) == 1 else gains[at[slot], xp.arange(len(slot))]
    place = first_in_segments(row == best.take(slot), starts, slot)
    feature = chosen[every, at]
    following = xp.minimum(place + 1, len(slot) - 1)
    low = columns.reshape(-1)[feature * n + nodes.row[item[at, place]]]
    high = columns.reshape(-1)[feature * n + nodes.row[item[at, following]]]
    return Cuts(best, feature, between(low, high))


def _one_sum(nodes: Nodes, weight: Array, sums: Array) -> Array:
    """Return the gain of every cut for a single sum, ``(S_l W - S W_l)^2 / (W W_l W_r)``."""
    xp = namespace(weight)
    whole = nodes.total_weight.take(nodes.slot)
    gains = sums * whole
    gains -= nodes.total_sums[0].take(nodes.slot) * weight
    gains *= gains
    other = whole - weight
    other *= weight
    other *= whole
    gains /= xp.maximum(other, 1e-300, out=other)
    return gains


def _sorted_entries(codes: Array, nodes: Nodes, chosen: Array) -> tuple[Array, Array]:
    """Return keys (node, rank) in order and the item of each, both ``(k, i)``."""
    xp = namespace(codes)
    n = codes.shape[1]
    offset = (chosen.T * n).take(nodes.slot, axis=1)
    offset += nodes.row
    keys = codes.reshape(-1).take(offset)
    rank_bits, item_bits = int(n).bit_length(), int(len(nodes.row)).bit_length()
    keys += nodes.slot << rank_bits
    if rank_bits + item_bits + len(nodes.counts).bit_length() < 63:
        keys <<= item_bits
        keys |= xp.arange(len(nodes.row))
        keys.sort(axis=1)
        return keys >> item_bits, keys & ((1 << item_bits) - 1)
    item = xp.argsort(keys, axis=1, kind="stable")
    return xp.take_along_axis(keys, item, axis=1), item


def _running(nodes: Nodes, item: Array) -> tuple[Array, Array]:
    """Return weight ``(k, i)`` and sums ``(s, k, i)`` of all entries up to each, in its node."""
    before = nodes.total_weight.cumsum() - nodes.total_weight
    weight = nodes.weight.take(item).cumsum(axis=-1)
    weight -= before.take(nodes.slot)
    sums = nodes.sums.take(item, axis=1).cumsum(axis=-1)
    before = nodes.total_sums.cumsum(axis=-1) - nodes.total_sums
    sums -= before.take(nodes.slot, axis=1)[:, None]
    return weight, sums
