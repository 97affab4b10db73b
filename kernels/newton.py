"""Newton's method on logistic regression: steps to the bottom of the local paraboloid."""

from .array import Array, namespace
from .logistic import Link, objective, shares, slope
from .paraboloid import Columns, columns_of, solve_sigmoids, solve_softmax
from .rows import row_sum

HALVINGS = 40
"""How often a step is halved at most until it goes down."""


def newton_step(
    x: Array, targets: Array, weights: Array, bias: Array,
    link: Link, penalty: float, weight: Array | None = None, columns: Columns | None = None,
    slight: float = 0.0,
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
    columns
        What `columns_of` returns of the features, where it is known already.
    slight
        What is left to gain that counts as nothing: large softmax problems are solved that far.

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
    columns = columns or columns_of(x, penalty, weight)
    now = slope(x, targets, weights, bias, link, penalty, weight)
    # Centred features leave the weights as they are and part them from the bias.
    inner = (now.weights - xp.outer(now.bias, columns.centre)) / columns.spread
    gradient = xp.concatenate([inner, now.bias[:, None]], axis=1)
    p, share = xp.ascontiguousarray(now.p.T), shares(x, weight)
    share = share if isinstance(share, float) else share[:, 0]
    if link == "sigmoid":
        move = solve_sigmoids(columns, p, share, gradient, slight)
    else:
        move = solve_softmax(columns, p, share, gradient, slight)
    gains = row_sum(gradient * move)
    gains = gains if link == "sigmoid" else gains.sum(keepdims=True)
    along = move[:, :-1] / columns.spread
    up = move[:, -1] - along @ columns.centre
    size = xp.ones_like(gains)
    for _ in range(HALVINGS):
        w, b = weights - size[:, None] * along, bias - size * up
        reached = objective(x, targets, w, b, link, penalty, weight)
        low = reached <= now.loss - 1e-4 * size * gains + 1e-14 * abs(now.loss)
        if bool(low.all()):
            break
        size = xp.where(low, size, size * 0.5)
    return w, b - b.mean() if link == "softmax" else b, now.loss, float(gains.max())
