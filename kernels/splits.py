"""The best cut of every node of many trees at once, by sorted columns and running sums.

Exact, with weights, for trees of any shape: what forests and single trees are grown by. The trees
of boosting, small and of one depth, are grown from histograms in `shallow_trees`, where rows in
bins need no sorting.
"""

from typing import Literal, NamedTuple, TypeAlias

from .array import Array, namespace
from .segments import first_in_segments, segment_max

Criterion: TypeAlias = Literal["gini", "entropy", "squared"]

ENTRIES = 32_768
"""Nodes are looked at in blocks of about so many entries, which the caches of a CPU hold."""


class Nodes(NamedTuple):
    """Rows of some nodes, in order of their nodes.

    Attributes
    ----------
    row
        Which row of the table each item is ``(i,)``; a row may be in several trees.
    slot
        Which node it is in ``(i,)``, ascending from 0 without a gap.
    weight
        How much it counts ``(i,)``.
    sums
        What is added up on both sides of a cut ``(k, i)``: weight times target (classes as
        columns of 0 and 1).
    starts, counts
        First item of every node, and how many it has ``(a,)``.
    total_weight, total_sums
        Over each node, ``(a,)`` and ``(k, a)``.
    """

    row: Array
    slot: Array
    weight: Array
    sums: Array
    starts: Array
    counts: Array
    total_weight: Array
    total_sums: Array


class Cuts(NamedTuple):
    """The best cut of each node: rows with ``x[feature] <= threshold`` go left.

    Attributes
    ----------
    gain
        What the split wins ``(a,)``: the decrease of impurity times weight; -inf where no cut is
        allowed.
    feature, threshold
        ``(a,)``.
    """

    gain: Array
    feature: Array
    threshold: Array


def worth(weight: Array, sums: Array, criterion: Criterion) -> Array:
    """Compute how pure nodes are, times their weight; gains are differences of it.

    ``sum_k S_k^2 / W`` for gini and squared error, ``sum_k S_k log2(S_k / W)`` for entropy.

    Parameters
    ----------
    weight
        W ``(...)``.
    sums
        S ``(k, ...)``.

    References
    ----------
    Breiman, Friedman, Olshen, Stone (1984), "Classification and Regression Trees".
    """
    xp = namespace(weight, sums)
    if criterion == "entropy":
        total = _x_log_x(sums[0])
        for one in sums[1:]:
            total += _x_log_x(one)
        result: Array = total - _x_log_x(weight)
        return result
    squares = sums[0] * sums[0]
    for one in sums[1:]:
        squares += one * one
    squares /= xp.maximum(weight, 1e-300)
    found: Array = squares
    return found


def _x_log_x(x: Array) -> Array:
    xp = namespace(x)
    safe = xp.maximum(x, 1e-300)
    result: Array = x * xp.log2(safe)
    return result


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
    sums then give both sides of every cut at once. Thresholds are midpoints.

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
    entries = ENTRIES if xp.__name__ == "numpy" else 1 << 25
    entries = max(entries // len(nodes.sums), 1)
    parts = []
    for block in _blocks(nodes, max(entries // features.shape[1], entries // 8)):
        part = _slice(nodes, block)
        width = max(1, entries // max(len(part.row), 1))
        best = None
        for first in range(0, features.shape[1], width):
            chosen = features[block, first : first + width]
            found = _of_block(columns, codes, part, chosen, criterion, min_leaf)
            best = found if best is None else _better(best, found)
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


def _better(a: Cuts, b: Cuts) -> Cuts:
    xp = namespace(a.gain)
    later = b.gain > a.gain
    return Cuts(*(xp.where(later, new, old) for old, new in zip(a, b, strict=True)))


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


def between(low: Array, high: Array) -> Array:
    """Return midpoints that are below `high` even where rounding would not let them be."""
    xp = namespace(low)
    middle = low / 2 + high / 2
    return xp.asarray(xp.where(middle >= high, low, middle))


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
