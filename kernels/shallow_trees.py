"""Regression trees of a fixed depth, several at once: what gradient boosting adds up.

A tree of depth D lies in an array like a heap: the children of node i are 2i + 1 and 2i + 2. It
is always complete: a node that is not split has an infinite threshold, sends every row to the
left, and its leaf is the leftmost below it. So rows fall through all trees without a branch.

Splits are looked for in histograms, each of which costs one count over the rows: with a tree for
every stage that pays, and bins hold what a stage can tell. Forests and single trees, of any shape
and with weights, are grown by exact cuts of sorted columns instead (`splits`).
"""

from dataclasses import dataclass

from .array import Array, namespace
from .cuts import between, round_mean

SURELY = 1e-12
"""Share of all variation that a node must hold to be worth a split."""


@dataclass(frozen=True, eq=False)
class Bins:
    """Rows as numbers of bins, all features' bins in one line.

    Attributes
    ----------
    code
        Bin of each feature and row ``(d, n)``; the bins of a feature follow those of the last.
    low, high
        Least and largest value in each bin ``(bins,)``.
    feature
        The feature of each bin ``(bins,)``.
    """

    code: Array
    low: Array
    high: Array
    feature: Array

    def of(self, rows: Array) -> "Bins":
        """Return the same bins with some of the rows."""
        return Bins(self.code[:, rows], self.low, self.high, self.feature)


def into_bins(x: Array, most: int = 256) -> Bins:
    """Sort the values of every feature into bins of about equally many rows.

    A feature of at most `most` different values has one bin for each of them: splits between
    bins are then all the splits there are.

    Parameters
    ----------
    x
        Rows ``(n, d)``.

    Examples
    --------
    >>> import numpy as np
    >>> into_bins(np.array([[5.0], [1.0], [5.0]])).code
    array([[1, 0, 1]])
    """
    xp = namespace(x)
    codes, lows, highs, features, first = [], [], [], [], 0
    for j in range(x.shape[1]):
        values, place, counts = xp.unique(x[:, j], return_inverse=True, return_counts=True)
        group = xp.arange(len(values))
        if len(values) > most:
            group = xp.unique((xp.cumsum(counts) - counts) * most // len(x), return_inverse=True)[1]
        starts = xp.flatnonzero(xp.diff(group, prepend=xp.asarray([-1])))
        ends = xp.append(starts[1:], len(values)) - 1
        codes.append(first + group[place.reshape(-1)])
        lows.append(values[starts])
        highs.append(values[ends])
        features.append(xp.full(len(starts), j))
        first += len(starts)
    return Bins(
        xp.stack(codes), xp.concatenate(lows), xp.concatenate(highs), xp.concatenate(features)
    )


@dataclass(frozen=True, eq=False)
class Trees:
    """Trees of one depth that were grown together.

    Attributes
    ----------
    feature, threshold
        Of each node ``(trees, 2**depth - 1)``: rows whose feature is at most the threshold go
        left. Nodes that are not split have feature -1 and threshold infinity.
    split_bin
        Last bin that goes left; all rows' bins are at most this where a node is not split.
    gain
        How much the squared error fell at each node.
    leaf
        Where the rows that they were grown on fall ``(trees, n)``, counted from the left.
    """

    feature: Array
    threshold: Array
    split_bin: Array
    gain: Array
    leaf: Array


def grow(bins: Bins, residual: Array, depth: int, min_leaf: int = 1) -> Trees:
    r"""Grow trees that fit several targets of the same rows by least squares, level by level.

    A node is split where :math:`G_l^2 / n_l + G_r^2 / n_r` is largest, with G the sum of targets
    and n the number of rows on either side: the split that lowers the squared error most.

    Parameters
    ----------
    bins
        The rows.
    residual
        A target for every tree and row ``(trees, n)``.
    min_leaf
        Rows that either side of a split must keep.

    References
    ----------
    Friedman (2001), "Greedy function approximation: a gradient boosting machine",
    doi:10.1214/aos/1013203451; splits by histograms of bins as in Ke et al. (2017), "LightGBM".
    """
    xp = namespace(residual)
    residual = residual - round_mean(residual)[:, None]
    trees, nodes = len(residual), 2**depth - 1
    feature = xp.full((trees, nodes), -1, xp.int16)
    threshold = xp.full((trees, nodes), xp.inf)
    split_bin = xp.full((trees, nodes), len(bins.low))
    gain = xp.zeros((trees, nodes))
    tree, place = xp.arange(trees)[:, None], xp.zeros(residual.shape, xp.int64)
    least = SURELY * xp.square(residual).sum(axis=1, keepdims=True)
    for level in range(depth):
        width, at = 2**level, slice(2**level - 1, 2 ** (level + 1) - 1)
        found = _best_splits(bins, residual, tree * width + place, trees * width, min_leaf)
        good, cut, cutoff, won = (part.reshape(trees, width) for part in found)
        good &= least < _variation(residual, tree * width + place, trees * width, trees)
        if not good.any():
            place = place << (depth - level)
            break
        feature[:, at] = xp.where(good, bins.feature[cut], -1)
        threshold[:, at] = xp.where(good, cutoff, xp.inf)
        split_bin[:, at] = xp.where(good, cut, len(bins.low))
        gain[:, at] = xp.where(good, won, 0.0)
        place = _fall(bins, feature[:, at], split_bin[:, at], place)
    return Trees(feature, threshold, split_bin, gain, place)


def _best_splits(
    bins: Bins, residual: Array, segment: Array, segments: int, min_leaf: int
) -> tuple[Array, Array, Array, Array]:
    """Return of every segment of rows whether it can be split, after which bin, where, its gain.

    Parameters
    ----------
    segment
        The node that each row is in ``(trees, n)``, counted over all trees.
    """
    xp = namespace(residual)
    size = len(bins.low)
    key = (segment[:, None, :] * size + bins.code).reshape(-1)
    every = xp.broadcast_to(residual[:, None, :], (len(residual), *bins.code.shape)).reshape(-1)
    sums = xp.bincount(key, every, segments * size).reshape(segments, size).cumsum(axis=1)
    count = xp.bincount(key, minlength=segments * size).reshape(segments, size).cumsum(axis=1)
    # A cumulative sum runs on from feature to feature; each of them holds all rows once.
    features = len(bins.code)
    total, rows = sums[:, -1:] / features, count[:, -1:] // features
    left, below = sums - bins.feature * total, count - bins.feature * rows
    above = rows - below
    fits = (below >= min_leaf) & (above >= min_leaf)
    score = left * left / xp.maximum(below, 1) + (total - left) ** 2 / xp.maximum(above, 1)
    score = xp.where(fits, score, -1.0)
    cut = score.argmax(axis=1)
    node = xp.arange(segments)
    # The next bin that holds rows of this node: the threshold lies half-way to it.
    following = (count > count[node, cut][:, None]).argmax(axis=1)
    cutoff = between(bins.high[cut], bins.low[following])
    best = score[node, cut]
    won = best - (total * total / xp.maximum(rows, 1))[:, 0]
    return best >= 0, cut, cutoff, xp.maximum(won, 0.0)


def _variation(residual: Array, segment: Array, segments: int, trees: int) -> Array:
    """Return the sum of squares around the mean in each segment ``(trees, segments / trees)``."""
    xp = namespace(residual)
    flat, values = segment.reshape(-1), residual.reshape(-1)
    rows = xp.maximum(xp.bincount(flat, minlength=segments), 1)
    sums = xp.bincount(flat, values, segments)
    around = xp.bincount(flat, values * values, segments) - sums * sums / rows
    result: Array = around.reshape(trees, -1)
    return result


def _fall(bins: Bins, feature: Array, split_bin: Array, place: Array) -> Array:
    """Return the place of every row one level further down."""
    xp = namespace(place)
    trees, width = feature.shape
    rows = bins.code.shape[1]
    if width == 1:
        return (bins.code[feature[:, 0]] > split_bin).astype(xp.int64)
    node = place + (xp.arange(trees) * width)[:, None]
    starts = xp.maximum(feature, 0).reshape(-1).astype(xp.int64) * rows
    code = bins.code.reshape(-1).take(starts.take(node) + xp.arange(rows))
    result: Array = 2 * place + (code > split_bin.reshape(-1).take(node))
    return result


def leaves_of_bins(bins: Bins, trees: Trees) -> Array:
    """Return the leaf ``(trees, n)`` that each row falls into, by its bins."""
    xp = namespace(trees.feature)
    count, nodes = trees.feature.shape
    place = xp.zeros((count, bins.code.shape[1]), xp.int64)
    for level in range((nodes + 1).bit_length() - 1):
        at = slice(2**level - 1, 2 ** (level + 1) - 1)
        place = _fall(bins, trees.feature[:, at], trees.split_bin[:, at], place)
    result: Array = place
    return result


def leaves_of(x: Array, feature: Array, threshold: Array) -> Array:
    """Return the leaf ``(trees, k)`` that each row falls into, counted from the left.

    Parameters
    ----------
    x
        Rows ``(k, d)``.
    feature, threshold
        Of the trees' nodes ``(trees, 2**depth - 1)``.

    Examples
    --------
    >>> import numpy as np
    >>> leaves_of(np.array([[1.0], [3.0]]), np.array([[0]]), np.array([[2.0]]))
    array([[0, 1]])
    """
    xp = namespace(x)
    trees, nodes = feature.shape
    rows = len(x)
    values = xp.ascontiguousarray(x.T).reshape(-1)
    # Unsplit nodes look at the first feature: anything is below infinity.
    starts = (xp.maximum(feature, 0).astype(xp.int64) * rows).reshape(-1)
    limits = threshold.reshape(-1)
    column, first = xp.arange(rows), (xp.arange(trees) * nodes)[:, None]
    node = xp.zeros((trees, rows), xp.int64)
    for _ in range((nodes + 1).bit_length() - 1):
        at = node + first
        node = 2 * node + 1 + (values.take(starts.take(at) + column) > limits.take(at))
    result: Array = node - nodes
    return result
