"""Paints the parts of a scene as a sight sees them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.lettering import font
from playground.ui.plots.matrix.scene import (
    Arrow,
    Cloud,
    Dot,
    Fill,
    Grip,
    Rulings,
    Scene,
    Stroke,
    Tag,
)
from playground.ui.plots.matrix.sight import Sight
from playground.ui.plots.points import paint_points, radius_for
from playground.ui.plots.polygon import lines, polygon
from playground.ui.plots.stroke import stroke
from playground.ui.theme import px, theme

HEAD = 9.0
"""Length of an arrow's head in pixels, at the scale of 1."""

SHORT = 8
"""Places on a line up to which Qt finds its outline quickly."""

FAR = 1e5
"""Pixels beyond which nothing is painted: the rasteriser of Qt counts in small numbers."""


def paint_scene(painter: QPainter, scene: Scene, sight: Sight, ratio: float | None) -> None:
    """Paint a scene into the area of a sight.

    Parameters
    ----------
    ratio
        Device pixels per pixel, to stamp samples; None paints shapes, as vector formats need.
    """
    painter.save()
    painter.setClipRect(sight.area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Words are written last: no line crosses them out.
    for item in sorted(scene.items, key=lambda one: isinstance(one, Tag)):
        _PAINTERS[type(item)](painter, item, sight, ratio)
    painter.restore()


def paint_grip(painter: QPainter, grip: Grip, sight: Sight, held: bool) -> None:
    """Paint the ring that says: this can be dragged."""
    (at,) = _seen(sight, grip.at[None])
    painter.setBrush(theme().color("field", 0.6 if held else 0.0))
    painter.setPen(QPen(grip.color, px(20 if held else 14) / 10))
    painter.drawEllipse(QPointF(*at), px(8 if held else 7), px(8 if held else 7))


def _seen(sight: Sight, places: Array) -> Array:
    return np.clip(sight.pixels(places), -FAR, FAR)


def _pen(color: Any, width: float, dashed: bool = False) -> QPen:
    pen = QPen(color, width * px(10) / 10)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if dashed:
        pen.setDashPattern([3.0, 3.0])
    return pen


def _stroke(painter: QPainter, item: Stroke, sight: Sight, ratio: float | None) -> None:
    if len(item.places) > SHORT and not item.dashed:
        width = item.width * px(10) / 10
        stroke(painter, _seen(sight, item.places), item.color, width, exact=ratio is None)
        return
    painter.setPen(_pen(item.color, item.width, item.dashed))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(polygon(_seen(sight, item.places)))


def _rulings(painter: QPainter, item: Rulings, sight: Sight, _: float | None) -> None:
    if len(item.pieces):
        flat = item.pieces.reshape(-1, item.pieces.shape[-1])
        painter.setPen(_pen(item.color, item.width))
        painter.drawLines(lines(_seen(sight, flat).reshape(-1, 2, 2)))


def _fill(painter: QPainter, item: Fill, sight: Sight, _: float | None) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(item.color)
    painter.drawPolygon(polygon(_seen(sight, item.places)))


def _arrow(painter: QPainter, item: Arrow, sight: Sight, _: float | None) -> None:
    tail, tip = _seen(sight, np.stack([item.tail, item.tip]))
    way = tip - tail
    length = float(np.hypot(*way))
    if length < 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(item.color)
        painter.drawEllipse(QPointF(*tip), px(3), px(3))
        return
    way = way / length
    head = min(px(HEAD) * (0.7 + item.width / 8), length)
    neck = tip - way * head
    side = np.array([-way[1], way[0]]) * head * 0.42
    painter.setPen(_pen(item.color, item.width, item.dashed))
    painter.drawLine(QPointF(*tail), QPointF(*(neck + way)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(item.color)
    painter.drawPolygon(polygon(np.stack([tip, neck + side, neck - side])))
    if item.name:
        _words(painter, item.name, tip, way, item.color, sight)


def _dot(painter: QPainter, item: Dot, sight: Sight, _: float | None) -> None:
    (at,) = _seen(sight, item.at[None])
    radius = px(item.radius * 10) / 10
    painter.setPen(QPen(item.color if item.hollow else theme().color("field"), px(14) / 10))
    painter.setBrush(theme().color("field") if item.hollow else item.color)
    painter.drawEllipse(QPointF(*at), radius, radius)


def _tag(painter: QPainter, item: Tag, sight: Sight, _: float | None) -> None:
    (at,) = _seen(sight, item.at[None])
    way = np.array([0.0, -1.0])
    if item.away is not None:
        over = at - _seen(sight, item.away[None])[0]
        length = float(np.hypot(*over))
        way = over / length if length > 1 else way
    _words(painter, item.text, at, way, item.color, sight)


def _words(
    painter: QPainter, text: str, at: Array, way: Array, color: Any, sight: Sight
) -> None:
    """Write words beyond a pixel, on ground that keeps them readable."""
    area = sight.area
    painter.setFont(font(11.5 if area.height() > px(150) else 10, bold=True))
    metrics = QFontMetricsF(painter.font())
    wide, high = metrics.horizontalAdvance(text) + px(8), metrics.height()
    centre = at + way * (px(9) + np.array([wide, high]) / 2)
    inner = area.adjusted(px(2), px(2), -px(2), -px(2))
    plate = QRectF(centre[0] - wide / 2, centre[1] - high / 2, wide, high)
    plate.moveLeft(max(inner.left(), min(plate.left(), inner.right() - wide)))
    plate.moveTop(max(inner.top(), min(plate.top(), inner.bottom() - high)))
    _keep_clear(plate, sight.taken)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("field", 0.72))
    painter.drawRoundedRect(plate, px(4), px(4))
    painter.setPen(color)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _keep_clear(plate: QRectF, taken: QRectF) -> None:
    """Move a plate off what is taken, to its left or below it, whichever is nearer."""
    if not plate.intersects(taken):
        return
    aside, below = plate.right() - taken.left(), taken.bottom() - plate.top()
    if aside <= below:
        plate.translate(-aside, 0)
    else:
        plate.translate(0, below)


def _cloud(painter: QPainter, item: Cloud, sight: Sight, ratio: float | None) -> None:
    size = sight.area.size()
    radius = radius_for(len(item.places), size.width(), size.height()) * 0.9
    parts = np.zeros(len(item.places), np.intp)
    at = _seen(sight, item.places)
    paint_points(painter, at, item.shades, parts, item.colors, radius, ratio)


_PAINTERS: dict[type, Callable[..., None]] = {
    Stroke: _stroke, Rulings: _rulings, Fill: _fill, Arrow: _arrow, Dot: _dot, Tag: _tag,
    Cloud: _cloud,
}  # fmt: skip
