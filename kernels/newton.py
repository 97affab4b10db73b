"""Newton's method on logistic regression: steps to the bottom of the local paraboloid."""

from typing import NamedTuple

import numpy as np

from .array import Array, namespace
from .conjugate_gradients import conjugate_gradients
from .least_squares import means
from .logistic import Link, objective, shares, slope
from .rows import row_sum

DIRECT = 160
"""Unknowns up to which the equations of softmax are solved by their whole matrix."""

FIRM = 2e-5
"""Penalty of a feature of unit spread beyond which equations are set up in single precision."""

HALVINGS = 40
"""How often a step is halved at most until it goes down."""


class Frame(NamedTuple):
    """Centre and spread of each feature ``(d,)``, which the equations are set up in."""

    centre: Array
    spread: Array


def frame_of(x: Array, weight: Array | None = None) -> Frame:
    """Return the frame of features ``(n, d)``; those that never vary have spread 1."""
    xp = namespace(x)
    centre = means(x, weight)
    spread = xp.sqrt(xp.square(x - centre).mean(axis=0))
    return Frame(centre, xp.where(spread > 0, spread, 1.0))


def newton_step(
    x: Array, targets: Array, weights: Array, bias: Array,
    link: Link, penalty: float, weight: Array | None = None, frame: Frame | None = None,
) -> tuple[Array, Array, Array, float]:  # fmt: skip
    """Take one step of Newton's method, which for sigmoids is iteratively reweighted least squares.

    The step solves the equations of the local paraboloid and is halved until the objective falls.
    Large softmax problems are solved by conjugate gradients instead of the whole matrix.

    Parameters
    ----------
    x, targets
        Features ``(n, d)`` and, 0 or 1, what is true of each row ``(n, outputs)``.
    weights, bias
        ``(outputs, d)`` and ``(outputs,)``: where to start.
    link, penalty, weight
        Of the objective; see `kernels.logistic`.
    frame
        What `frame_of` returns of the features, where it is known already.

    Returns
    -------
    weights, bias : Array
        After the step.
    loss : Array
        The objective before the step; see `Slope.loss`.
    decrement : float
        Twice what the paraboloid promised the step to gain: near 0 at the minimum, in any units of
        the features.

    References
    ----------
    Böhning (1992), doi:10.1007/BF00048682; Boyd and Vandenberghe (2004), *Convex Optimization*,
    section 9.5.
    """
    xp = namespace(x, weights)
    # Centred features leave the weights as they are and part them from the bias.
    centre, spread = frame or frame_of(x, weight)
    now = slope(x, targets, weights, bias, link, penalty, weight)
    inner = (now.weights - xp.outer(now.bias, centre)) / spread
    gradient = xp.concatenate([inner, now.bias[:, None]], axis=1)
    prices = penalty / (spread * spread)
    rows = _rows(x, Frame(centre, spread), prices)
    move = _solve(rows, now.p, shares(x, weight), gradient, link, prices)
    gains = row_sum(gradient * move)
    gains = gains if link == "sigmoid" else gains.sum(keepdims=True)
    along = move[:, :-1] / spread
    up = move[:, -1] - along @ centre
    size = xp.ones_like(gains)
    for _ in range(HALVINGS):
        w, b = weights - size[:, None] * along, bias - size * up
        reached = objective(x, targets, w, b, link, penalty, weight)
        low = reached <= now.loss - 1e-4 * size * gains + 1e-14 * abs(now.loss)
        if bool(low.all()):
            break
        size = xp.where(low, size, size * 0.5)
    return w, b - b.mean() if link == "softmax" else b, now.loss, float(gains.max())


def _rows(x: Array, frame: Frame, prices: Array) -> Array:
    """Return centred features of unit spread, and a last 1, ``(n, d + 1)``.

    In single precision where the penalty outweighs its rounding: that is enough to find the way.
    """
    firm = float(prices.min(initial=np.inf)) > FIRM
    rows = namespace(x).ones((len(x), x.shape[1] + 1), np.float32 if firm else x.dtype)
    rows[:, :-1] = x - frame.centre
    rows[:, :-1] *= (1.0 / frame.spread).astype(rows.dtype)
    return rows


def _solve(
    rows: Array, p: Array, share: Array | float, gradient: Array, link: Link, prices: Array
) -> Array:
    """Return the step ``(outputs, d + 1)`` on centred features of unit spread and a last 1."""
    if link == "sigmoid":
        bend = (p * (1.0 - p) * share).T
        matrices = _steadied(_curvatures(rows, bend), prices).astype(gradient.dtype)
        solved: Array = namespace(rows).linalg.solve(matrices, gradient[..., None])[..., 0]
        return solved
    solver = _solve_softmax if gradient.size <= DIRECT else _approach_softmax
    return solver(rows, p, share, gradient, prices)


def _curvatures(rows: Array, bend: Array) -> Array:
    """Return ``R' diag(b) R`` for each row b of ``(outputs, n)`` curvatures."""
    xp = namespace(rows)
    roots = xp.sqrt(bend).astype(rows.dtype)
    found = []
    for root in roots:
        half = rows * root[:, None]
        found.append(half.T @ half)
    return xp.stack(found)


def _steadied(blocks: Array, prices: Array) -> Array:
    """Add the prices of the weights to each block, and a trace that keeps it solvable."""
    diagonal = namespace(blocks).arange(blocks.shape[-1])
    least = 10 * float(np.finfo(blocks.dtype).eps)
    blocks[:, diagonal, diagonal] *= 1.0 + least
    blocks[:, diagonal, diagonal] += 1e-2 * least
    blocks[:, diagonal[:-1], diagonal[:-1]] += prices.astype(blocks.dtype)
    return blocks


def _solve_softmax(
    rows: Array, p: Array, share: Array | float, gradient: Array, prices: Array
) -> Array:
    """Solve the joint equations by their whole matrix."""
    xp = namespace(rows)
    outputs, wide = gradient.shape
    share = xp.sqrt(xp.asarray(share, p.dtype))
    each = (p[:, :, None] * rows[:, None, :]).reshape(len(rows), -1) * share
    matrix = -(each.T @ each).reshape(outputs, wide, outputs, wide)
    blocks = xp.arange(outputs)
    own = _steadied(_curvatures(rows, (p * share * share).T), prices)
    matrix[blocks, :, blocks, :] += own
    # Adding the same to every bias changes nothing: their sum is told to stay.
    matrix[:, -1, :, -1] += 1.0 / outputs
    size = outputs * wide
    found: Array = xp.linalg.solve(matrix.reshape(size, size), gradient.reshape(size))
    return found.reshape(outputs, wide)


def _approach_softmax(
    rows: Array, p: Array, share: Array | float, gradient: Array, prices: Array
) -> Array:
    """Solve the joint equations by conjugate gradients, as far as a step needs it.

    Preconditioned by what each class would need alone, if its rows in doubt were those of all.
    """
    xp, kind = namespace(rows), rows.dtype
    weighted = (p * share).astype(kind)
    p = p.astype(kind)
    bend = weighted * (1.0 - p)
    doubt = row_sum(bend)
    common = _curvatures(rows, doubt[None])
    part = bend.sum(axis=0) / doubt.sum()
    near = xp.linalg.inv(_steadied(part[:, None, None] * common, prices))
    price = xp.zeros((1, rows.shape[1]), kind)
    price[0, :-1] = prices

    def product(v: Array) -> Array:
        z = rows @ v.T
        z -= row_sum(p * z)[:, None]
        z *= weighted
        found: Array = z.T @ rows
        found += price * v
        return found

    def precondition(v: Array) -> Array:
        found: Array = xp.matmul(near, v[..., None])[..., 0]
        return found

    tolerance = min(0.1, float(abs(gradient).max()) ** 0.5)
    right = gradient.astype(kind)
    found = conjugate_gradients(product, right, precondition, tolerance, gradient.size)
    return found.astype(gradient.dtype)
