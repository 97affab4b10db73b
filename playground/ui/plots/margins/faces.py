"""Faces of a sheet in space: how light falls on them, and how they are filled."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color
from playground.ui.plots.margins.sheet import Sheet
from playground.ui.plots.polygon import polygon
from playground.ui.theme import mix, theme

LIGHT = np.array([-0.45, -0.35, 0.82])
"""Direction that light comes from."""

OPAQUE = 0.93


def shades(sheet: Sheet, ends: tuple[int, int], cut: float, tall: float) -> list[QColor]:
    """Return the colour of each face.

    Parameters
    ----------
    ends
        Classes whose colours the parts below and above 0 take.
    cut
        How far the cut has come, from 0 to 1: before, the sheet has one neutral colour.
    tall
        Height of `reach` at this moment.
    """
    dark = theme().name == "dark"
    neutral = mix(theme().color("raised"), theme().color("layer"), 0.35)
    grounds = [mix(neutral, class_color(theme(), end), 0.78 * cut) for end in ends]
    base = np.array([[c.red(), c.green(), c.blue()] for c in grounds], float)[
        sheet.sides.astype(int)
    ]
    slope = sheet.slopes * tall
    normal = np.column_stack([-slope, np.ones(len(slope))])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    bright = np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0.0, 1.0)[:, None]
    # Near the cut the sheet is paler, like the street of the boundary's picture.
    height = np.abs(sheet.faces[..., 2].mean(axis=1))[:, None]
    strength = 0.62 + 0.38 * np.clip(height, 0.0, 1.0)
    ground = theme().color("field")
    under = np.array([ground.red(), ground.green(), ground.blue()], float)
    full = base * strength + under * (1 - strength)
    lit = full * (0.42 + 0.66 * bright) + (24.0 if dark else 60.0) * bright**6
    red, green, blue = np.clip(np.rint(lit), 0, 255).astype(np.int64).T
    pixels = (round(255 * OPAQUE) << 24) | (red << 16) | (green << 8) | blue
    return list(map(QColor.fromRgba, pixels.tolist()))


def fill_flat(painter: QPainter, corners: Array, color: QColor) -> None:
    """Fill a large flat shape ``(k, 2)`` in pixels; smooth edges would cost ten times as much."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawConvexPolygon(polygon(corners))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_faces(
    painter: QPainter, corners: Array, colors: Sequence[QColor], ruled: Array
) -> None:
    """Fill faces ``(k, 5, 2)`` in pixels, in order, with the lines of the mesh on them.

    Edges of faces are not smoothed: seams would show between them.
    """
    if not len(corners):
        return
    hint = QPainter.RenderHint.Antialiasing
    line = QPen(theme().color("text", 0.16), 1)
    painter.setRenderHint(hint, False)
    painter.setPen(Qt.PenStyle.NoPen)
    rows = corners.reshape(-1, 10).tolist()
    for row, color, (first, last) in zip(rows, colors, ruled.tolist(), strict=True):
        ax, ay, bx, by, cx, cy, dx, dy, ex, ey = row
        painter.setBrush(color)
        a, b = QPointF(ax, ay), QPointF(bx, by)
        painter.drawConvexPolygon([a, b, QPointF(cx, cy), QPointF(dx, dy), QPointF(ex, ey)])
        if first or last:
            painter.setRenderHint(hint, True)
            painter.setPen(line)
            if first:
                painter.drawLine(a, b)
            if last:
                painter.drawLine(a, QPointF(dx, dy))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setRenderHint(hint, False)
    painter.setRenderHint(hint, True)
