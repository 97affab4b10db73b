"""Directions through weight space that a loss surface is spanned by."""

import numpy as np

from playground.engine.randomness import generator
from playground.engine.weights import Layout
from playground.kernels.array import Array

STREAM = "surface direction"


def principal(points: Array, centre: Array) -> Array:
    """Return the orthonormal directions in which points lie farthest from a centre.

    The thin singular value decomposition of ``points - centre``, by way of the smaller of its two
    Gram matrices. A largest component that is positive settles each sign.

    Parameters
    ----------
    points
        Weight vectors ``(n, d)``.
    centre
        Where the directions start, ``(d,)``.

    Returns
    -------
    Array
        ``(r, d)`` float64, the farther one first; fewer than two rows where the points and the
        centre lie on a line or in one place.

    References
    ----------
    Li, Xu, Taylor, Studer, Goldstein (2018), "Visualizing the loss landscape of neural nets",
    arXiv:1712.09913, section 7.

    Examples
    --------
    >>> principal(np.array([[3.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), np.zeros(3))
    array([[1., 0., 0.],
           [0., 0., 1.]])
    """
    away = np.asarray(points, np.float64) - centre
    if len(away) <= away.shape[1]:
        squares, mixes = np.linalg.eigh(away @ away.T)
        found = mixes[:, :-3:-1].T @ away
    else:
        squares, vectors = np.linalg.eigh(away.T @ away)
        found = vectors[:, :-3:-1].T
    largest = squares[:-3:-1]
    found = found[largest > 1e-12 * max(largest.max(initial=0.0), 1e-300)]
    found = _orthonormal(found)
    signs = np.sign(np.take_along_axis(found, np.abs(found).argmax(1)[:, None], 1))
    settled: Array = found * signs
    return settled


def filter_normalised(layout: Layout, weights: Array, seed: int, number: int) -> Array:
    """Draw a Gaussian direction and scale the part of every unit to the norm of its weights.

    So a step of 1 changes every unit by as much as it is large, whatever scales the layers have
    (rectifiers let one layer shrink and the next grow without any effect). Biases and the scales
    and shifts of normalising layers stay as they are, as in the paper's own pictures, unless
    there is nothing else.

    Parameters
    ----------
    weights
        Trainable weights ``(trainable,)`` whose norms count.
    seed, number
        Key of the draw: another number is another direction.

    Returns
    -------
    Array
        ``(trainable,)`` float64.

    References
    ----------
    Li, Xu, Taylor, Studer, Goldstein (2018), arXiv:1712.09913, section 4.
    """
    drawn = generator(seed, STREAM, number).standard_normal(layout.trainable)
    entries = [e for e in layout.entries if e.spec.trainable]
    if not any(len(e.spec.shape) > 1 for e in entries):
        whole: Array = drawn * (_norm(weights) / _norm(drawn))
        return whole
    direction = np.zeros(layout.trainable)
    for e in entries:
        if len(e.spec.shape) > 1:
            parts, units = (a[e.start : e.stop].reshape(-1, e.spec.shape[-1]) for a in
                            (drawn, np.asarray(weights, np.float64)))  # fmt: skip
            norms = np.linalg.norm(units, axis=0) / np.linalg.norm(parts, axis=0)
            direction[e.start : e.stop] = (parts * norms).reshape(-1)
    return direction


def along_weights(size: int, first: int, second: int) -> Array:
    """Return the directions ``(2, size)`` that change one weight each.

    Examples
    --------
    >>> along_weights(3, 2, 0)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    directions = np.zeros((2, size))
    directions[0, first] = directions[1, second] = 1.0
    return directions


def completed(found: Array, layout: Layout, weights: Array, seed: int = 0) -> Array:
    """Return two orthonormal directions ``(2, d)``: those found, then random ones."""
    rows = list(found)
    for number in range(4):
        if len(rows) >= 2:
            break
        drawn = filter_normalised(layout, weights, seed, number)
        if not _norm(drawn) > 0 or not np.isfinite(drawn).all():
            drawn = generator(seed, STREAM, number).standard_normal(layout.trainable)
        for row in rows:
            drawn = drawn - (drawn @ row) * row
        if _norm(drawn) > 1e-9:
            rows.append(drawn / _norm(drawn))
    rows += [np.zeros(layout.trainable)] * (2 - len(rows))
    return np.stack(rows)


def aligned(target: Array, current: Array) -> Array:
    """Return two directions with the signs that turn them least from two others.

    Signs alone: which of them comes first stays as it is. The turn within the plane is never
    a mirror image, so that it can be made little by little.
    """
    overlap = target @ current.T
    signs = np.where(np.diag(overlap) < 0, -1.0, 1.0)
    if np.linalg.det(overlap * signs[:, None]) < 0:
        signs[np.abs(np.diag(overlap)).argmin()] *= -1
    turned: Array = target * signs[:, None]
    return turned


def between(current: Array, target: Array, share: float) -> Array:
    """Return the orthonormal directions nearest to a mixture of two pairs.

    Parameters
    ----------
    share
        How much of the way to `target` is gone: 0 to 1.
    """
    mixed = (1 - share) * current + share * target
    left, size, right = np.linalg.svd(mixed, full_matrices=False)
    if size[-1] < 1e-6:
        return target
    nearest: Array = left @ right
    return nearest


def _orthonormal(rows: Array) -> Array:
    done: list[Array] = []
    for row in rows:
        for other in done:
            row = row - (row @ other) * other
        norm = _norm(row)
        if norm > 0:
            done.append(row / norm)
    return np.array(done).reshape(-1, rows.shape[-1])


def _norm(x: Array) -> float:
    return float(np.linalg.norm(x))
