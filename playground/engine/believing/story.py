"""A story for Bayes' rule: what may be true, what is seen, and how likely under each."""

from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array


@dataclass(frozen=True, eq=False)
class Story:
    """Hypotheses with a belief in each, and two outcomes that can be observed.

    Attributes
    ----------
    names
        Of the hypotheses; empty for the coins of a grid.
    at
        The value that each hypothesis stands for ``(h,)``.
    likelihood
        Probability of each outcome under each hypothesis ``(h, 2)``.
    prior
        Belief ``(h,)`` before anything is seen.
    second
        That of a second person, or None.
    truth
        Value of the true hypothesis.
    true
        Which hypotheses count as the truth ``(h,)``.
    chance
        True probability of the second outcome.
    outcomes
        What the two outcomes are called.
    """

    names: tuple[str, ...]
    at: Array
    likelihood: Array
    prior: Array
    second: Array | None
    truth: float
    true: Array
    chance: float
    outcomes: tuple[str, str]


def coin_story(at: Array, prior: Array, second: Array | None, bias: float, close: float) -> Story:
    """Return the story of a coin that falls on heads with a probability nobody knows.

    Parameters
    ----------
    at
        Probabilities of heads that are thought possible ``(h,)``.
    close
        Coins no farther than this from the true one count as the truth.
    """
    heads = np.stack([1 - at, at], axis=1)
    near = np.abs(at - bias) <= close + 1e-12
    return Story((), at, heads, prior, second, bias, near, bias, ("tails", "heads"))


def illness_story(
    prevalence: float, second: float, sensitivity: float, specificity: float, ill: bool
) -> Story:
    """Return the story of someone who is tested for an illness, again and again.

    Parameters
    ----------
    prevalence
        Share of people like this one who are ill.
    second
        Belief of a second person; 0 for no second person.
    sensitivity, specificity
        Share of the ill who test positive, and of the healthy who test negative.
    """
    says = np.array([[1 - sensitivity, sensitivity], [specificity, 1 - specificity]])
    at = np.array([1.0, 0.0])
    other = np.array([second, 1 - second]) if second > 0 else None
    truth = float(ill)
    return Story(
        ("ill", "healthy"), at, says, np.array([prevalence, 1 - prevalence]), other, truth,
        at == truth, float(says[0 if ill else 1, 1]), ("negative", "positive"),
    )  # fmt: skip


def urn_story(shares: tuple[float, ...], prior: Array, drawn_from: int) -> Story:
    """Return the story of balls drawn, and put back, from one of several urns.

    Parameters
    ----------
    shares
        Share of orange balls in each urn; the others are blue.
    drawn_from
        Number of the urn in use.
    """
    orange = np.array(shares)
    true = np.arange(len(orange)) == drawn_from
    names = tuple(f"urn {place + 1}" for place in range(len(orange)))
    return Story(
        names, orange, np.stack([1 - orange, orange], axis=1), prior, None,
        shares[drawn_from], true, shares[drawn_from], ("blue", "orange"),
    )  # fmt: skip
