"""Newton's method on logistic regression: steps to the bottom of the local paraboloid."""

import numpy as np

from .array import Array, namespace
from .conjugate_gradients import conjugate_gradients
from .least_squares import means
from .logistic import Link, objective, shares, slope
from .rows import row_sum

DIRECT = 160
"""Unknowns up to which the equations of softmax are solved by their whole matrix."""

TELLING = 0.9
"""Share of the curvature in the rows that conjugate gradients are preconditioned by."""

HALVINGS = 40
"""How often a step is halved at most until it goes down."""


def newton_step(
    x: Array, targets: Array, weights: Array, bias: Array,
    link: Link, penalty: float, weight: Array | None = None,
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
    now = slope(x, targets, weights, bias, link, penalty, weight)
    # Centred features leave the weights as they are and part them from the bias.
    centre = means(x, weight)
    share = shares(x, weight)
    inner = now.weights - xp.outer(now.bias, centre)
    gradient = xp.concatenate([inner, now.bias[:, None]], axis=1)
    move = _solve(x - centre, now.p, share, gradient, link, penalty)
    gains = row_sum(gradient * move)
    gains = gains if link == "sigmoid" else gains.sum(keepdims=True)
    along, up = move[:, :-1], move[:, -1] - move[:, :-1] @ centre
    size = xp.ones_like(gains)
    for _ in range(HALVINGS):
        w, b = weights - size[:, None] * along, bias - size * up
        reached = objective(x, targets, w, b, link, penalty, weight)
        low = reached <= now.loss - 1e-4 * size * gains + 1e-14 * abs(now.loss)
        if bool(low.all()):
            break
        size = xp.where(low, size, size * 0.5)
    if link == "softmax":
        b = b - b.mean()
    return w, b, now.loss, float(gains.max())


def _solve(
    x: Array, p: Array, share: Array | float, gradient: Array, link: Link, penalty: float
) -> Array:
    """Return the step ``(outputs, d + 1)``, bias last, on centred features."""
    if link == "sigmoid":
        matrices = _steadied(_curvatures(x, (p * (1.0 - p) * share).T), penalty)
        solved: Array = namespace(x).linalg.solve(matrices, gradient[..., None])[..., 0]
        return solved
    solver = _solve_softmax if gradient.size <= DIRECT else _approach_softmax
    return solver(x, p, share, gradient, penalty)


def _curvatures(x: Array, bend: Array) -> Array:
    """Return ``[x 1]' diag(b) [x 1]`` for each row b of ``(outputs, n)`` curvatures."""
    xp = namespace(x)
    outputs, d = len(bend), x.shape[1]
    matrix = xp.empty((outputs, d + 1, d + 1), x.dtype)
    matrix[:, :d, :d] = xp.matmul(x.T[None] * bend[:, None, :], x)
    matrix[:, :d, d] = matrix[:, d, :d] = bend @ x
    matrix[:, d, d] = bend.sum(axis=1)
    return matrix


def _steadied(blocks: Array, penalty: float) -> Array:
    """Add the penalty to the weights of each block, and a trace that keeps it solvable."""
    diagonal = namespace(blocks).arange(blocks.shape[-1])
    least = 1e2 * float(np.finfo(blocks.dtype).eps)
    blocks[:, diagonal, diagonal] *= 1.0 + least
    blocks[:, diagonal, diagonal] += 1e-2 * least
    blocks[:, diagonal[:-1], diagonal[:-1]] += penalty
    return blocks


def _solve_softmax(
    x: Array, p: Array, share: Array | float, gradient: Array, penalty: float
) -> Array:
    """Solve the joint equations by their whole matrix."""
    xp = namespace(x)
    n, (outputs, wide) = len(x), gradient.shape
    rows = xp.concatenate([x, xp.ones((n, 1), x.dtype)], axis=1)
    each = (p[:, :, None] * rows[:, None, :]).reshape(n, -1)
    matrix = -((each * share).T @ each).reshape(outputs, wide, outputs, wide)
    blocks = xp.arange(outputs)
    matrix[blocks, :, blocks, :] += _steadied(_curvatures(x, (p * share).T), penalty)
    # Adding the same to every bias changes nothing: their sum is told to stay.
    matrix[:, -1, :, -1] += 1.0 / outputs
    size = outputs * wide
    found: Array = xp.linalg.solve(matrix.reshape(size, size), gradient.reshape(size))
    return found.reshape(outputs, wide)


def _approach_softmax(
    x: Array, p: Array, share: Array | float, gradient: Array, penalty: float
) -> Array:
    """Solve the joint equations by conjugate gradients, as far as a step needs it.

    In single precision, as the gradient is exact anew at every step; preconditioned by what each
    class would need alone, over the rows that are still in doubt.
    """
    xp, single = namespace(x), np.float32
    rows = xp.concatenate([x, xp.ones((len(x), 1), x.dtype)], axis=1).astype(single)
    weighted = (p * share).astype(single)
    bend = weighted * (1.0 - p).astype(single)
    doubt = bend.sum(axis=1)
    order = xp.argsort(-doubt)
    heap = xp.cumsum(doubt[order])
    telling = order[: int(xp.searchsorted(heap, heap[-1] * TELLING)) + 1]
    blocks = _curvatures(rows[telling, :-1], xp.ascontiguousarray(bend[telling].T))
    near = xp.linalg.inv(_steadied(blocks, penalty))
    p = p.astype(single)

    def product(v: Array) -> Array:
        z = rows @ v.T
        z -= row_sum(p * z)[:, None]
        z *= weighted
        found = z.T @ rows
        found[:, :-1] += single(penalty) * v[:, :-1]
        return found

    def precondition(v: Array) -> Array:
        return xp.matmul(near, v[..., None])[..., 0]

    tolerance = min(0.1, float(abs(gradient).max()) ** 0.5)
    right = gradient.astype(single)
    found = conjugate_gradients(product, right, precondition, tolerance, gradient.size)
    return found.astype(x.dtype)
