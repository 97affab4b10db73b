"""Linear equations solved by products with their matrix alone."""

from collections.abc import Callable

from .array import Array

Map = Callable[[Array], Array]


def conjugate_gradients(
    product: Map, right: Array, precondition: Map, tolerance: float, most: int,
    least: float = 0.0,
) -> Array:  # fmt: skip
    """Solve ``A x = b`` for a symmetric positive (semi-)definite A, from ``x = 0``.

    Parameters
    ----------
    product
        Returns ``A v``.
    right
        ``b``, of any shape that `product` takes.
    precondition
        Returns ``M v`` for an M near to the inverse of A.
    tolerance
        Ends once the residual, measured by M, has shrunk to this share of what it was.
    most
        Products at most.
    least
        Ends as well once the square of that residual is as small as this.

    References
    ----------
    Hestenes and Stiefel (1952), doi:10.6028/jres.049.044.

    Examples
    --------
    >>> import numpy as np
    >>> a = np.array([[2.0, 1.0], [1.0, 3.0]])
    >>> conjugate_gradients(a.dot, np.array([3.0, 4.0]), lambda v: v, 1e-12, 10).round(9)
    array([1., 1.])
    """
    x, residual = right * 0.0, right.copy()
    near = precondition(residual)
    direction = near
    size = float((residual * near).sum())
    enough = max(size * tolerance * tolerance, least)
    for _ in range(most):
        if not size > enough:
            break
        image = product(direction)
        bend = float((direction * image).sum())
        if not bend > 0:
            break
        x += (size / bend) * direction
        residual -= (size / bend) * image
        near = precondition(residual)
        size, last = float((residual * near).sum()), size
        direction = near + (size / last) * direction
    return x
