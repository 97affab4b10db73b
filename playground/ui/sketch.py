"""A small drawing of a project: its blocks as tinted cards, joined by their wires."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen

from playground.document.project import Project
from playground.ui.theme import px, theme

WIDTH, HEIGHT = 150.0, 96.0


def paint_sketch(
    painter: QPainter, area: QRect, project: Project, catalogue: Mapping[str, Any]
) -> None:
    """Paint a project small enough to fit an area."""
    colors = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colors.color("border"), 1))
    painter.setBrush(colors.color("canvas"))
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
    if not project.blocks:
        return
    cards = _cards(area, project)
    painter.setPen(QPen(colors.color("secondary", 0.7), 1.2))
    for wire in project.wires:
        if wire.source in cards and wire.target in cards:
            painter.drawPath(_curve(cards[wire.source], cards[wire.target]))
    for placed in project.blocks:
        card = cards[placed.id]
        family = getattr(catalogue.get(placed.kind), "family", "lab")
        painter.setPen(QPen(colors.color(family, 0.9), 1.2))
        painter.setBrush(colors.tint(family, 0.3))
        painter.drawRoundedRect(card, card.height() * 0.12, card.height() * 0.12)


def _cards(area: QRect, project: Project) -> dict[str, QRectF]:
    xs = [placed.position[0] for placed in project.blocks]
    ys = [placed.position[1] for placed in project.blocks]
    wide, high = max(xs) - min(xs) + WIDTH, max(ys) - min(ys) + HEIGHT
    margin = px(12)
    scale = min((area.width() - 2 * margin) / wide, (area.height() - 2 * margin) / high, 0.5)
    left = area.x() + (area.width() - wide * scale) / 2
    top = area.y() + (area.height() - high * scale) / 2
    return {
        p.id: QRectF(left + (p.position[0] - min(xs)) * scale,
                     top + (p.position[1] - min(ys)) * scale, WIDTH * scale, HEIGHT * scale)
        for p in project.blocks
    }  # fmt: skip


def _curve(a: QRectF, b: QRectF) -> QPainterPath:
    start, end = QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())
    bend = QPointF(max((end.x() - start.x()) / 2, 8.0), 0)
    path = QPainterPath(start)
    path.cubicTo(start + bend, end - bend, end)
    return path
