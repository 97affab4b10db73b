"""The face of a function's card: its map from above, or its curve."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from playground.engine.functions.minimisable import Minimisable
from playground.engine.functions.test_function import TestFunction
from playground.kernels.array import Array
from playground.ui.theme import theme

COLUMNS, ROWS = 96, 48


@dataclass(frozen=True, eq=False)
class FunctionSketch:
    """What a card shows of a function.

    Attributes
    ----------
    heights
        From 0, lowest, to 1: over a plane ``(rows, columns)`` with the lowest row first, along a
        line ``(columns,)``.
    minima
        Their places as shares of width and height ``(k, 2)``, from the lower left corner.
    """

    heights: Array
    minima: Array


def function_sketch(function: Minimisable) -> FunctionSketch:
    """Return the sketch of a function over its extent, or the outline of another block."""
    if not isinstance(function, TestFunction):
        return FunctionSketch(_even(function.outline), np.empty((0, 2)))
    # Few projects have one, and every start of the program would pay for its plots.
    from playground.ui.plots.functions.function_plane import scale_of

    x0, x1, y0, y1 = function.extent
    x = np.linspace(x0, x1, COLUMNS)
    with np.errstate(all="ignore"):
        if function.dimension == 1:
            heights = _even(function.value(x[:, None]))
            return FunctionSketch(heights, np.empty((0, 2)))
        points = np.stack(np.meshgrid(x, np.linspace(y0, y1, ROWS)), axis=-1)
        heights = scale_of(function).share(function.value(points))
    minima = np.array(function.minima, float).reshape(-1, 2)
    shares = (minima - [x0, y0]) / [x1 - x0, y1 - y0]
    return FunctionSketch(np.nan_to_num(np.clip(heights, 0, 1), nan=1.0), shares)


def _even(values: Array) -> Array:
    known = values[np.isfinite(values)]
    low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    scaled: Array = (values - low) / max(float(high - low), 1e-12)
    return scaled


def paint_function(painter: QPainter, area: QRectF, shown: FunctionSketch) -> None:
    """Paint a sketch into a card."""
    from playground.ui.plots.field import image_of
    from playground.ui.plots.functions.function_plane import BRIGHTEST
    from playground.ui.plots.surface.relief import shade

    if shown.heights.ndim == 1:
        _paint_curve(painter, area.adjusted(4, 2, -4, -4), shown.heights)
        return
    painter.save()
    frame = QPainterPath()
    frame.addRoundedRect(area, 4, 4)
    painter.setClipPath(frame, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, image_of(shade(BRIGHTEST * shown.heights)))
    painter.setPen(QPen(theme().color("field"), 0.8))
    painter.setBrush(Qt.GlobalColor.white)
    for u, v in shown.minima.tolist():
        at = QPointF(area.left() + u * area.width(), area.bottom() - v * area.height())
        painter.drawEllipse(at, 2.2, 2.2)
    painter.restore()


def _paint_curve(painter: QPainter, area: QRectF, heights: Array) -> None:
    x = np.linspace(area.left(), area.right(), len(heights))
    y = area.bottom() - heights * area.height()
    good = np.isfinite(y)
    painter.setPen(QPen(theme().color("accent"), 1.8, Qt.PenStyle.SolidLine,
                        Qt.PenCapStyle.RoundCap))  # fmt: skip
    pairs = zip(x[good].tolist(), y[good].tolist(), strict=True)
    painter.drawPolyline(QPolygonF([QPointF(a, b) for a, b in pairs]))
