"""Sums and maxima along the last axis, fast for the short rows that classes and units make."""

import functools

import numpy as np

from .array import Array

_SHORT = 32


def row_sum(x: Array) -> Array:
    """Sum along the last axis: ``(..., n, c) -> (..., n)``.

    NumPy's own reduction visits each short row apart; a product with a vector of ones does not,
    and gives every member of a population the numbers that it would get alone.

    Examples
    --------
    >>> row_sum(np.array([[[1.0, 2.0], [3.0, 4.0]]]))
    array([[3., 7.]])
    """
    width = x.shape[-1]
    if width == 1:
        return x[..., 0]
    if type(x) is not np.ndarray:
        total: Array = x.sum(axis=-1)
        return total
    sums: Array = np.matmul(x, ones(width, x.dtype))
    return sums


def row_mean(x: Array) -> Array:
    """Average along the last axis: ``(..., n, c) -> (..., n)``."""
    total = row_sum(x)
    return total if x.shape[-1] == 1 else total * (1.0 / x.shape[-1])


def batch_mean(rows: Array) -> Array:
    """Average over the samples of a batch: ``(members, n) -> (members,)``, or ``(n,) -> (1,)``.

    Every member gets the number that it would get alone.

    Examples
    --------
    >>> batch_mean(np.array([[1.0, 3.0], [2.0, 2.0]]))
    array([2., 2.])
    """
    if type(rows) is not np.ndarray:
        mean: Array = rows.reshape(-1, rows.shape[-1]).mean(axis=-1)
        return mean
    share = shares(rows.shape[-1], rows.dtype)
    if rows.ndim == 1:
        return share.dot(rows[:, None])
    return np.matmul(share, rows[..., None])[..., 0]


def row_max(x: Array) -> Array:
    """Largest element along the last axis, which is kept: ``(..., n, c) -> (..., n, 1)``.

    Examples
    --------
    >>> row_max(np.array([[1.0, 5.0, 2.0]]))
    array([[5.]])
    """
    width = x.shape[-1]
    if width == 1:
        return x
    if width == 2:
        return np.maximum(x[..., :1], x[..., 1:])
    if width > _SHORT or type(x) is not np.ndarray:
        largest: Array = x.max(axis=-1, keepdims=True)
        return largest
    # With the classes in front every comparison runs over whole contiguous blocks.
    columns = np.ascontiguousarray(x.reshape(-1, width).T)
    best: Array = np.maximum.reduce(columns, axis=0)
    return best.reshape(*x.shape[:-1], 1)


@functools.lru_cache(maxsize=256)
def ones(count: int, dtype: "np.dtype[np.floating]") -> Array:
    """Return a read-only host vector of ones, kept for the next call."""
    vector = np.ones(count, dtype)
    vector.flags.writeable = False
    return vector


@functools.lru_cache(maxsize=256)
def shares(count: int, dtype: "np.dtype[np.floating]") -> Array:
    """Return a read-only host vector of ``1 / count``, kept for the next call."""
    vector = np.full(count, 1 / count, dtype)
    vector.flags.writeable = False
    return vector
