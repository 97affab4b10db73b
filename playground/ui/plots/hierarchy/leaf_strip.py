"""The rows below a dendrogram: the colours of their labels, numbers if they are few, marks."""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.colors import class_color, signed_table
from playground.ui.plots.hierarchy.tree_shape import TreeShape
from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme

HIGH = 7
"""Height of the strip of labels."""


def row_colors(arrays: dict[str, Array]) -> Array | None:
    """Return pixels ``(n,)`` of the labels or values that rows are given with, or None."""
    if "labels" in arrays:
        table = [class_color(theme(), c).rgb() for c in range(max(len(arrays["classes"]), 1))]
        return np.array(table, np.uint32)[arrays["labels"]]
    if "values" in arrays:
        values = arrays["values"]
        low, high = np.min(values, initial=0.0), np.max(values, initial=0.0)
        share = (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
        return np.asarray(signed_table(theme(), 1.0)[np.rint(share * 255).astype(int)])
    return None


def paint_strip(painter: QPainter, shape: TreeShape, axes: Axes, colors: Array | None) -> None:
    """Paint a cell for every row below the base line; many rows share pixels."""
    area = axes.area
    painter.setPen(QPen(theme().color("border"), 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    room = QRectF(area.left(), area.bottom() + px(3), area.width(), px(HIGH))
    if colors is not None and len(colors) == shape.rows:
        pixels = np.ascontiguousarray(colors[shape.order], np.uint32)
        image = QImage(pixels.data, len(pixels), 1, 4 * len(pixels), QImage.Format.Format_RGB32)
        smooth = len(pixels) > area.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(room, image)
        _paint_name(painter, axes, room)
    painter.setFont(font(9))
    wide = QFontMetricsF(painter.font()).horizontalAdvance(str(shape.rows)) + px(4)
    if shape.rows * wide <= area.width():
        painter.setPen(theme().color("secondary"))
        top = room.bottom() + px(1) if colors is not None else room.top()
        cell = area.width() / shape.rows
        for place, row in enumerate(shape.order.tolist()):
            at = QRectF(area.left() + place * cell, top, cell, px(12))
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, str(row))


def _paint_name(painter: QPainter, axes: Axes, strip: QRectF) -> None:
    """Say beside the strip what it shows, where that fits."""
    painter.setFont(font(9))
    wide, room = QFontMetricsF(painter.font()).horizontalAdvance("given"), axes.area.left() - px(4)
    if wide + px(2) <= room:
        painter.setPen(theme().color("secondary"))
        aside = QRectF(0, strip.top(), room, strip.height() + px(8))
        painter.drawText(
            aside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "given"
        )


def paint_marks(
    painter: QPainter, shape: TreeShape, axes: Axes, rows: Collection[int]
) -> None:
    """Mark rows that are pointed at anywhere by a small pointer below their leaves."""
    if not rows:
        return
    places = np.flatnonzero(np.isin(shape.order, np.fromiter(rows, np.int64, len(rows))))
    columns = np.unique(np.round(axes.x_pixels(places + 0.5)))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().color("field"), 1))
    painter.setBrush(theme().color("text"))
    y, half = axes.area.bottom() - px(1), px(3.5)
    for x in columns.tolist():
        tip = [QPointF(x, y - px(6)), QPointF(x - half, y), QPointF(x + half, y)]
        painter.drawPolygon(QPolygonF(tip))
