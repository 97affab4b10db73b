"""Beliefs: Bayes' rule over a list of hypotheses, and what can be said of the outcome."""

from typing import Any

from .array import Array, namespace


def update(prior: Array, likelihood: Array) -> tuple[Array, float]:
    r"""Compute the belief after an observation, and how probable the observation was.

    .. math:: P(h \mid o) = \frac{P(h)\, P(o \mid h)}{\sum_g P(g)\, P(o \mid g)}

    Parameters
    ----------
    prior
        Belief in each hypothesis ``(h,)``.
    likelihood
        Probability of what was seen under each, ``(h,)``.

    Returns
    -------
    posterior : array of shape ``(h,)``
        All 0 where no hypothesis that is believed possible allows what was seen.
    evidence : float
        The sum that it was divided by.

    References
    ----------
    Bayes (1763), "An essay towards solving a problem in the doctrine of chances",
    doi:10.1098/rstl.1763.0053.

    Examples
    --------
    >>> import numpy as np
    >>> after, evidence = update(np.array([0.01, 0.99]), np.array([0.8, 0.1]))
    >>> after.round(3).tolist(), round(evidence, 3)
    ([0.075, 0.925], 0.107)
    """
    product = prior * likelihood
    evidence = float(product.sum())
    return (product / evidence if evidence > 0 else product), evidence


def after_counts(prior: Array, likelihood: Array, counts: Array) -> Array:
    """Compute the belief after many independent observations, of which only the number matters.

    Sums of logarithms stand for the products, so that thousands of observations do no harm.

    Parameters
    ----------
    prior
        Belief in each hypothesis ``(h,)``.
    likelihood
        Probability of each outcome under each hypothesis, ``(h, outcomes)``.
    counts
        How often each outcome was seen, ``(..., outcomes)``.

    Returns
    -------
    array of shape ``(..., h)``
        All 0 where no hypothesis that is believed possible allows what was seen.

    Examples
    --------
    >>> import numpy as np
    >>> coin = np.array([[0.5, 0.5], [0.0, 1.0]])
    >>> after_counts(np.array([0.9, 0.1]), coin, np.array([[0, 3], [1, 3]])).round(3).tolist()
    [[0.529, 0.471], [1.0, 0.0]]
    """
    xp: Any = namespace(prior, likelihood)
    least = -1e300
    logs = xp.where(likelihood > 0, xp.log(xp.maximum(likelihood, 1e-300)), least)
    seen = xp.asarray(counts, float)[..., None, :]
    # An outcome that was never seen says nothing, whatever its logarithm.
    weighed = xp.where(seen > 0, xp.maximum(seen * logs, least), 0.0).sum(axis=-1)
    total = weighed + xp.where(prior > 0, xp.log(xp.maximum(prior, 1e-300)), least)
    top = total.max(axis=-1, keepdims=True)
    belief = xp.where(total > least / 2, xp.exp(xp.maximum(total - top, -745.0)), 0.0)
    share: Array = belief / xp.maximum(belief.sum(axis=-1, keepdims=True), 1e-300)
    return share


def entropy(belief: Array) -> Array:
    r"""Compute the uncertainty of beliefs ``(..., h)`` in bits, :math:`-\sum p \log_2 p`.

    Examples
    --------
    >>> import numpy as np
    >>> entropy(np.array([[0.25] * 4, [1.0, 0, 0, 0]])).tolist()
    [2.0, 0.0]
    """
    xp: Any = namespace(belief)
    bits: Array = -(belief * xp.log2(xp.where(belief > 0, belief, 1.0))).sum(axis=-1)
    return bits + 0.0


def interval(belief: Array, at: Array, share: float = 0.95) -> tuple[Array, Array]:
    """Find between which values the middle `share` of beliefs lies.

    Parameters
    ----------
    belief
        ``(..., h)``, each adding up to 1.
    at
        The value that each hypothesis stands for ``(h,)``, rising.

    Returns
    -------
    low, high : arrays of shape ``(...)``
        As much of the belief lies below `low` as above `high`: (1 - share) / 2 at most.

    Examples
    --------
    >>> import numpy as np
    >>> low, high = interval(np.full(100, 0.01), np.arange(100), 0.89)
    >>> int(low), int(high)
    (5, 94)
    """
    xp: Any = namespace(belief, at)
    below = belief.cumsum(axis=-1)
    tail = (1 - share) / 2
    last = len(at) - 1
    low = xp.minimum((below < tail).sum(axis=-1), last)
    high = xp.minimum((below < 1 - tail).sum(axis=-1), last)
    return at[low], at[high]


def wilson_interval(wins: float, trials: float, deviations: float = 3.8906) -> tuple[float, float]:
    r"""Find between which values a probability lies, by how often it was met.

    Parameters
    ----------
    wins, trials
        How often it happened, of how many.
    deviations
        Half width in standard deviations: 1.96 for 95 %, 3.8906 for 99.99 %.

    Returns
    -------
    low, high : float
        0 and 1 without a trial.

    References
    ----------
    Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> low, high = wilson_interval(667, 1000)
    >>> round(low, 3), round(high, 3)
    (0.607, 0.722)
    """
    if trials <= 0:
        return 0.0, 1.0
    share, square = wins / trials, deviations**2 / trials
    middle = (share + square / 2) / (1 + square)
    spread = deviations * (share * (1 - share) / trials + square / (4 * trials)) ** 0.5
    half = spread / (1 + square)
    return max(middle - half, 0.0), min(middle + half, 1.0)
