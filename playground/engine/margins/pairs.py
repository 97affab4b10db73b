"""The problems that a support vector machine solves: one for each pair of classes, or output."""

from itertools import combinations
from typing import NamedTuple

from playground.engine.examples import Examples
from playground.kernels.array import Array, namespace


class Problems(NamedTuple):
    """Quadratic problems over the same rows, as `kernels.margins` takes them.

    Attributes
    ----------
    first
        Gradient where all variables are 0, ``(problems, copies, n)``.
    lower, upper
        Bounds of the variables, the same shape; both 0 for rows that take no part.
    pairs
        The classes told apart ``(problems, 2)``, the second on the positive side; -1 for values.
    """

    first: Array
    lower: Array
    upper: Array
    pairs: Array


def class_problems(examples: Examples, c: float) -> Problems:
    """Return one problem for each pair of the classes that have rows."""
    xp = namespace(examples.x)
    y = examples.y
    present = [label for label in range(examples.outputs) if bool((y == label).any())]
    pairs = list(combinations(present, 2))
    first = xp.zeros((len(pairs), 1, len(y)))
    for p, (low, high) in enumerate(pairs):
        first[p, 0, y == low] = -1.0
        first[p, 0, y == high] = 1.0
    bound = c * first * _weight(examples)
    pairs_array = xp.array(pairs, xp.int64).reshape(-1, 2)
    return Problems(first, xp.minimum(bound, 0.0), xp.maximum(bound, 0.0), pairs_array)


def value_problems(examples: Examples, c: float, epsilon: float) -> Problems:
    """Return one problem for each column of values."""
    xp = namespace(examples.x)
    y = examples.y.T
    first = xp.ascontiguousarray(xp.stack([y - epsilon, y + epsilon], axis=1))
    bound = xp.zeros_like(first) + c * _weight(examples)
    lower, upper = -bound, bound.copy()
    lower[:, 0] = 0.0
    upper[:, 1] = 0.0
    return Problems(first, lower, upper, xp.full((len(y), 2), -1, xp.int64))


def _weight(examples: Examples) -> Array | float:
    return 1.0 if examples.weight is None else examples.weight


def shares(decision: Array, pairs: Array, classes: int) -> Array:
    """Return what stands for probabilities ``(k, classes)``, the largest at the class chosen.

    Two classes: the logistic function of twice the decision value, so that the margins at -1 and
    +1 stand at 12 % and 88 %. More: every pair votes, margins break ties, and a soft maximum
    makes shares of the votes. A class without a row is in no pair, and has no share.

    Parameters
    ----------
    decision
        Values ``(k, problems)``.
    pairs
        Classes of each problem ``(problems, 2)``, the second on the positive side.
    """
    xp = namespace(decision, pairs)
    count = len(pairs)
    votes = xp.zeros((len(decision), classes))
    margins = xp.zeros((len(decision), classes))
    for p, (low, high) in enumerate(pairs.tolist()):
        wins = decision[:, p] > 0
        votes[:, high] += wins
        votes[:, low] += ~wins
        margins[:, high] += decision[:, p]
        margins[:, low] -= decision[:, p]
    if count == 1:
        votes[:] = 0.0
        votes[:, int(pairs[0, 1])] = 2.0 * decision[:, 0]
    else:
        # Less than half a vote in all, so that margins decide between equal votes only.
        votes = 2.0 * (votes + margins / (3.0 * (xp.abs(margins) + 1.0)))
    absent = xp.ones(classes, bool)
    absent[pairs.reshape(-1)] = False
    votes[:, absent] = -xp.inf
    votes -= votes.max(axis=1, keepdims=True)
    odds = xp.exp(votes)
    told: Array = odds / odds.sum(axis=1, keepdims=True)
    return told
