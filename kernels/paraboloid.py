"""The paraboloid that touches logistic regression's objective: where its lowest point lies.

Everything is laid out with the rows last: features ``(d + 1, n)``, probabilities ``(outputs, n)``.
"""

from typing import NamedTuple

import numpy as np

from .array import Array, namespace
from .conjugate_gradients import Map, conjugate_gradients
from .least_squares import means

DIRECT = 160
"""Unknowns up to which equations may be solved by their whole matrix."""

WORK = 1_000_000
"""Products that a whole matrix may take where conjugate gradients are sure to arrive."""

LOOSE = 0.25
"""Share of the slope that conjugate gradients may leave of it at most."""

TRACE = 1e-6
"""Curvature that keeps equations solvable where every row is certain."""

FIRM = 2e-5
"""Penalty of a feature of unit spread beyond which equations are set up in single precision."""


class Columns(NamedTuple):
    """Features the way the equations take them: centred, of unit spread.

    Attributes
    ----------
    values
        ``(d + 1, n)``, the last all 1. In single precision where the penalty outweighs its
        rounding: that is enough to find the way.
    centre, spread
        Of each feature ``(d,)``; those that never vary have spread 1.
    prices
        Penalty of each weight ``(d,)``, now that the features have unit spread.
    """

    values: Array
    centre: Array
    spread: Array
    prices: Array

    @property
    def firm(self) -> bool:
        """Whether the penalty outweighs the rounding of single precision."""
        return bool(self.values.dtype == np.float32)


def columns_of(x: Array, penalty: float, weight: Array | None = None) -> Columns:
    """Lay out features ``(n, d)`` for the equations; holds for as long as the penalty does."""
    xp = namespace(x)
    centre = means(x, weight)
    centred = x.T - centre[:, None]
    spread = xp.sqrt(xp.einsum("dn,dn->d", centred, centred) / len(x))
    spread = xp.where(spread > 0, spread, 1.0)
    prices = penalty / (spread * spread)
    firm = bool((prices > FIRM).all())
    values = xp.ones((x.shape[1] + 1, len(x)), np.float32 if firm else x.dtype)
    values[:-1] = centred / spread[:, None]
    return Columns(values, centre, spread, prices)


def solve_sigmoids(
    columns: Columns, p: Array, share: Array | float, gradient: Array, slight: float = 0.0
) -> Array:
    """Solve the equations of each column of sigmoids.

    Narrow ones are solved by their whole matrix, wide ones as far as a step needs.

    Parameters
    ----------
    columns
        Features.
    p
        Probabilities ``(outputs, n)``.
    share
        What part of an average each row makes up, ``(n,)`` or one number for all.
    gradient
        Of the objective ``(outputs, d + 1)``.
    slight
        What is left to gain that counts as nothing.

    Returns
    -------
    Array
        The step to go against ``(outputs, d + 1)``.
    """
    xp, bend = namespace(p), p * (1.0 - p) * share
    if columns.firm and len(columns.values) > DIRECT:
        pairs = zip(bend, gradient, strict=True)
        each: Array = xp.stack([_approach_sigmoid(columns, b, g, slight) for b, g in pairs])
        return each
    matrices = _steadied(_curvatures(columns, bend), columns)
    matrices = matrices.astype(gradient.dtype, copy=False)
    solved: Array = xp.linalg.solve(matrices, gradient[..., None])[..., 0]
    return solved


def solve_softmax(
    columns: Columns, p: Array, share: Array | float, gradient: Array, slight: float = 0.0
) -> Array:
    """Solve the joint equations of the classes; see `solve_sigmoids`."""
    size, work = gradient.size, gradient.size**2 * p.shape[1]
    if size <= DIRECT and (work <= WORK or not columns.firm):
        return _whole(columns, p, share, gradient)
    return _approach_softmax(columns, p, share, gradient, slight)


def _curvatures(columns: Columns, bend: Array) -> Array:
    """Return ``R diag(b) R'`` for each row b of ``(outputs, n)`` curvatures."""
    xp, values = namespace(bend), columns.values
    found = []
    for root in xp.sqrt(bend).astype(values.dtype):
        half = values * root
        found.append(half @ half.T)
    blocks: Array = xp.stack(found)
    return blocks


def _steadied(blocks: Array, columns: Columns) -> Array:
    """Add the prices of the weights to each block, and a trace that keeps it solvable."""
    diagonal = namespace(blocks).arange(blocks.shape[-1])
    least = 10 * float(np.finfo(blocks.dtype).eps)
    blocks[:, diagonal, diagonal] *= 1.0 + least
    blocks[:, diagonal, diagonal] += 1e-2 * least
    blocks[:, diagonal[:-1], diagonal[:-1]] += columns.prices.astype(blocks.dtype)
    return blocks


def _whole(columns: Columns, p: Array, share: Array | float, gradient: Array) -> Array:
    """Solve the joint equations by their whole matrix."""
    xp, values = namespace(p), columns.values
    outputs, wide = gradient.shape
    root = xp.sqrt(xp.asarray(share, p.dtype))
    each = ((p * root)[:, None] * values).reshape(outputs * wide, -1)
    matrix = -(each @ each.T).reshape(outputs, wide, outputs, wide)
    blocks = xp.arange(outputs)
    matrix[blocks, :, blocks, :] += _steadied(_curvatures(columns, p * share), columns)
    # Adding the same to every bias changes nothing: their sum is told to stay.
    matrix[:, -1, :, -1] += 1.0 / outputs
    size = outputs * wide
    found: Array = xp.linalg.solve(matrix.reshape(size, size), gradient.reshape(size))
    return found.reshape(outputs, wide)


def _approach_sigmoid(columns: Columns, bend: Array, gradient: Array, slight: float) -> Array:
    """Solve the equations of one column by conjugate gradients."""
    values, price = columns.values, _price(columns)
    bend = bend.astype(values.dtype)
    # Features of unit spread: without them the curvature would be that of the bias, and the price.
    near = 1.0 / (price + (float(bend.sum()) + TRACE))

    def product(v: Array) -> Array:
        z = v @ values
        z *= bend
        found: Array = values @ z
        found += price * v
        return found

    return _approach(product, lambda v: near * v, gradient, values.dtype, slight)


def _approach_softmax(
    columns: Columns, p: Array, share: Array | float, gradient: Array, slight: float
) -> Array:
    """Solve the joint equations by conjugate gradients.

    Preconditioned by what a class would need alone, if its rows in doubt were those of all.
    """
    xp, values, price = namespace(p), columns.values, _price(columns)
    weighted = (p * share).astype(values.dtype)
    p = p.astype(values.dtype)
    doubt = (weighted * (1.0 - p)).sum(axis=0, keepdims=True)
    near = xp.linalg.inv(_steadied(_curvatures(columns, doubt / len(p)), columns))[0]

    def product(v: Array) -> Array:
        z = v @ values
        z -= (p * z).sum(axis=0)
        z *= weighted
        found: Array = (values @ z.T).T
        found += price * v
        return found

    return _approach(product, lambda v: v @ near, gradient, values.dtype, slight)


def _price(columns: Columns) -> Array:
    """Return the prices with a last 0, for the bias: ``(d + 1,)``, as precise as the features."""
    price: Array = namespace(columns.prices).zeros(len(columns.values), columns.values.dtype)
    price[:-1] = columns.prices
    return price


def _approach(
    product: Map, precondition: Map, gradient: Array, kind: "np.dtype[np.floating]", slight: float
) -> Array:
    """Solve by conjugate gradients, the more closely the nearer the lowest point is.

    Newton's steps square what is left to go once it is small: a step far away need not be exact.
    """
    right = gradient.astype(kind)
    left = float((right * precondition(right)).sum())
    tolerance = min(LOOSE, left**0.5)
    found = conjugate_gradients(product, right, precondition, tolerance, right.size, slight)
    return found.astype(gradient.dtype)
