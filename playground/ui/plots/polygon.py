"""Arrays of coordinates as Qt's lines, copied in one go."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPolygonF
from shiboken6 import VoidPtr

from playground.kernels.array import Array


def polygon(points: Array) -> QPolygonF:
    """Return a polygon through the points ``(n, 2)`` that are numbers: others stop Qt."""
    points = points[np.isfinite(points).all(axis=1)]
    result = QPolygonF()
    if len(points):
        result.resize(len(points))
        memory = VoidPtr(result.data(), len(points) * 16, True)
        np.frombuffer(memory, np.float64).reshape(-1, 2)[:] = points
    return result


def lines(segments: Array) -> list[QLineF]:
    """Return the segments ``(n, 2, 2)`` that are numbers as lines."""
    ends = segments.reshape(-1, 4)
    return list(map(QLineF, *ends[np.isfinite(ends).all(axis=1)].T.tolist()))


def runs(points: Array) -> Iterator[Array]:
    """Yield the stretches of points ``(n, 2)`` between those that are not finite."""
    good = np.isfinite(points).all(axis=1)
    if good.all():
        yield points
        return
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(np.int8), [0]])))
    for start, end in edges.reshape(-1, 2):
        yield points[start:end]
