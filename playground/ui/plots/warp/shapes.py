"""Sheets, creases and borders of a warp as shapes in pixels, and the colours they take."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.kernels.array import Array
from playground.kernels.contours import borders, contour
from playground.ui.plots.camera import Camera
from playground.ui.plots.lettering import font, paint_plate
from playground.ui.plots.polygon import lines, polygon
from playground.ui.theme import mix, px, theme

BOX = [(a, b) for a in range(8) for b in range(a) if bin(a ^ b).count("1") == 1]
SHADES = 14
OCTAVES = 5.0
"""Powers of two of area, both ways, over which the shade of a sheet runs."""


def sheet_colors() -> list[QColor]:
    """Return the colours of a sheet from stretched (thin) to squeezed (dense)."""
    return _sheet_colors(theme().name)


@cache
def _sheet_colors(_theme: str) -> list[QColor]:
    color = theme().color("layer")
    dense = mix(color, theme().color("text"), 0.35)
    found = []
    for share in np.linspace(0.0, 1.0, SHADES):
        shade = mix(color, dense, float(share))
        shade.setAlphaF(0.05 + 0.6 * float(share) ** 1.5)
        found.append(shade)
    return found


def shades_of(areas: Array, shape: tuple[int, int]) -> Array:
    """Return the number of each cell's shade ``(rows - 1, columns - 1)`` from areas ``(v,)``."""
    field = np.log2(np.maximum(areas, 1e-12)).reshape(shape)
    cells = (field[:-1, :-1] + field[:-1, 1:] + field[1:, :-1] + field[1:, 1:]) / 4
    share = np.clip(0.5 - cells / (2 * OCTAVES), 0.0, 1.0)
    found: Array = np.rint(share * (SHADES - 1)).astype(np.intp)
    return found


def corners(at: Array, shape: tuple[int, int]) -> Array:
    """Return the four corners ``(cells, 4, d)`` of a sheet's cells, from places ``(v, d)``."""
    grid = at.reshape(*shape, -1)
    around = (grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1])
    return np.stack(around, axis=2).reshape(-1, 4, at.shape[1])


def every_other(shape: tuple[int, int]) -> Array:
    """Return the numbers of every other place of a sheet in both directions, its edges kept."""
    found: Array = np.arange(shape[0] * shape[1]).reshape(shape)[::2, ::2].ravel()
    return found


def paint_cells(painter: QPainter, cells: Array, shades: Array) -> None:
    """Fill cells ``(k, 4, 2)`` in pixels by the number of their shades ``(k,)``, in order.

    Edges are not smoothed: the lines of the mesh lie on them, and it costs a fifth.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    colors, last = sheet_colors(), -1
    rows = cells.reshape(-1, 8).tolist()
    for (ax, ay, bx, by, cx, cy, dx, dy), shade in zip(rows, shades.tolist(), strict=True):
        if shade != last:
            painter.setBrush(colors[shade])
            last = shade
        painter.drawConvexPolygon(
            [QPointF(ax, ay), QPointF(bx, by), QPointF(cx, cy), QPointF(dx, dy)]
        )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def paint_mesh(painter: QPainter, at: Array, mesh: Array, strength: float) -> None:
    """Paint the lines of a mesh, places ``(v, 2)`` in pixels joined as ``(lines, k)``."""
    painter.setPen(QPen(theme().color("secondary", strength), 0.9 * px(10) / 10))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in at[mesh]:
        painter.drawPolyline(polygon(line))


def crease_color() -> QColor:
    """Return the colour of creases, which is none of the first classes'."""
    return theme().color("ensemble")


def fold_segments(sine: Array, shape: tuple[int, int], at: Array) -> Array:
    """Return the segments ``(k, 2, d)`` on a sheet where the sign of det J changes.

    Parameters
    ----------
    sine
        Orientation of the sheet at its places, ``(v,)``; NaN where it is not certain.
    at
        The places as they are seen, ``(v, d)``.
    """
    found = contour(sine.reshape(shape), 0.0)
    if not len(found):
        return np.empty((0, 2, at.shape[1]))
    grid = at.reshape(*shape, -1)
    low = np.minimum(found.astype(int), [shape[1] - 2, shape[0] - 2])
    share = found - low
    (column, row), (u, v) = np.moveaxis(low, -1, 0), np.moveaxis(share, -1, 0)[..., None]
    lower = (1 - u) * grid[row, column] + u * grid[row, column + 1]
    upper = (1 - u) * grid[row + 1, column] + u * grid[row + 1, column + 1]
    placed: Array = (1 - v) * lower + v * upper
    return placed


def dead_edges(dead: Array, mesh: Array, at: Array) -> Array:
    """Return the mesh edges ``(k, 2, d)`` both of whose ends have lost their area."""
    first, second = mesh[:, :-1].ravel(), mesh[:, 1:].ravel()
    gone = dead[first] & dead[second]
    return np.stack([at[first[gone]], at[second[gone]]], axis=1)


def paint_segments(painter: QPainter, segments: Array, color: QColor, width: float) -> None:
    """Paint segments ``(k, 2, 2)`` in pixels."""
    if len(segments):
        pen = QPen(color, width * px(10) / 10)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(lines(segments))


def decision_segments(weight: Array, bias: Array, low: Array, high: Array) -> Array:
    """Return where a read-out of two units changes its mind within a window, ``(k, 2, 2)``.

    Parameters
    ----------
    weight, bias
        Shape ``(2, outputs)`` and ``(outputs,)``; one output decides by its sign.
    """
    cells = 96
    x, y = (np.linspace(low[i], high[i], cells) for i in range(2))
    at = np.stack(np.broadcast_arrays(x[None, :], y[:, None]), axis=-1)
    scores = at @ weight + bias
    if scores.shape[-1] == 1:
        found = contour(scores[..., 0], 0.0)
    elif scores.shape[-1] == 2:
        found = contour(scores[..., 1] - scores[..., 0], 0.0)
    else:
        found = borders(scores)
    placed: Array = low[:2] + found * (high - low)[:2] / (cells - 1)
    return placed


def normal_of(weight: Array, bias: Array) -> tuple[Array, float] | None:
    """Return normal and offset of the plane between two classes, or None for other read-outs."""
    if weight.shape[1] == 1:
        return weight[:, 0], float(bias[0])
    if weight.shape[1] == 2:
        return weight[:, 1] - weight[:, 0], float(bias[1] - bias[0])
    return None


def plane_in_box(normal: Array, offset: float, low: Array, high: Array) -> Array:
    """Return the polygon ``(k, 3)`` in which the plane ``normal . h + offset = 0`` cuts a box.

    Examples
    --------
    >>> cut = plane_in_box(np.array([0.0, 0.0, 1.0]), 0.0, -np.ones(3), np.ones(3))
    >>> cut.shape, float(abs(cut[:, 2]).max())
    ((4, 3), 0.0)
    """
    box = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    ends = low + box * (high - low)
    pairs = [(a, b) for a in range(8) for b in range(a) if abs(box[a] - box[b]).sum() == 1]
    height = ends @ normal + offset
    found = [
        ends[a] + (ends[b] - ends[a]) * height[a] / (height[a] - height[b])
        for a, b in pairs
        if (height[a] > 0) != (height[b] > 0)
    ]
    if len(found) < 3:
        return np.empty((0, 3))
    cut = np.array(found)
    middle = cut.mean(axis=0)
    _, _, axes = np.linalg.svd(cut - middle)
    flat = (cut - middle) @ axes[:2].T
    ordered: Array = cut[np.argsort(np.arctan2(flat[:, 1], flat[:, 0]))]
    return ordered


def paint_box(
    painter: QPainter, camera: Camera, low: Array, high: Array, size: tuple[float, float],
    names: Sequence[str],
) -> None:  # fmt: skip
    """Paint the edges of a box seen by a camera, its three axes named at the farthest corner."""
    ends = np.array([[(k >> axis) & 1 for axis in range(3)] for k in range(8)])
    at, depth = camera.project(low + ends * (high - low), size)
    farthest = int(depth.argmax())
    for near, token in ((False, "border"), (True, "grid")):
        painter.setPen(QPen(theme().color(token), 1.0))
        for a, b in BOX:
            if (farthest not in (a, b)) is near:
                painter.drawLine(QPointF(*at[a]), QPointF(*at[b]))
    painter.setFont(font(10))
    painter.setPen(theme().color("secondary"))
    for axis, name in enumerate(names):
        end = at[farthest ^ (1 << axis)] * 0.9 + at[farthest] * 0.1
        room = QRectF(end[0] - px(40), end[1] - px(9), px(80), px(18))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)


def paint_key(painter: QPainter, area: QRectF, shaded: bool, creased: bool) -> None:
    """Paint at the upper right what the shade of a sheet and the bright lines mean."""
    painter.setFont(font(10.5))
    metrics = QFontMetricsF(painter.font())
    bar = px(42)
    parts = [("stretched", 0.0), ("", bar), ("squeezed", 0.0)] if shaded else []
    parts += [("", px(14)), ("crease", 0.0)] if creased else []
    gap = px(6)
    width = sum((metrics.horizontalAdvance(t) if t else w) + gap for t, w in parts) + gap
    height = metrics.height() + px(4)
    plate = QRectF(area.right() - width - gap, area.top() + gap, width, height)
    if shaded and plate.left() < area.left() + gap:
        paint_key(painter, area, False, creased)
        return
    if not parts or plate.left() < area.left() + gap or area.height() < px(120):
        return
    paint_plate(painter, plate)
    x, middle = plate.left() + gap, plate.center().y()
    for text, length in parts:
        if text:
            painter.setPen(theme().color("secondary"))
            room = QRectF(x, plate.top(), metrics.horizontalAdvance(text) + 2, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            x += metrics.horizontalAdvance(text) + gap
            continue
        if length == bar:
            _paint_shades(painter, QRectF(x, middle - px(4), bar, px(8)))
        else:
            painter.setPen(QPen(crease_color(), 2.2 * px(10) / 10))
            painter.drawLine(QPointF(x, middle), QPointF(x + length, middle))
        x += length + gap


def _paint_shades(painter: QPainter, bar: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    one = bar.width() / SHADES
    for number, color in enumerate(sheet_colors()):
        painter.setBrush(color)
        painter.drawRect(QRectF(bar.left() + number * one, bar.top(), one, bar.height()))
