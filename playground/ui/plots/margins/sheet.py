"""A lifted plane as a sheet of small faces in space, cut along the height 0."""

from collections.abc import Mapping

import numpy as np

from playground.kernels.array import Array
from playground.kernels.contours import contour

TALL = 0.62
"""Height at which a decision value of `reach` stands, where the longer side is 2 wide."""

TOP = 1.3
"""The sheet ends at so many times `reach`, up and down; samples beyond stand at its rim."""

CORNERS = 5
"""Corners of a face; those with fewer repeat their last."""

EVERY = 4
"""Cells between two lines of the mesh."""


class Sheet:
    """The faces, points and lines of one lifted plane, before it is lifted.

    Parameters
    ----------
    arrays
        What the lifted probe sent; see `playground.engine.probes.lifted`.

    Attributes
    ----------
    half
        Half the width and depth of the plane, the longer 1.
    faces
        Corners ``(k, CORNERS, 3)``: places on the plane, and heights in units of `reach`.
    sides
        Whether each face lies above 0, ``(k,)``.
    ruled
        Which sides of a face ``(k, 2)`` (its first and its last) are lines of the mesh.
    slopes
        Slope of the sheet at each face in both directions ``(k, 2)``, for a full lift.
    points
        Samples ``(n, 3)``, like the corners.
    reach
        The decision value that stands at height 1.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        x0, x1, y0, y1 = arrays["extent"].tolist()
        self._middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
        # Two features on scales of their own still make a picture that is not a needle.
        wide, deep = x1 - x0, y1 - y0
        rows, columns = arrays["heights"].shape
        self.half = np.array([1.0, rows / columns]) / max(1.0, rows / columns)
        self._scale = 2 * self.half / np.array([wide, deep])
        self.reach = float(arrays["reach"])
        self._heights = arrays["heights"].astype(float) / self.reach
        self._grid = self._lay_out(rows, columns)
        self.points = self._placed(arrays["points"].astype(float))
        self._make_faces()

    def line(self, value: float) -> Array:
        """Return where the sheet is at a decision value: segments ``(k, 2, 3)``."""
        height = value / self.reach
        if abs(height) >= TOP:
            return np.empty((0, 2, 3))
        found = contour(self._heights, height)
        rows, columns = self._heights.shape
        cell = 2 * self.half / np.array([columns, rows])
        at = (found + 0.5) * cell - self.half
        return np.concatenate([at, np.full((*at.shape[:2], 1), height)], axis=2)

    def _lay_out(self, rows: int, columns: int) -> Array:
        """Return the places of all heights, ``(rows, columns, 3)``."""
        x = ((np.arange(columns) + 0.5) / columns * 2 - 1) * self.half[0]
        y = ((np.arange(rows) + 0.5) / rows * 2 - 1) * self.half[1]
        return np.stack(np.broadcast_arrays(x[None, :], y[:, None], self._heights), axis=-1)

    def _placed(self, points: Array) -> Array:
        at = (points[:, :2] - self._middle) * self._scale
        heights = np.clip(points[:, 2:] / self.reach, -TOP, TOP)
        return np.concatenate([at, heights], axis=1)

    def _make_faces(self) -> None:
        grid, h = self._grid, self._heights
        around = (grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1])
        quads = np.stack(around, axis=2)
        rise = np.stack(
            [(h[:-1, 1:] - h[:-1, :-1] + h[1:, 1:] - h[1:, :-1]) / 2 / _step(grid[0, :, 0]),
             (h[1:, :-1] - h[:-1, :-1] + h[1:, 1:] - h[:-1, 1:]) / 2 / _step(grid[:, 0, 1])],
            axis=-1,
        ).reshape(-1, 2)  # fmt: skip
        rows, columns = quads.shape[:2]
        lined = np.stack(np.broadcast_arrays(
            (np.arange(rows) % EVERY == 0)[:, None], (np.arange(columns) % EVERY == 0)[None, :]
        ), axis=-1).reshape(-1, 2)  # fmt: skip
        quads = quads.reshape(-1, 4, 3)
        low, high = quads[..., 2].min(axis=1), quads[..., 2].max(axis=1)
        crossing = (low < 0) & (high > 0)
        # A face from one side to beyond the rim of the other is too steep to be cut twice.
        quads[crossing, :, 2] = np.clip(quads[crossing, :, 2], -TOP, TOP)
        rim = ~crossing & (np.maximum(-low, high) > TOP) & (np.maximum(low, -high) < TOP)
        whole = np.flatnonzero(~crossing & ~rim & (np.maximum(-low, high) <= TOP))
        cut, origin = _cut(quads, np.flatnonzero(crossing), np.flatnonzero(rim))
        full = quads[whole][:, [0, 1, 2, 3, 3]]
        self.faces = np.concatenate([full, cut])
        of = np.concatenate([whole, origin])
        self.slopes, self.ruled = rise[of], lined[of]
        self.ruled[len(whole) :] = False
        self.sides = self.faces[..., 2].mean(axis=1) > 0


def _step(places: Array) -> float:
    return float(places[1] - places[0]) if len(places) > 1 else 1.0


def _cut(quads: Array, crossing: Array, rim: Array) -> tuple[Array, Array]:
    """Cut faces at height 0 and at the rim.

    Returns
    -------
    tuple
        The pieces ``(k, CORNERS, 3)``, and the number of the face that each is a piece of.
    """
    pieces, origin = [np.empty((0, CORNERS, 3))], []
    wanted = [(number, sign, 0.0) for number in crossing.tolist() for sign in (1.0, -1.0)]
    for number in rim.tolist():
        side = float(np.sign(quads[number, :, 2].sum()))
        wanted.append((number, -side, side * TOP))
    for number, sign, level in wanted:
        kept = _kept(quads[number], sign, level)
        if len(kept) >= 3:
            padded = kept + [kept[-1]] * (CORNERS - len(kept))
            pieces.append(np.array(padded)[None, :CORNERS])
            origin.append(number)
    return np.concatenate(pieces), np.array(origin, np.int64)


def _kept(corners: Array, sign: float, level: float) -> list[Array]:
    """Return the corners of what lies on one side of a height (Sutherland and Hodgman, 1974)."""
    kept: list[Array] = []
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        above, next_above = a[2] - level, b[2] - level
        if sign * above >= 0:
            kept.append(a)
        if above * next_above < 0:
            crossed = a + (b - a) * (above / (above - next_above))
            crossed[2] = level
            kept.append(crossed)
    return kept
