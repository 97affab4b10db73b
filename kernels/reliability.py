"""How far stated probabilities can be believed."""

from typing import NamedTuple

import numpy as np

from .array import Array, namespace

SURE = 1.959963984540054
"""Standard deviations that hold 95 % of a normal distribution."""


class Reliability(NamedTuple):
    """What was said and what came, in bins of equal width.

    Attributes
    ----------
    rows
        Statements in each bin ``(members, bins)``.
    said, came
        Mean of the statements and share of the events, ``(members, bins)``; NaN in empty bins.
    error
        Expected calibration error ``(members,)``: the mean distance of the two, by count.
    """

    rows: Array
    said: Array
    came: Array
    error: Array


def reliability(said: Array, came: Array, bins: int = 10) -> Reliability:
    r"""Sort statements into bins, and compare them with what came.

    .. math:: ECE = \sum_b \frac{n_b}{n} |\mathrm{said}_b - \mathrm{came}_b|

    Parameters
    ----------
    said
        Stated probabilities ``(members, n)`` in [0, 1].
    came
        Whether each event came, ``(members, n)`` of 0 and 1.

    Notes
    -----
    Naeini, Cooper and Hauskrecht, 2015, doi:10.1609/aaai.v29i1.9602.

    Examples
    --------
    >>> found = reliability(np.array([[0.1, 0.9, 0.9]]), np.array([[0, 1, 0]]), 2)
    >>> found.rows.tolist(), found.came.tolist(), found.error.round(3).tolist()
    ([[1.0, 2.0]], [[0.0, 0.5]], [0.3])
    """
    xp = namespace(said, came)
    # A statement on an edge belongs to the bin below it.
    place = xp.clip(xp.ceil(said * bins).astype(int) - 1, 0, bins - 1)
    inside = (place[..., None] == xp.arange(bins)).astype(said.dtype)
    count = inside.sum(axis=1)
    least = xp.maximum(count, 1)
    mean = (inside * said[..., None]).sum(axis=1) / least
    share = (inside * came[..., None]).sum(axis=1) / least
    error = (count * abs(mean - share)).sum(axis=1) / max(said.shape[1], 1)
    empty = count == 0
    return Reliability(count, xp.where(empty, xp.nan, mean), xp.where(empty, xp.nan, share), error)


def share_interval(share: Array, count: Array) -> tuple[Array, Array]:
    r"""Compute between what limits a share may well lie that was seen in `count` cases.

    Returns
    -------
    low, high
        Ends of the 95 % interval, of the shape of `share`; NaN where there are no cases.

    Notes
    -----
    Wilson, 1927, doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> low, high = share_interval(np.array([0.5]), np.array([10]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.237], [0.763])
    """
    xp = namespace(share, count)
    n = xp.maximum(count, 1)
    shrunk = 1 + SURE**2 / n
    middle = (share + SURE**2 / (2 * n)) / shrunk
    half = SURE / shrunk * xp.sqrt(share * (1 - share) / n + SURE**2 / (4 * n**2))
    none = count == 0
    return xp.where(none, xp.nan, middle - half), xp.where(none, xp.nan, middle + half)


def brier(scores: Array, truth: Array) -> Array:
    """Compute the mean squared error of probabilities ``(members, n, c)``; returns ``(members,)``.

    For two classes that of the second one, from 0 to 1; for more the sum over all, from 0 to 2
    (Brier, 1950).

    Parameters
    ----------
    truth
        One-hot targets ``(n, c)``.
    """
    squares = np.square(scores - truth) if namespace(scores) is np else (scores - truth) ** 2
    if scores.shape[-1] == 2:
        squares = squares[..., 1:]
    mean: Array = squares.sum(axis=-1).mean(axis=-1)
    return mean
