"""Nodes to be cut in two, the cuts that are found, and what a cut is worth."""

from typing import Literal, NamedTuple, TypeAlias

from .array import Array, namespace

Criterion: TypeAlias = Literal["gini", "entropy", "squared"]


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


def round_mean(values: Array) -> Array:
    """Return a round number near the mean of each row of values ``(k, n)``, ``(k,)``.

    Sums of what is left without it keep the digits that tell cuts apart. It is a multiple of the
    largest power of two within the spread: whole numbers stay whole, so that ties stay ties, and
    values around 0 stay as they are. Of equal values it is that value.

    Examples
    --------
    >>> import numpy as np
    >>> round_mean(np.array([[1001.0, 1004.0, 1009.0], [-1.0, 0.5, 1.0], [0.3, 0.3, 0.3]]))
    array([1.008e+03, 0.000e+00, 3.000e-01])
    """
    xp = namespace(values)
    low, high = values.min(axis=1), values.max(axis=1)
    unit = xp.exp2(xp.floor(xp.log2(xp.where(high > low, high - low, 1.0))))
    near = xp.round(values.mean(axis=1) / unit) * unit
    result: Array = xp.where(high > low, near, low)
    return result


def better(a: Cuts, b: Cuts) -> Cuts:
    """Return the cut of larger gain of each node, the former of equal ones."""
    xp = namespace(a.gain)
    later = b.gain > a.gain
    return Cuts(*(xp.where(later, new, old) for old, new in zip(a, b, strict=True)))


def between(low: Array, high: Array) -> Array:
    """Return midpoints that are below `high` even where rounding would not let them be."""
    xp = namespace(low)
    middle = low / 2 + high / 2
    return xp.asarray(xp.where(middle >= high, low, middle))
