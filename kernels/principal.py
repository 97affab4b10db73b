"""Principal components: the directions in which rows vary most, at once or turn by turn.

References
----------
Pearson (1901), "On lines and planes of closest fit to systems of points in space",
doi:10.1080/14786440109462720; Hotelling (1933), doi:10.1037/h0071325; power iteration: von Mises
and Pollaczek-Geiringer (1929), doi:10.1002/zamm.19290090105; Schölkopf, Smola and Müller (1998),
"Nonlinear component analysis as a kernel eigenvalue problem", doi:10.1162/089976698300017467.
"""

from math import atan2
from typing import Any, NamedTuple

from .array import Array, namespace

ALIKE = 1e-6
"""Entries of an axis this close to its largest one, relatively, count as equally large."""

NOTHING = 1e-12
"""Shares of the whole variance below this are rounding."""


class Principal(NamedTuple):
    """Where rows lie and how far they spread, direction by direction.

    Attributes
    ----------
    mean : Array
        Middle of the rows ``(d,)``.
    axes : Array
        Orthonormal rows ``(k, d)``, the one of largest variance first.
    variance : Array
        Variance along each axis ``(k,)``, divided by n - 1.
    total : float
        Variance in all d directions together.
    """

    mean: Array
    axes: Array
    variance: Array
    total: float


def principal_axes(x: Array, count: int | None = None) -> Principal:
    """Return the directions of largest variance: eigenvectors of the covariance ``X'X / (n - 1)``.

    The covariance is decomposed where there are at least as many rows as features, else the rows
    themselves (singular values), which spares a matrix of features times features. An axis is
    turned so that its largest entry is positive.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    count
        Axes wanted, at most d; all that rows can hold, ``min(n, d)``, where none is given. Axes
        beyond that stand at right angles to the others and have no variance.

    Examples
    --------
    >>> import numpy as np
    >>> found = principal_axes(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]))
    >>> found.axes[0].round(3).tolist(), found.variance.round(3).tolist()
    ([0.707, 0.707], [2.0, 0.0])
    """
    xp: Any = namespace(x)
    n, d = x.shape
    wanted = min(n, d) if count is None else min(count, d)
    mean = x.mean(axis=0)
    if d <= n:
        values, vectors = xp.linalg.eigh(covariance(x, mean))
        variance, axes = values[::-1], vectors[:, ::-1].T
    else:
        away = x - mean
        _, sizes, axes = xp.linalg.svd(away, full_matrices=wanted > n)
        variance = xp.zeros(len(axes), x.dtype)
        variance[:n] = sizes**2 / max(n - 1, 1)
    variance = xp.maximum(variance, 0.0)
    total = float(variance.sum())
    return Principal(mean, upright(axes[:wanted]), variance[:wanted].copy(), total)


def covariance(x: Array, mean: Array) -> Array:
    """Return the covariance ``(d, d)`` of rows ``(n, d)`` about their mean, divided by n - 1."""
    away = x - mean
    products: Array = away.T @ away
    products /= max(len(x) - 1, 1)
    return products


def upright(axes: Array) -> Array:
    """Return axes ``(k, d)`` turned so that the first of the largest entries of each is positive.

    Examples
    --------
    >>> import numpy as np
    >>> upright(np.array([[-0.8, 0.6], [0.6, -0.6]])).tolist()
    [[0.8, -0.6], [0.6, -0.6]]
    """
    xp: Any = namespace(axes)
    size = xp.abs(axes)
    first = (size >= (1 - ALIKE) * size.max(axis=1, keepdims=True)).argmax(axis=1)
    signs = xp.where(axes[xp.arange(len(axes)), first] < 0, -1.0, 1.0).astype(axes.dtype)
    turned: Array = xp.ascontiguousarray(axes * signs[:, None])
    return turned


class Turned(NamedTuple):
    """An axis after one turn.

    Attributes
    ----------
    axis : Array
        Of unit length ``(d,)``.
    variance : float
        Variance along the axis as it was before the turn.
    angle : float
        How far it has turned, in radians; 0 where nothing is left to vary.
    """

    axis: Array
    variance: float
    angle: float


def power_step(spread: Array, axis: Array, found: Array) -> Turned:
    """Turn an axis once towards the largest variance that is left: ``v <- C v / |C v|``.

    The axes that were found before are taken out, which is what deflating the matrix comes to,
    without its rounding. The angle shrinks by the ratio of the two largest variances left.

    Parameters
    ----------
    spread
        Covariance ``(d, d)``.
    axis
        Of unit length ``(d,)``, at right angles to those found.
    found
        Orthonormal rows ``(k, d)``; none at first.
    """
    xp: Any = namespace(spread, axis, found)
    image = spread @ axis
    variance = float(axis @ image)
    image = image - found.T @ (found @ image)
    # Scaled, so that the squares of very large numbers stay finite.
    size = float(abs(image).max()) or 1.0
    length = size * float(xp.sqrt((image / size) @ (image / size)))
    if length <= NOTHING * float(xp.trace(spread)):
        return Turned(axis, max(variance, 0.0), 0.0)
    turned = at_right_angles(image / length, found)
    # The sine keeps the digits of small angles, which the cosine loses.
    across = turned - (turned @ axis) * axis
    sine, cosine = float(xp.sqrt(across @ across)), float(turned @ axis)
    return Turned(turned, variance, atan2(sine, cosine))


def at_right_angles(axis: Array, found: Array) -> Array:
    """Return a vector ``(d,)`` without its parts along orthonormal rows ``(k, d)``, of length 1."""
    xp: Any = namespace(axis, found)
    for _ in range(2):  # once more takes out what rounding left
        axis = axis - found.T @ (found @ axis)
        axis = axis / xp.sqrt(axis @ axis)
    return axis


class KernelAxes(NamedTuple):
    """Principal axes in the space of a kernel, written as sums over the rows.

    Attributes
    ----------
    weights : Array
        A row lies at ``kernel(x, rows) @ weights.T - shift``; shape ``(k, n)``.
    shift : Array
        Shape ``(k,)``.
    variance : Array
        Eigenvalues of the centred kernel matrix ``(k,)``.
    """

    weights: Array
    shift: Array
    variance: Array


def kernel_axes(products: Array, count: int) -> KernelAxes:
    """Return the principal axes of rows after a kernel's map, from their products alone.

    The products are centred, ``K - 1K - K1 + 1K1``, and decomposed. An axis is a sum of mapped
    rows, and the weights of one with variance add up to zero: so new rows need not be centred.

    Parameters
    ----------
    products
        Kernel of all rows with one another ``(n, n)``.
    count
        Axes wanted, at most n. Those without variance get weights of zero.
    """
    xp: Any = namespace(products)
    n = len(products)
    means = products.mean(axis=0)
    centred = products - means - means[:, None] + means.mean()
    values, vectors = _largest(centred, min(count, n))
    kept = values > NOTHING * max(float(xp.abs(xp.diagonal(centred)).sum()), 1e-300)
    scale = xp.where(kept, 1.0 / xp.sqrt(xp.where(kept, values, 1.0)), 0.0)
    weights = upright(vectors.T) * scale[:, None]
    return KernelAxes(weights, weights @ means, xp.where(kept, values, 0.0))


def _largest(matrix: Array, count: int) -> tuple[Array, Array]:
    """Return the largest eigenvalues ``(k,)`` and their vectors ``(n, k)``, falling."""
    xp: Any = namespace(matrix)
    if xp.__name__ == "numpy":
        from scipy.linalg import eigh

        n = len(matrix)
        values, vectors = eigh(matrix, subset_by_index=(n - count, n - 1))
    else:
        values, vectors = xp.linalg.eigh(matrix)
        values, vectors = values[-count:], vectors[:, -count:]
    return values[::-1], vectors[:, ::-1]
