"""The affine map of a dense layer, for one weight vector or a population of them."""

import functools

import numpy as np

from .array import Array
from .rows import ones

_LONG = 512


def affine(x: Array, w: Array, b: Array | None = None) -> Array:
    """Compute ``x w + b`` for every member.

    Parameters
    ----------
    x : array (..., n, i)
        Rows of features; its leading axes (members or 1) broadcast against those of ``w``.
    w : array (..., i, o)
        Weights.
    b : array (..., o), optional
        Biases, with the leading axes of ``w``.

    Returns
    -------
    array (..., n, o)

    Raises
    ------
    ValueError
        If the number of features differs from the rows of ``w``.

    Examples
    --------
    >>> affine(np.ones((1, 2, 3)), np.ones((4, 3, 2)), np.zeros((4, 2))).shape
    (4, 2, 2)
    """
    if w.ndim == 2 == x.ndim:
        # NumPy's plain product gives the numbers of the stacked one with far less ceremony.
        y = x.dot(w)
        if b is not None:
            y += b
        return y
    y = x @ w
    if b is not None:
        _add_to_rows(y, b)
    return y


def _add_to_rows(y: Array, b: Array) -> None:
    """Add ``b`` ``(..., o)`` to every row of ``y`` ``(..., n, o)`` in place."""
    rows, units = y.shape[-2:]
    together = _divisor(rows, _LONG // max(units, 1)) if type(y) is np.ndarray else 1
    if together > 1 and rows > together:
        # NumPy is slow along short rows: several are taken as a long one.
        y = y.reshape(*y.shape[:-2], rows // together, together * units)
        b = np.concatenate([b] * together, axis=-1)
    y += b[..., None, :]


@functools.lru_cache(maxsize=1024)
def _divisor(count: int, most: int) -> int:
    """Return the largest divisor of `count` that is at most `most`, at least 1."""
    return next((d for d in range(min(most, count), 1, -1) if count % d == 0), 1)


def affine_pull(dy: Array, x: Array, dw: Array, db: Array | None = None) -> None:
    """Write the gradients of the weights and biases into the given arrays.

    ``dw = x^T dy`` and ``db = sum over n of dy``. Both may be strided views into a flat vector.

    Parameters
    ----------
    dy : array (members, n, o)
        Gradient with respect to the output.
    x : array (members | 1, n, i)
        The input of the forward pass.
    dw : array (members, i, o)
        Overwritten with the gradient of the weights.
    db : array (members, o), optional
        Overwritten with the gradient of the biases.

    Examples
    --------
    >>> dw, db = np.empty((1, 2, 1)), np.empty((1, 1))
    >>> affine_pull(np.ones((1, 3, 1)), np.ones((1, 3, 2)), dw, db)
    >>> dw.ravel(), db.ravel()
    (array([3., 3.]), array([3.]))
    """
    if type(dy) is not np.ndarray:
        dw[...] = x.swapaxes(-1, -2) @ dy
        if db is not None:
            db[...] = dy.sum(axis=-2)
        return
    every = ones(dy.shape[-2], dy.dtype)
    if dw.ndim == 2:
        np.dot(x.T, dy, out=dw)
        if db is not None:
            np.dot(every, dy, out=db)
        return
    np.matmul(x.swapaxes(-1, -2), dy, out=dw)
    if db is not None:
        np.matmul(every, dy, out=db)


def affine_pull_input(dy: Array, w: Array) -> Array:
    """Compute the gradient with respect to the input: ``dx = dy w^T``.

    Parameters
    ----------
    dy : array (members, n, o)
        Gradient with respect to the output.
    w : array (members, i, o)
        Weights.

    Returns
    -------
    array (members, n, i)
        One gradient a member, also where all members shared their input; the caller sums.
    """
    if w.ndim == 2 == dy.ndim:
        return dy.dot(w.T)
    return dy @ w.swapaxes(-1, -2)
