"""From sums of trees to answers: what gradient boosting descends, one class for each target."""

from typing import Protocol

from playground.engine.examples import Examples
from playground.kernels.array import Array, namespace

LEAST = 1e-7
"""Shares of classes and curvatures are taken to be at least this."""


class Link(Protocol):
    """A loss of raw sums ``(sums, n)``: one sum of trees for each class or target column."""

    def start(self, examples: Examples) -> Array:
        """Return the constants ``(sums,)`` of least loss."""

    def residual(self, raw: Array, examples: Examples) -> Array:
        """Return the downhill slope ``(sums, n)``: what the next trees are fitted to."""

    def curvature(self, residual: Array) -> Array:
        """Return how the loss bends in each sum ``(sums, n)``: slope over it is a Newton step."""

    def loss(self, raw: Array, examples: Examples) -> float:
        """Return the mean loss over rows."""

    def answer(self, raw: Array) -> Array:
        """Return probabilities or values ``(n, c)``."""


class Squared:
    """Half the squared error: the slope is what is left, a Newton step its mean."""

    def start(self, examples: Examples) -> Array:
        """Return the means."""
        means: Array = examples.y.mean(axis=0)
        return means

    def residual(self, raw: Array, examples: Examples) -> Array:
        """Return value less sum."""
        left: Array = examples.y.T - raw
        return left

    def curvature(self, residual: Array) -> Array:
        """Return 1 everywhere."""
        result: Array = namespace(residual).ones_like(residual)
        return result

    def loss(self, raw: Array, examples: Examples) -> float:
        """Return the mean squared error."""
        return float(namespace(raw).square(self.residual(raw, examples)).mean())

    def answer(self, raw: Array) -> Array:
        """Return the sums themselves."""
        return raw.T


class Binary:
    """Log loss of two classes: the one sum is the log-odds of the second."""

    def start(self, examples: Examples) -> Array:
        """Return the log-odds of the training rows."""
        xp = namespace(examples.x)
        share = xp.clip((examples.y == 1).mean(), LEAST, 1 - LEAST)
        result: Array = xp.log(share / (1 - share)).reshape(1)
        return result

    def residual(self, raw: Array, examples: Examples) -> Array:
        """Return label less probability."""
        result: Array = (examples.y == 1) - _logistic(raw)
        return result

    def curvature(self, residual: Array) -> Array:
        """Return p (1 - p): the residual is -p or 1 - p."""
        size = abs(residual)
        return size * (1 - size)

    def loss(self, raw: Array, examples: Examples) -> float:
        """Return the mean log loss."""
        xp = namespace(raw)
        return float(xp.logaddexp(0.0, xp.where(examples.y == 1, -raw, raw)).mean())

    def answer(self, raw: Array) -> Array:
        """Return the probabilities of both classes."""
        second = _logistic(raw[0])
        result: Array = namespace(raw).stack([1 - second, second], axis=1)
        return result


class Softmax:
    """Log loss of several classes: each has a sum, and their softmax are the probabilities."""

    def __init__(self, classes: int) -> None:
        self._classes = classes

    def start(self, examples: Examples) -> Array:
        """Return the logarithms of the classes' shares."""
        xp = namespace(examples.x)
        shares = xp.bincount(examples.y, minlength=self._classes) / len(examples.y)
        result: Array = xp.log(xp.maximum(shares, LEAST))
        return result

    def residual(self, raw: Array, examples: Examples) -> Array:
        """Return one-hot label less probability."""
        xp = namespace(raw)
        result: Array = (examples.y == xp.arange(self._classes)[:, None]) - _softmax(raw)
        return result

    def curvature(self, residual: Array) -> Array:
        """Return p (1 - p), enlarged as the classes hang together (Friedman, 2001, eq. 32)."""
        size = abs(residual)
        return size * (1 - size) * (self._classes / (self._classes - 1))

    def loss(self, raw: Array, examples: Examples) -> float:
        """Return the mean log loss."""
        xp = namespace(raw)
        chosen = _softmax(raw)[examples.y, xp.arange(len(examples.y))]
        return float(-xp.log(xp.maximum(chosen, LEAST)).mean())

    def answer(self, raw: Array) -> Array:
        """Return the softmax of the sums."""
        return _softmax(raw).T


def link_of(examples: Examples) -> Link:
    """Return the loss that suits what is learned."""
    return link_for(examples.target == "class", examples.outputs)


def link_for(classes: bool, outputs: int) -> Link:
    """Return the loss for so many classes, or for columns of values."""
    if not classes:
        return Squared()
    return Binary() if outputs == 2 else Softmax(outputs)


def _logistic(raw: Array) -> Array:
    xp = namespace(raw)
    result: Array = 0.5 * (1 + xp.tanh(0.5 * raw))
    return result


def _softmax(raw: Array) -> Array:
    xp = namespace(raw)
    shifted = xp.exp(raw - raw.max(axis=0))
    shares: Array = shifted / shifted.sum(axis=0)
    return shares
