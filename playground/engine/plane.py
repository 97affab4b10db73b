"""The plane through feature space that a picture shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from playground.engine.data import Data
from playground.kernels.array import Array

View: TypeAlias = Literal["auto", "pair", "pca"]
Extent: TypeAlias = tuple[float, float, float, float]

UNEQUAL = 6.0
"""Ratio of the two axes' ranges from which on each axis gets a scale of its own."""


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane spanned by two orthonormal directions.

    Attributes
    ----------
    origin
        Point ``(d,)`` at coordinates (0, 0).
    directions
        Unit vectors ``(2, d)`` along the picture's x and y axes.
    axes
        Feature numbers on the two axes, or (-1, -1) for principal axes.
    """

    origin: Array
    directions: Array
    axes: tuple[int, int]

    def lift(self, points: Array) -> Array:
        """Return the feature vectors ``(k, d)`` at coordinates ``(k, 2)`` of the plane."""
        lifted: Array = self.origin + points @ self.directions
        return lifted

    def project(self, x: Array) -> Array:
        """Return the coordinates ``(k, 2)`` of feature vectors ``(k, d)``."""
        flat: Array = (x - self.origin) @ self.directions.T
        return flat


_planes: WeakKeyDictionary[Data, dict[tuple[View, int, int], Plane]] = WeakKeyDictionary()


def rows_of(data: Data) -> Array:
    """Return the features as a table ``(n, d)``."""
    return data.x.reshape(len(data.x), -1)


def laid_out(data: Data) -> Data:
    """Return the rows that pictures are laid out by: those from before some were moved by hand.

    So planes, extents and scales keep still while a row is dragged.
    """
    return data.unmoved or data


def place_in(data: Data, wanted: Sequence[float]) -> Array:
    """Return all features ``(d,)`` of a place: the one wanted, or the middle of the rows."""
    if len(wanted) == rows_of(data).shape[1] and np.isfinite(wanted).all():
        return np.array(wanted, float)
    middle: Array = np.median(rows_of(laid_out(data)), axis=0)
    return middle


def plane_of(data: Data, view: View, first: int, second: int) -> Plane:
    """Return the plane a view shows of some data, worked out once for each.

    Parameters
    ----------
    view
        ``"pair"`` varies two features and holds the others at their training median; ``"pca"``
        takes the two directions of largest variance through the training mean; ``"auto"`` is
        the pair (0, 1) where there are only two features, else principal axes.
    first, second
        Feature numbers of a pair; those out of range are brought into it.
    """
    data = laid_out(data)
    known = _planes.setdefault(data, {})
    key = (view, first, second)
    if key not in known:
        known[key] = _make(data, view, first, second)
    return known[key]


def _make(data: Data, view: View, first: int, second: int) -> Plane:
    x = rows_of(data)
    train = x[np.unique(data.train)]
    if view == "pca" or (view == "auto" and x.shape[1] != 2):
        return _principal(train)
    if view == "auto":
        first, second = 0, 1
    first = min(max(first, 0), x.shape[1] - 1)
    second = min(max(second, 0), x.shape[1] - 1)
    if second == first:
        second = (first + 1) % x.shape[1]
    origin = np.median(train, axis=0)
    origin[[first, second]] = 0.0
    return Plane(origin, np.eye(x.shape[1])[[first, second]], (first, second))


def _principal(train: Array) -> Plane:
    """Return the plane of largest variance (Pearson, 1901, doi:10.1080/14786440109462720)."""
    mean = train.mean(axis=0)
    _, vectors = np.linalg.eigh((train - mean).T @ (train - mean))
    directions = vectors[:, :-3:-1].T.copy()
    largest = np.abs(directions).argmax(axis=1)
    directions *= np.sign(directions[np.arange(2), largest])[:, None]
    return Plane(mean, directions, (-1, -1))


def extent_of(points: Array, aspect: float, margin: float = 0.15) -> Extent:
    """Return the rectangle (left, right, bottom, top) that shows all points in square cells.

    The shorter side is widened so that both axes have one scale, unless the ranges differ so
    much that one of them would be a needle.

    Parameters
    ----------
    points
        Coordinates ``(n, 2)``.
    aspect
        Width of the picture over its height.
    margin
        Free space on every side, as a share of the range.

    Examples
    --------
    >>> extent_of(np.array([[0.0, 0.0], [1.0, 1.0]]), 2.0, margin=0.0)
    (-0.5, 1.5, 0.0, 1.0)
    """
    low, high = points.min(axis=0), points.max(axis=0)
    span = high - low
    flat = span <= 1e-9 * np.maximum(np.abs(low), np.abs(high))
    span[flat] = span[~flat].max(initial=0.0) or 1.0
    half, centre = span * (0.5 + margin), (low + high) / 2
    if half.max() / half.min() < UNEQUAL:
        half = np.array([max(half[0], half[1] * aspect), max(half[1], half[0] / aspect)])
    (x0, y0), (x1, y1) = centre - half, centre + half
    return float(x0), float(x1), float(y0), float(y1)


def extent_around(points: Array, aspect: float, window: Extent | None) -> Extent:
    """Return `extent_of` points, or where a window is given, what shows that and all points."""
    if window is None:
        return extent_of(points, aspect)
    corners = np.reshape(window, (2, 2)).T
    return extent_of(np.concatenate([points, corners]), aspect, 0.0)


def grid_of(extent: Extent, size: tuple[int, int]) -> Array:
    """Return the centres ``(height * width, 2)`` of a picture's cells, lowest row first."""
    (width, height), (x0, x1, y0, y1) = size, extent
    x = x0 + (np.arange(width) + 0.5) * ((x1 - x0) / width)
    y = y0 + (np.arange(height) + 0.5) * ((y1 - y0) / height)
    return np.stack(np.broadcast_arrays(x[None, :], y[:, None]), axis=-1).reshape(-1, 2)
