"""Kernel functions: the scalar products of rows after a map into another space.

None of them carries the map out: each gives the product straight from the rows (the kernel trick).

References
----------
Aizerman, Braverman and Rozonoer (1964), "Theoretical foundations of the potential function method
in pattern recognition learning"; Boser, Guyon and Vapnik (1992), doi:10.1145/130385.130401.
"""

from collections.abc import Callable
from typing import TypeAlias

from .array import Array, namespace

Kernel: TypeAlias = Callable[[Array, Array], Array]
"""Products ``(k, n)`` of rows ``(k, d)`` and rows ``(n, d)``."""

MOST_CELLS = 1 << 21
"""Products that are held at a time where only sums of them are wanted."""


def linear(x: Array, z: Array) -> Array:
    """Return ``x . z`` of rows: the space stays as it is.

    Parameters
    ----------
    x, z
        Rows ``(k, d)`` and ``(n, d)``.

    Returns
    -------
    Array of shape ``(k, n)``
    """
    products: Array = x @ z.T
    return products


def polynomial(x: Array, z: Array, gamma: float, degree: int, coef0: float) -> Array:
    """Return ``(gamma x . z + coef0)^degree``: a space of all products of up to `degree` features.

    Parameters
    ----------
    x, z
        Rows ``(k, d)`` and ``(n, d)``.

    Returns
    -------
    Array of shape ``(k, n)``
    """
    products: Array = x @ z.T
    products *= gamma
    products += coef0
    products **= degree
    return products


def rbf(x: Array, z: Array, gamma: float) -> Array:
    """Return ``exp(-gamma |x - z|^2)``: a space of endlessly many dimensions, all rows on a ball.

    Distances are taken after both are moved to where `z` lies, so that data far from zero lose
    no digits.

    Parameters
    ----------
    x, z
        Rows ``(k, d)`` and ``(n, d)``.

    Returns
    -------
    Array of shape ``(k, n)``
    """
    xp = namespace(x, z)
    centre = z.mean(axis=0)
    x, z = x - centre, z - centre
    far: Array = x @ (2 * z.T)
    far -= xp.einsum("ij,ij->i", x, x)[:, None]
    far -= xp.einsum("ij,ij->i", z, z)
    xp.minimum(far, 0.0, out=far)
    far *= gamma
    xp.exp(far, out=far)
    return far


def rbf_row(x: Array, squares: Array, i: int, gamma: float) -> Array:
    """Return ``exp(-gamma |x_i - x|^2)`` of one row with all rows, ``(n,)``.

    Parameters
    ----------
    x
        Rows ``(n, d)``, best with their mean at zero.
    squares
        Their squared lengths ``(n,)``.
    """
    xp = namespace(x, squares)
    far: Array = x @ (2 * x[i])
    far -= squares
    far -= squares[i]
    xp.minimum(far, 0.0, out=far)
    far *= gamma
    xp.exp(far, out=far)
    return far


def expansion(kernel: Kernel, x: Array, z: Array, weights: Array) -> Array:
    """Return ``sum over n of weights_pn kernel(x, z_n)`` without holding all products at once.

    Parameters
    ----------
    x, z
        Rows ``(k, d)`` and ``(n, d)``.
    weights
        Shape ``(p, n)``.

    Returns
    -------
    Array of shape ``(k, p)``
    """
    xp = namespace(x, z, weights)
    sums = xp.zeros((len(x), len(weights)), weights.dtype)
    if not len(z):
        return sums
    rows = max(1, MOST_CELLS // len(z))
    for start in range(0, len(x), rows):
        sums[start : start + rows] = kernel(x[start : start + rows], z) @ weights.T
    return sums
