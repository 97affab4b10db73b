"""Distances between rows: six metrics, each said once for NumPy and CuPy."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from .array import Array, namespace

Between: TypeAlias = Callable[[Array, Array], Array]
"""Distance between rows ``(..., d)`` and ``(..., d)`` that broadcast; returns ``(...)``."""

Scores: TypeAlias = Callable[[Array, Array], Array]
"""Fills an array ``(k, n)`` with numbers that rise with distances from rows ``(k, d)``, by one
matrix product, and returns how far off ``(k, 1)`` rounding may put them."""

CELLS = 1 << 21
"""Distances that are held at once: 16 MB of float64."""


class Metric(NamedTuple):
    """A way to measure distance.

    Attributes
    ----------
    between
        The distance itself.
    order
        The p of a Minkowski metric, which trees over space can search; None for others.
    scores
        Makes `Scores` to rows ``(n, d)``; None where there are none.
    far
        What distances some of these scores ``(k, m)`` of rows ``(k, d)`` stand for.
    """

    between: Between
    order: float | None = None
    scores: Callable[[Array], Scores] | None = None
    far: Callable[[Array, Array], Array] | None = None


def euclidean(a: Array, b: Array) -> Array:
    r"""Compute :math:`\sqrt{\sum_j (a_j - b_j)^2}`, the length of the straight way.

    Parameters
    ----------
    a, b
        Rows ``(..., d)`` whose leading axes broadcast.

    Returns
    -------
    array of shape ``(...)``

    Examples
    --------
    >>> import numpy as np
    >>> float(euclidean(np.array([0.0, 0.0]), np.array([3.0, 4.0])))
    5.0
    """
    far: Array = namespace(a, b).sqrt(_summed(lambda u, v: (u - v) ** 2, a, b))
    return far


def manhattan(a: Array, b: Array) -> Array:
    r"""Compute :math:`\sum_j |a_j - b_j|`, the way along the streets of a grid."""
    return _summed(lambda u, v: abs(u - v), a, b)


def chebyshev(a: Array, b: Array) -> Array:
    r"""Compute :math:`\max_j |a_j - b_j|`, a king's moves on a board."""
    xp = namespace(a, b)
    far = abs(a[..., 0] - b[..., 0])
    for j in range(1, a.shape[-1]):
        far = xp.maximum(far, abs(a[..., j] - b[..., j]))
    return far


def minkowski(a: Array, b: Array, p: float) -> Array:
    r"""Compute :math:`(\sum_j |a_j - b_j|^p)^{1/p}`; a metric for p of 1 or more."""
    far: Array = _summed(lambda u, v: abs(u - v) ** p, a, b) ** (1.0 / p)
    return far


def cosine(a: Array, b: Array) -> Array:
    r"""Compute :math:`1 - a \cdot b / (|a| |b|)`: 0 in the same direction, 2 in the opposite.

    A row of zeros has no direction: it is 1 away from every other.
    """
    xp = namespace(a, b)
    length = _length(a) * _length(b)
    alike = _summed(lambda u, v: u * v, a, b) / xp.where(length > 0, length, 1.0)
    far: Array = xp.clip(1.0 - alike, 0.0, 2.0)
    return far


def canberra(a: Array, b: Array) -> Array:
    r"""Compute :math:`\sum_j |a_j - b_j| / (|a_j| + |b_j|)`; 0 / 0 counts 0.

    Each feature counts by the size it has just there (Lance and Williams, 1967).
    """
    xp = namespace(a, b)

    def share(u: Array, v: Array) -> Array:
        size = abs(u) + abs(v)
        part: Array = abs(u - v) / xp.where(size > 0, size, 1.0)
        return part

    return _summed(share, a, b)


def metric_of(name: str, p: float = 2.0) -> Metric:
    """Return a metric by its name.

    Parameters
    ----------
    name
        ``euclidean``, ``manhattan``, ``chebyshev``, ``minkowski``, ``cosine`` or ``canberra``.
    p
        Order of ``minkowski``.

    Raises
    ------
    KeyError
        For another name.
    """
    if name == "minkowski":
        return Metric(partial(minkowski, p=p), p)
    return _METRICS[name]


def pairwise(a: Array, b: Array, metric: Metric) -> Array:
    """Compute all distances ``(k, n)`` between rows ``(k, d)`` and ``(n, d)``.

    Examples
    --------
    >>> import numpy as np
    >>> pairwise(np.zeros((1, 2)), np.array([[3.0, 4.0], [1.0, 0.0]]), metric_of("manhattan"))
    array([[7., 1.]])
    """
    far: Array = metric.between(a[:, None, :], b[None, :, :])
    return far


def blocks(count: int, width: int, most: int = CELLS) -> Iterator[slice]:
    """Yield slices of `count` rows, so short that rows of `width` hold at most `most` numbers."""
    step = max(1, most // max(width, 1))
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def _summed(share: Between, a: Array, b: Array) -> Array:
    """Add up what each coordinate contributes, one after another: no ``(k, n, d)`` is held."""
    total = share(a[..., 0], b[..., 0])
    for j in range(1, a.shape[-1]):
        total = total + share(a[..., j], b[..., j])
    return total


def _length(a: Array) -> Array:
    length: Array = namespace(a).sqrt(_summed(lambda u, v: u * v, a, a))
    return length


def _euclidean_scores(b: Array) -> Scores:
    """Score by |b|^2 - 2 a.b: the squared distance, but for what is the same in a row."""
    squares = (b * b).sum(axis=1)
    size, doubled = squares.max(), namespace(b).ascontiguousarray(-2.0 * b.T)

    def scores(a: Array, out: Array) -> Array:
        namespace(a).matmul(a, doubled, out=out)
        out += squares
        length = (a * a).sum(axis=1, keepdims=True)
        slack: Array = 1e-12 * (size + 2.0 * (size * length) ** 0.5)
        return slack

    return scores


def _euclidean_far(a: Array, scores: Array) -> Array:
    xp = namespace(a, scores)
    squares = scores + (a * a).sum(axis=1, keepdims=True)
    far: Array = xp.sqrt(xp.maximum(squares, 0.0))
    return far


def _cosine_far(a: Array, scores: Array) -> Array:
    far: Array = namespace(a, scores).clip(1.0 + scores, 0.0, 2.0)
    return far


def _cosine_scores(b: Array) -> Scores:
    xp = namespace(b)

    def pointing(rows: Array) -> Array:
        length = (rows * rows).sum(axis=1, keepdims=True) ** 0.5
        unit: Array = rows / xp.where(length > 0, length, 1.0)
        return unit

    there = xp.ascontiguousarray(-pointing(b).T)

    def scores(a: Array, out: Array) -> Array:
        xp.matmul(pointing(a), there, out=out)
        slack: Array = xp.full((len(a), 1), 1e-12)
        return slack

    return scores


_METRICS: dict[str, Metric] = {
    "euclidean": Metric(euclidean, 2.0, _euclidean_scores, _euclidean_far),
    "manhattan": Metric(manhattan, 1.0),
    "chebyshev": Metric(chebyshev, float("inf")),
    "cosine": Metric(cosine, None, _cosine_scores, _cosine_far),
    "canberra": Metric(canberra),
}


def paired(x: Array, rows: Array, found: Array, metric: Metric) -> Array:
    """Compute the distances ``(k, m)`` from rows ``(k, d)`` to those of ``(n, d)`` that are meant.

    Parameters
    ----------
    found
        Row numbers ``(k, m)``.
    """
    xp = namespace(x)
    columns = xp.ascontiguousarray(rows.T)
    parts: list[Any] = []
    for part in blocks(len(x), found.shape[1] * x.shape[1]):
        # Coordinate by coordinate in memory, which is the order that they are read in.
        there = xp.moveaxis(columns[:, found[part]], 0, -1)
        parts.append(metric.between(x[part, None, :], there))
    far: Array = xp.concatenate(parts) if len(parts) != 1 else parts[0]
    return far
