"""AdaBoost's arithmetic: how much say a model gets, and how much rows weigh after it."""

from typing import NamedTuple

import numpy as np

from playground.kernels.array import Array

HAIR = 1e-12
"""By how much an error must lie below chance: weights add up only so precisely."""


class Verdict(NamedTuple):
    """What a stage has come to.

    Attributes
    ----------
    error
        Share of the weight that was mistaken.
    say
        How much its vote counts.
    weights
        Of the rows for the next stage ``(n,)``; they add up to 1.
    counts
        Whether it is better than chance.
    """

    error: float
    say: float
    weights: Array
    counts: bool


def judge(wrong: Array, weights: Array, classes: int, rate: float) -> Verdict:
    r"""Compute what a stage has come to: its error, its say, and new weights.

    With error :math:`\epsilon` and K classes the say is
    :math:`\alpha = \eta\,(\ln\frac{1 - \epsilon}{\epsilon} + \ln(K - 1))`, and the rows that were
    mistaken grow by :math:`e^{\alpha}`. A stage without mistakes gets a say of 1, as in
    scikit-learn: its own would be infinite.

    Parameters
    ----------
    wrong
        Which rows it mistakes ``(n,)``.
    weights
        That it learned with ``(n,)``.
    rate
        Learning rate.

    References
    ----------
    Zhu, Zou, Rosset and Hastie (2009), "Multi-class AdaBoost", doi:10.4310/SII.2009.v2.n3.a8.

    Examples
    --------
    >>> told = judge(np.array([True, False, False, False]), np.full(4, 0.25), 2, 1.0)
    >>> round(told.say, 4), told.weights.round(4).tolist()
    (1.0986, [0.5, 0.1667, 0.1667, 0.1667])
    """
    error = float(weights[wrong].sum() / weights.sum())
    if error >= 1 - 1 / classes - HAIR:
        return Verdict(error, 0.0, weights, False)
    if error <= 0:
        return Verdict(0.0, 1.0, weights, True)
    say = rate * float(np.log((1 - error) / error) + np.log(classes - 1))
    grown = weights * np.exp(say * wrong)
    return Verdict(error, say, grown / grown.sum(), True)
