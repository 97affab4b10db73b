"""Sequential minimal optimisation: the dual of a support vector machine, a pair at a time.

The problem, for classification and for regression alike: variables s between bounds, whose sum
is 0, that maximise ``s . e0 - s K s / 2``. Its gradient is ``e = e0 - K s``. Classification has
one variable for each row, ``s = y alpha``, ``e0 = y`` of +1 and -1, between 0 and y C. Regression
has two: ``s = alpha``, ``e0 = y - epsilon``, between 0 and C, and ``s = -alpha*``, ``e0 = y +
epsilon``, between -C and 0. With the bias b the answer at x is ``sum s_i K(x_i, x) + b``.

References
----------
Platt (1998), "Sequential minimal optimization", MSR-TR-98-14; Keerthi et al. (2001),
doi:10.1162/089976601300014493; Fan, Chen and Lin (2005), "Working set selection using second
order information for training support vector machines", JMLR 6.
"""

from collections.abc import Callable

from .array import Array, namespace

CURVED = 1e-12
"""Least curvature between two rows, so that doubles of a row divide nothing by zero."""


def pair_updates(
    signed: Array,
    errors: Array,
    lower: Array,
    upper: Array,
    row: Callable[[int], Array],
    diagonal: Array,
    tolerance: float,
    most: int,
) -> int:
    """Move pairs of variables, each time the one with the steepest rise and its best partner.

    What one of a pair gains the other loses, so that the sum stays 0. The partner is the one with
    which the objective rises most if no bound stops it.

    Parameters
    ----------
    signed, errors
        Variables s and gradient e, ``(copies, n)``, both changed in place.
    lower, upper
        Bounds of the variables, ``(copies, n)``.
    row
        Gives ``K(x_i, x)`` for all rows ``(n,)`` by the number of a row.
    diagonal
        ``K(x_i, x_i)``, shape ``(n,)``.
    tolerance
        It ends when no pair disagrees by more in its gradients.
    most
        Pairs to move at most.

    Returns
    -------
    int
        Pairs moved; fewer than `most` once the end is reached.

    Raises
    ------
    ValueError
        If `signed` or `errors` are no contiguous arrays, which cannot be changed in place.
    """
    if not (signed.flags.c_contiguous and errors.flags.c_contiguous):
        raise ValueError("variables and gradients have to be contiguous arrays")
    xp = namespace(signed, errors)
    n, shape = signed.shape[1], signed.shape
    s, e, low, high = (a.reshape(-1) for a in (signed, errors, lower, upper))
    rises, falls = _blocked(s, low, high)
    scratch, gaps, curve = xp.empty_like(e), xp.empty_like(e), xp.empty_like(diagonal)
    for done in range(most):
        xp.add(e, rises, out=scratch)
        i = int(scratch.argmax())
        top = float(scratch[i])
        xp.add(e, falls, out=gaps)
        xp.subtract(top, gaps, out=gaps)
        if not float(gaps.max()) > tolerance:
            return done
        xp.maximum(gaps, 0.0, out=gaps)
        ours = row(i % n)
        xp.multiply(ours, -2.0, out=curve)
        curve += diagonal
        curve += diagonal[i % n]
        xp.maximum(curve, CURVED, out=curve)
        xp.multiply(gaps, gaps, out=scratch)
        scratch.reshape(shape)[...] /= curve
        j = int(scratch.argmax())
        way = float(gaps[j]) / float(curve[j % n])
        moved = _move(s, low, high, rises, falls, i, j, way)
        if not moved:
            return done
        xp.subtract(ours, row(j % n), out=curve)
        curve *= moved
        errors -= curve
    return most


def _blocked(s: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Return what takes variables out that cannot rise, or fall: infinities, 0 elsewhere."""
    xp = namespace(s)
    return xp.where(s < high, 0.0, -xp.inf), xp.where(s > low, 0.0, xp.inf)


def _move(
    s: Array, low: Array, high: Array, rises: Array, falls: Array, i: int, j: int, way: float
) -> float:
    """Raise s_i and lower s_j by `way` or as far as their bounds let them; returns how far."""
    old_i, old_j, top, ground = float(s[i]), float(s[j]), float(high[i]), float(low[j])
    up, down = top - old_i, old_j - ground
    moved = min(way, up, down)
    # A variable that meets its bound is put right on it: rounding leaves no ghost beside it.
    new_i = top if moved == up else old_i + moved
    new_j = ground if moved == down else old_j - moved
    if new_i == old_i and new_j == old_j:
        return 0.0
    s[i], s[j] = new_i, new_j
    infinity = float("inf")
    rises[i], falls[i] = (0.0 if new_i < top else -infinity), 0.0
    falls[j], rises[j] = (0.0 if new_j > ground else infinity), 0.0
    return moved


def violation(signed: Array, errors: Array, lower: Array, upper: Array) -> float:
    """Return by how much the worst pair disagrees: 0 or less at the optimum.

    Parameters
    ----------
    signed, errors, lower, upper
        As `pair_updates` takes them.
    """
    xp = namespace(signed)
    most = xp.where(signed < upper, errors, -xp.inf).max()
    least = xp.where(signed > lower, errors, xp.inf).min()
    gap = float(most) - float(least)
    return gap if gap > float("-inf") else 0.0


def bias(signed: Array, errors: Array, lower: Array, upper: Array) -> float:
    """Return b: the mean gradient of variables between their bounds, where those have to agree.

    Where none is between its bounds, b is the middle of what the others allow.

    Parameters
    ----------
    signed, errors, lower, upper
        As `pair_updates` takes them.
    """
    xp = namespace(signed)
    free = (signed > lower) & (signed < upper)
    if bool(free.any()):
        return float(errors[free].mean())
    most = float(xp.where(signed < upper, errors, -xp.inf).max())
    least = float(xp.where(signed > lower, errors, xp.inf).min())
    known = [value for value in (most, least) if abs(value) < float("inf")]
    return sum(known) / len(known) if known else 0.0


def slack(errors: Array, lower: Array, upper: Array, offset: float) -> Array:
    """Return how far each row is on the wrong side of its margin or outside of the tube ``(n,)``.

    The hinge loss ``max(0, 1 - y f(x))``, or the epsilon-insensitive ``max(0, |y - f(x)| -
    epsilon)``.

    Parameters
    ----------
    errors, lower, upper
        As `pair_updates` takes them.
    offset
        The bias b.
    """
    xp = namespace(errors)
    beyond = xp.where(upper > 0, errors - offset, xp.where(lower < 0, offset - errors, 0.0))
    found: Array = xp.maximum(beyond, 0.0).max(axis=0)
    return found


def objectives(
    signed: Array, errors: Array, first: Array, lower: Array, upper: Array, offset: float
) -> tuple[float, float]:
    """Return the primal and the dual objective: they meet at the optimum.

    Primal: ``|w|^2 / 2 + sum of C_i slack_i``. Dual: ``s . e0 - |w|^2 / 2``.

    Parameters
    ----------
    signed, errors, lower, upper
        As `pair_updates` takes them.
    first
        Gradient e0 at s = 0, ``(copies, n)``.
    offset
        The bias b.
    """
    norm = float((signed * (first - errors)).sum())
    # Either bound of a variable is 0, so that their sum has the size of one, and its side.
    cost = (upper + lower) * (errors - offset)
    return norm / 2 + float(cost.clip(min=0.0).sum()), float((signed * first).sum()) - norm / 2
