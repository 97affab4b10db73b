"""The best cut of every node where values come in few levels: by counts of classes at each level.

Exact like sorting, and several times as fast where nodes have more rows than there are levels, as
the grey levels of pictures have.
"""

from functools import reduce

import numpy as np

from .array import Array
from .cuts import Criterion, Cuts, Nodes, better, between, worth

MOST = 32
"""Levels up to which counts are worth while."""

CELLS = 1 << 17
"""Classes at levels that are counted at once."""


def pays(levels: int, nodes: Nodes) -> bool:
    """Say whether counts are quicker than sorting: rows of one class each, and few levels."""
    if isinstance(nodes.weight, np.ndarray) and levels <= MOST and len(nodes.sums) > 1:
        return bool(levels * len(nodes.counts) < 2 * len(nodes.row))
    return False


def class_of_each(nodes: Nodes) -> Array | None:
    """Return the only class of each item ``(i,)``, or None where some item has several."""
    label = nodes.sums.argmax(axis=0)
    alone = nodes.sums[label, np.arange(len(label))] == nodes.weight
    positive = nodes.weight > 0.0
    whole = np.count_nonzero(nodes.sums) == len(label)
    return label if whole and bool((alone & positive).all()) else None


def by_levels(
    columns: Array, codes: Array, nodes: Nodes, features: Array, label: Array, levels: int,
    criterion: Criterion, min_leaf: int,
) -> Cuts:  # fmt: skip
    """Return the best cuts from counts at each level; the first of equal cuts, as by sorting.

    Parameters
    ----------
    columns, codes, nodes, features, criterion, min_leaf
        See `splits.best_cuts`.
    label
        Class of each item, from `class_of_each`.
    levels
        How many levels codes have.
    """
    values, parts = level_values(columns, codes, levels), []
    size = max(CELLS // (levels * len(nodes.sums)), 1)
    width = min(features.shape[1], max(size // len(nodes.counts), 1))
    for first in range(0, features.shape[1], width):
        chosen = features[:, first : first + width]
        rows, sums = level_sums(codes, nodes, chosen, label, levels)
        weight = sums.sum(axis=0)
        gains = worth(weight, sums, criterion)
        others = nodes.total_sums[:, None, :, None] - sums
        gains += worth(nodes.total_weight[:, None] - weight, others, criterion)
        gains -= worth(nodes.total_weight, nodes.total_sums, criterion)[:, None]
        gains[(rows < min_leaf) | (nodes.counts[:, None] - rows < min_leaf)] = -np.inf
        place = gains.argmax(axis=-1)
        top = np.take_along_axis(gains, place[..., None], axis=-1)[..., 0]
        at, every = top.argmax(axis=0), np.arange(len(nodes.counts))
        low, mine, feature = place[at, every], rows[at, every], chosen[every, at]
        # The next level that has rows of this node.
        high = (mine > mine[every, low][:, None]).argmax(axis=1)
        cut = between(values[feature, low], values[feature, high])
        parts.append(Cuts(top[at, every], feature, cut))
    return reduce(better, parts)


def level_sums(
    codes: Array, nodes: Nodes, chosen: Array, label: Array, levels: int
) -> tuple[Array, Array]:
    """Return rows ``(k, a, levels)`` and class sums ``(s, k, a, levels)`` up to each level.

    Parameters
    ----------
    codes
        Level of every value ``(d, n)``.
    nodes
        See `cuts.Nodes`.
    chosen
        Features of each node ``(a, k)``.
    label
        Class of each item.
    """
    count, width, kinds = *chosen.shape, len(nodes.sums)
    offset = (chosen.T * codes.shape[1]).take(nodes.slot, axis=1)
    offset += nodes.row
    cell = codes.reshape(-1).take(offset)
    cell += (np.arange(width)[:, None] * count + nodes.slot) * levels
    cells = count * width * levels
    rows = np.bincount(cell.ravel(), minlength=cells).reshape(width, count, levels)
    cell += label * cells
    weight = np.broadcast_to(nodes.weight, cell.shape).ravel()
    sums = np.bincount(cell.ravel(), weight, minlength=kinds * cells)
    sums = sums.reshape(kinds, width, count, levels)
    return rows.cumsum(axis=-1), sums.cumsum(axis=-1, out=sums)


def level_values(columns: Array, codes: Array, levels: int) -> Array:
    """Return the value of each level ``(d, levels)``; NaN where a feature has fewer."""
    values = np.full((len(columns), levels), np.nan)
    np.put_along_axis(values, codes, columns, axis=1)
    return values
