"""From what a model computes to probabilities of classes."""

# mypy: disable-error-code="no-any-return"

import numpy as np

from playground.export.script.parts.activations import sigmoid, softmax
from playground.kernels.array import Array


def yes_or_no(z: Array) -> Array:
    """Return the probabilities of both classes from one score, that of the second."""
    return np.concatenate([sigmoid(-z), sigmoid(z)], axis=1)


def hinge_shares(z: Array) -> Array:
    """Return scores around margins: 1 stands for a margin of exactly 1."""
    if z.shape[1] == 1:
        return np.concatenate([0.5 - z / 2, 0.5 + z / 2], axis=1)
    return z - z.mean(axis=1, keepdims=True) + 1 / z.shape[1]


def each_against_the_rest(z: Array) -> Array:
    """Return a probability for each class told from all others, scaled to add up to 1."""
    p = sigmoid(z)
    return p / np.maximum(p.sum(axis=1, keepdims=True), 1e-300)


def shares_by_side(distance: Array) -> Array:
    """Return shares of two classes that grow with the distance from the line."""
    lean = 0.5 * distance / (1.0 + np.abs(distance))
    return np.concatenate([0.5 - lean, 0.5 + lean], axis=1)


def shares_of_pairs(
    decision: Array, pairs: list[tuple[int, int]], classes: int
) -> Array:
    """Return shares of classes that were told apart pair by pair: every pair has a vote.

    The second class of a pair lies on the positive side. Margins settle equal votes.
    """
    votes = np.zeros((len(decision), classes))
    margins = np.zeros((len(decision), classes))
    for column, (low, high) in zip(decision.T, pairs, strict=True):
        votes[:, high] += column > 0
        votes[:, low] += column <= 0
        margins[:, high] += column
        margins[:, low] -= column
    scores = 2.0 * (votes + margins / (3.0 * (np.abs(margins) + 1.0)))
    absent = np.setdiff1d(np.arange(classes), np.array(pairs))
    scores[:, absent] = -np.inf
    return softmax(scores)


def shares_of_two(decision: Array, low: int, high: int, classes: int) -> Array:
    """Return shares of two of the classes; the second lies on the positive side."""
    scores = np.full((len(decision), classes), -np.inf)
    scores[:, low] = 0.0
    scores[:, high] = 2.0 * decision[:, 0]
    return softmax(scores)


def weighted_mean(answers: list[Array], say: Array) -> Array:
    """Return the mean of several answers, each counting as much as it has a say."""
    return np.tensordot(say, np.stack(answers), axes=1)


def one_hot(labels: Array, count: int) -> Array:
    """Return 1 for the chosen of so many columns and 0 for the others."""
    return (labels[:, None] == np.arange(count)).astype(float)


def one_hot_each(labels: Array, count: int) -> Array:
    """Return 1 for the class of each neighbour of each row, in one of so many columns."""
    return (labels[:, :, None] == np.arange(count)).astype(float)


def votes(answers: list[Array], say: Array) -> Array:
    """Let every answer vote for its largest column, and return the shares of the votes."""
    count = answers[0].shape[1]
    chosen = [one_hot(answer.argmax(axis=1), count) for answer in answers]
    return weighted_mean(chosen, say)
