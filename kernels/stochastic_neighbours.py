"""Stochastic neighbour embedding with Student's t in the picture, exactly, over all pairs.

Van der Maaten and Hinton (2008), "Visualizing data using t-SNE", Journal of Machine Learning
Research 9, https://jmlr.org/papers/v9/vandermaaten08a.html. Schedule and gains are those of the
exact method of scikit-learn.
"""

import math
from typing import Any, NamedTuple

from .array import Array, namespace
from .distances import blocks

LEAST = 2.220446049250313e-16
"""Affinity that every pair has at least, so that logarithms stay finite."""

CELLS = 1 << 17
"""Distances that are worked on at once, so that they stay in the processor's cache."""

FAR = 300.0
"""Scaled distances beyond this are as good as it: a share of less than 1e-130."""

TRIALS = 100
LEAP = 3.0
"""By how much the logarithm of a precision changes at most from one trial to the next."""

CLOSE = 1e-6
"""How near an entropy has to come to the logarithm of the perplexity."""

LEAST_GAIN = 0.01


class Affinities(NamedTuple):
    """How near rows are to each other, as shares of all nearness.

    Attributes
    ----------
    shares
        Of every pair ``(n, n)``, symmetric, 1 in all; 0 on the diagonal.
    negative_entropy
        The sum of p log p.
    """

    shares: Array
    negative_entropy: float


class Motion(NamedTuple):
    """Points on their way.

    Attributes
    ----------
    places, velocity, gain
        Each ``(n, m)``: where points are, their last move, and how much each coordinate's
        gradient is enlarged.
    """

    places: Array
    velocity: Array
    gain: Array


def squared_distances(x: Array) -> Array:
    """Compute the squared Euclidean distances ``(n, n)`` between rows ``(n, d)``.

    Examples
    --------
    >>> import numpy as np
    >>> squared_distances(np.array([[0.0, 0.0], [3.0, 4.0]]))
    array([[ 0., 25.],
           [25.,  0.]])
    """
    xp: Any = namespace(x)
    if x.shape[1] <= 3:
        far = (x[:, :1] - x[:, 0]) ** 2
        for axis in range(1, x.shape[1]):
            far += (x[:, axis : axis + 1] - x[:, axis]) ** 2
        near: Array = far
        return near
    x = x - x.mean(axis=0)
    length = (x * x).sum(axis=1)
    wide = xp.maximum(length[:, None] + length - 2.0 * (x @ x.T), 0.0)
    xp.fill_diagonal(wide, 0.0)
    both: Array = (wide + wide.T) / 2
    return both


def nearness(squared: Array, perplexity: float) -> Array:
    r"""Compute how a normal distribution around each row shares itself among the others.

    .. math:: p_{j|i} = \frac{\exp(-\beta_i d_{ij}^2)}{\sum_{k \ne i} \exp(-\beta_i d_{ik}^2)}

    The precision :math:`\beta_i` of each row is found by Newton's method between bounds, so that
    the entropy is the logarithm of the perplexity: as if so many neighbours counted alike.

    Parameters
    ----------
    squared
        Squared distances ``(n, n)``.
    perplexity
        Between 1 and the number of other rows; what cannot be reached is come near to.

    Returns
    -------
    array of shape ``(n, n)``, rows add up to 1 and the diagonal is 0
    """
    xp: Any = namespace(squared)
    shares = xp.empty(squared.shape)
    for part in blocks(len(squared), len(squared), CELLS):
        far = squared[part].copy()
        own = xp.arange(part.start, part.stop)
        far[own - part.start, own] = xp.inf
        shares[part] = _nearness_of_some(far, math.log(perplexity))
    near: Array = shares
    return near


def _nearness_of_some(far: Array, wanted: float) -> Array:
    """Return the shares ``(k, n)`` of some rows, given the entropy that they are to have.

    Parameters
    ----------
    far
        Squared distances, infinite from each row to itself.
    """
    xp: Any = namespace(far)
    far = far - far.min(axis=1, keepdims=True)
    others = xp.isfinite(far)
    far = xp.where(others, far, 0.0)
    # Precisions begin at the size of the distances, whatever their unit is.
    precision = 1.0 / xp.maximum(far.sum(axis=1) / xp.maximum(others.sum(axis=1), 1), 1e-300)
    low, high = xp.zeros(len(far)), xp.full(len(far), xp.inf)
    left, shares = xp.arange(len(far)), xp.zeros(far.shape)
    for _ in range(TRIALS):
        given, entropy, slope = _shared(far[left], others[left], precision[left])
        shares[left] = given
        excess = entropy - wanted
        low[left] = xp.where(excess > 0, precision[left], low[left])
        high[left] = xp.where(excess > 0, high[left], precision[left])
        on = xp.abs(excess) > CLOSE
        left, excess, slope = left[on], excess[on], slope[on]
        if not len(left):
            break
        precision[left] = _next(precision[left], low[left], high[left], excess, slope)
    found: Array = shares
    return found


def _next(precision: Array, low: Array, high: Array, excess: Array, slope: Array) -> Array:
    """Return precisions to try next: Newton's where they lie between the bounds, else halfway."""
    xp: Any = namespace(precision)
    # Rows that all lie in one place never reach it: their precision must not overflow.
    beyond = xp.minimum(2.0 * precision, 1e290)
    bound = xp.isfinite(high)
    halfway = xp.where(bound, (low + xp.where(bound, high, 0.0)) / 2, beyond)
    rise = xp.clip(excess / xp.maximum(slope, 1e-300), -LEAP, LEAP)
    newton = xp.minimum(precision * xp.exp(rise), 1e290)
    within = (newton > low) & (newton < high)
    chosen: Array = xp.where(within, newton, halfway)
    return chosen


def _shared(far: Array, others: Array, precision: Array) -> tuple[Array, Array, Array]:
    """Return shares ``(k, n)`` of rows at precisions ``(k,)``, their entropies, and the slope.

    The slope is how fast the entropy falls with the logarithm of the precision: the variance of
    the scaled distances.
    """
    xp: Any = namespace(far)
    scaled = xp.minimum(far * precision[:, None], FAR)
    shares = xp.exp(-scaled) * others
    total = shares.sum(axis=1)
    shares /= total[:, None]
    weighed = scaled * shares
    mean = weighed.sum(axis=1)
    slope = xp.einsum("ij,ij->i", weighed, scaled) - mean**2
    return shares, xp.log(total) + mean, slope


def affinities(x: Array, perplexity: float) -> Affinities:
    r"""Compute the affinity of all pairs of rows, :math:`p_{ij} = (p_{j|i} + p_{i|j}) / 2n`.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    perplexity
        How many neighbours of each row count, roughly.
    """
    xp: Any = namespace(x)
    shares = nearness(squared_distances(x), perplexity)
    both = shares + shares.T
    both /= xp.maximum(both.sum(), LEAST)
    xp.maximum(both, LEAST, out=both)
    entropy = 0.0
    for part in blocks(len(x), len(x), CELLS):
        entropy += float((both[part] * xp.log(both[part])).sum())
    xp.fill_diagonal(both, 0.0)
    return Affinities(both, entropy - len(x) * LEAST * math.log(LEAST))


def divergence(near: Affinities, places: Array, exaggeration: float = 1.0) -> tuple[float, Array]:
    r"""Compute how badly places tell the affinities, and which way they should not go.

    .. math:: KL = \sum_{i \ne j} p_{ij} \log \frac{p_{ij}}{q_{ij}}, \quad
              q_{ij} = \frac{(1 + |y_i - y_j|^2)^{-1}}{\sum_{k \ne l} (1 + |y_k - y_l|^2)^{-1}},
              \quad \frac{\partial KL}{\partial y_i}
              = 4 \sum_j \frac{(p_{ij} - q_{ij}) (y_i - y_j)}{1 + |y_i - y_j|^2}

    Parameters
    ----------
    places
        Where the rows lie in the picture ``(n, m)``.
    exaggeration
        Affinities are multiplied by it in the gradient, never in the divergence that is told.

    Returns
    -------
    divergence
        In nats.
    gradient
        ``(n, m)``.
    """
    xp: Any = namespace(places)
    heavy = squared_distances(places)
    heavy += 1.0
    told = float((near.shares * xp.log(heavy)).sum())
    xp.divide(1.0, heavy, out=heavy)
    xp.fill_diagonal(heavy, 0.0)
    total = heavy.sum()
    told += near.negative_entropy + float(xp.log(xp.maximum(total, 1e-300)))
    pull = heavy * (-1.0 / xp.maximum(total, 1e-300))
    pull += exaggeration * near.shares if exaggeration != 1.0 else near.shares
    pull *= heavy
    gradient: Array = 4.0 * (pull.sum(axis=1)[:, None] * places - pull @ places)
    return told, gradient


def stride(motion: Motion, gradient: Array, rate: float, momentum: float) -> Motion:
    """Move points down the gradient, with momentum and a gain for every coordinate.

    A gain grows by 0.2 where the gradient goes on pointing where the point moves, and shrinks by
    a fifth where it does not (Jacobs, 1988, doi:10.1016/0893-6080(88)90003-2).

    Parameters
    ----------
    gradient
        ``(n, m)``.
    rate
        Learning rate.
    momentum
        Share of the last move that is kept.
    """
    xp: Any = namespace(gradient)
    onward = motion.velocity * gradient < 0
    gain = xp.maximum(xp.where(onward, motion.gain + 0.2, motion.gain * 0.8), LEAST_GAIN)
    velocity = momentum * motion.velocity - rate * gain * gradient
    return Motion(motion.places + velocity, velocity, gain)


def automatic_rate(rows: int, exaggeration: float = 12.0) -> float:
    """Return a learning rate that suits so many rows, at least 50.

    Belkina et al. (2019), doi:10.1038/s41467-019-13055-y.
    """
    return max(rows / exaggeration / 4.0, 50.0)
