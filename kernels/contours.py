"""Lines of equal value through a sampled field: marching squares."""

import numpy as np

from .array import Array

# For each of the 16 patterns of corners above the level (bits: lower left, lower right, upper
# right, upper left), the edges that up to two segments join: 0 bottom, 1 right, 2 top, 3 left.
_EDGES = np.full((16, 2, 2), -1)
for _pattern, _joined in {
    1: [(3, 0)], 2: [(0, 1)], 3: [(3, 1)], 4: [(1, 2)], 5: [(3, 0), (1, 2)], 6: [(0, 2)],
    7: [(3, 2)], 8: [(2, 3)], 9: [(2, 0)], 10: [(0, 1), (2, 3)], 11: [(2, 1)], 12: [(1, 3)],
    13: [(1, 0)], 14: [(0, 3)],
}.items():  # fmt: skip
    _EDGES[_pattern, : len(_joined)] = _joined


def contour(field: Array, level: float = 0.0) -> Array:
    """Return the line segments ``(k, 2, 2)`` on which a field takes a value.

    Parameters
    ----------
    field
        Samples ``(h, w)`` on a square grid.
    level
        The value.

    Returns
    -------
    array
        End points (column, row) in units of samples, so that (0, 0) is the first sample.
        Squares with a corner that is not finite hold no segment.

    Notes
    -----
    Marching squares with linear interpolation along the edges (Lorensen and Cline, 1987,
    doi:10.1145/37402.37422, in two dimensions).

    Examples
    --------
    >>> contour(np.array([[0.0, 1.0], [0.0, 1.0]]), 0.25).tolist()
    [[[0.25, 0.0], [0.25, 1.0]]]
    """
    _, rows, columns = _mixed((field > level)[None])
    corners = np.asarray(_corners(field, rows, columns), np.float64) - level
    return _segments(corners, rows, columns)


def contours(field: Array, levels: Array) -> Array:
    """Return the line segments ``(k, 2, 2)`` on which a field takes any of several values.

    The same as `contour` for each of the levels ``(m,)``, in one go.
    """
    heights = np.asarray(levels, np.float64)
    which, rows, columns = _mixed(field > heights[:, None, None])
    corners = np.asarray(_corners(field, rows, columns), np.float64) - heights[which, None]
    return _segments(corners, rows, columns)


def borders(scores: Array) -> Array:
    """Return the segments ``(k, 2, 2)`` on which the largest of several scores changes.

    Parameters
    ----------
    scores
        Samples ``(h, w, c)``; the regions are those of ``argmax`` over c.
    """
    label = scores.argmax(axis=-1)
    _, rows, columns = _mixed(label[None])
    labels = _corners(label, rows, columns)
    values = np.asarray(_corners(scores, rows, columns), np.float64)
    first = values.max(axis=-1)
    second = np.partition(values, -2, axis=-1)[..., -2]
    found = [np.empty((0, 2, 2))]
    for kind in np.unique(labels):
        # A class's lead over the best of the others is zero on its own border only.
        here = (labels == kind).any(axis=1)
        lead = values[here, :, kind] - np.where(labels == kind, second, first)[here]
        found.append(_segments(lead, rows[here], columns[here]))
    return np.concatenate(found)


def _mixed(values: Array) -> tuple[Array, Array, Array]:
    """Return layer, row and column of the squares of ``(m, h, w)`` with corners not all equal."""
    corner = values[:, :-1, :-1]
    mixed = corner != values[:, :-1, 1:]
    mixed |= corner != values[:, 1:, 1:]
    mixed |= corner != values[:, 1:, :-1]
    layers, rows, columns = np.nonzero(mixed)
    return layers, rows, columns


def _corners(values: Array, rows: Array, columns: Array) -> Array:
    """Return what squares hold at their corners ``(k, 4, ...)``, counter-clockwise."""
    right, above = columns + 1, rows + 1
    return np.stack(
        [values[rows, columns], values[rows, right], values[above, right], values[above, columns]],
        axis=1,
    )


def _segments(corners: Array, rows: Array, columns: Array) -> Array:
    """Return the segments on which squares with these corners ``(k, 4)`` pass zero."""
    finite = np.isfinite(corners).all(axis=1)
    corners, rows, columns = corners[finite], rows[finite], columns[finite]
    a, b, c, d = corners.T
    with np.errstate(divide="ignore", invalid="ignore"):
        bottom, right, top, left = a / (a - b), b / (b - c), d / (d - c), a / (a - d)
    zero, one = np.zeros_like(a), np.ones_like(a)
    x = np.stack([bottom, one, top, zero], axis=1) + columns[:, None]
    y = np.stack([zero, right, one, left], axis=1) + rows[:, None]
    ends = np.stack([x, y], axis=-1)
    joined = _EDGES[(corners > 0) @ np.array([1, 2, 4, 8])]
    square, line = np.nonzero(joined[:, :, 0] >= 0)
    segments: Array = ends[square[:, None], joined[square, line]]
    return segments
