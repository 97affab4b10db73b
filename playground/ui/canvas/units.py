"""Thumbnails of units on a card: what each sees, which are marked, and the controls of pages."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from playground.engine.signals.unit import unit_title
from playground.ui.canvas.cells import cells_of, pager_area, pager_parts
from playground.ui.canvas.facts import Facts
from playground.ui.canvas.live import Fields
from playground.ui.canvas.type import small
from playground.ui.theme import theme

ORDERS = {"number": "in order", "activity": "liveliest first", "weight": "most used first"}
"""Orders of the units of a wide layer, in words."""

PAGES = {
    "back": "The units before these",
    "page": "Which page of the units is shown",
    "on": "The units after these",
    "sort": "Sort the units: in order, the liveliest first (those that vary most over the plane), "
    "or those first that the next layer uses most",
}


@dataclass
class Marks:
    """What is marked on the thumbnails of one card.

    Attributes
    ----------
    pointed
        The unit that is looked at, or -1.
    pinned
        Units pinned for comparison.
    page, pages, order
        Which page of how many is shown, in which of `ORDERS`.
    """

    pointed: int = -1
    pinned: tuple[int, ...] = ()
    page: int = 0
    pages: int = 1
    order: str = "number"


def unit_help(facts: Facts, unit: int) -> str:
    """Return the tooltip of a thumbnail."""
    off = "off: it answers 0. O switches it on" if unit in facts.off else "O switches it off"
    name = unit_title(facts.id, unit)
    if facts.face == "score":
        name = f"{facts.id}, output {unit + 1}"
    return (
        f"{name}: what it answers over the plane of the data\n"
        f"Click keeps it in the boundary panel · P pins it · {off} · double click: its weights"
    )


def paint_thumbnails(
    painter: QPainter, facts: Facts, fields: Fields | None, marks: Marks
) -> None:
    """Draw the fields of the units on this page, with their marks."""
    tones = theme()
    pictures = fields.painted(tones) if fields else []
    units = fields.units if fields else ()
    shown = facts.cells if facts.face == "units" else len(pictures)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for place, square in enumerate(cells_of(facts, shown)):
        if place >= len(pictures):
            painter.fillRect(square, tones.color("field"))
            continue
        unit = units[place]
        painter.drawImage(square, pictures[place])
        if facts.face == "score":
            # Outputs fade into the card where a class is out of the question.
            _frame(painter, square, "border", 1.0)
        if unit in facts.off:
            _strike(painter, square)
        if unit == marks.pointed:
            _frame(painter, square, "text", 1.6)
        elif unit in marks.pinned:
            _frame(painter, square, "accent", 1.4)
        if unit in marks.pinned:
            _pin(painter, square)


def _strike(painter: QPainter, square: QRectF) -> None:
    """Dim a thumbnail and strike it out: its unit is off."""
    tones = theme()
    painter.fillRect(square, tones.color("panel", 0.72))
    painter.setPen(QPen(tones.color("secondary"), 1.4))
    painter.drawLine(QLineF(square.bottomLeft(), square.topRight()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tones.color("border"), 1))
    painter.drawRect(square.adjusted(0.5, 0.5, -0.5, -0.5))


def _frame(painter: QPainter, square: QRectF, token: str, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().color(token), width))
    painter.drawRect(square.adjusted(0.5, 0.5, -0.5, -0.5))


def _pin(painter: QPainter, square: QRectF) -> None:
    painter.setPen(QPen(theme().color("canvas"), 1))
    painter.setBrush(theme().color("accent"))
    painter.drawEllipse(square.topRight() + QPointF(-1.5, 1.5), 3.2, 3.2)


def paint_pager(painter: QPainter, facts: Facts, marks: Marks) -> None:
    """Draw the controls of a wide layer's pages over the right end of its summary line."""
    tones, area = theme(), pager_area(facts)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tones.color("raised"))
    painter.drawRoundedRect(area, 5, 5)
    parts = pager_parts(facts)
    painter.setFont(small())
    painter.setPen(tones.color("text"))
    painter.drawText(
        parts["page"], Qt.AlignmentFlag.AlignCenter, f"{marks.page + 1}/{marks.pages}"
    )
    painter.setPen(Qt.PenStyle.NoPen)
    for name, turn in (("back", -1), ("on", 1)):
        able = 0 <= marks.page + turn < marks.pages
        painter.setBrush(tones.color("text" if able else "border"))
        painter.drawPolygon(_arrow(parts[name].center(), turn))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    sorted_ = marks.order != "number"
    painter.setPen(QPen(tones.color("accent" if sorted_ else "secondary"), 1.6))
    middle = parts["sort"].center()
    lengths = (4.0, 7.0, 10.0) if marks.order == "weight" else (10.0, 7.0, 4.0)
    if not sorted_:
        lengths = (8.0, 8.0, 8.0)
    for line, length in enumerate(lengths):
        y = middle.y() + (line - 1) * 4
        painter.drawLine(QLineF(middle.x() - 5, y, middle.x() - 5 + length, y))


def _arrow(middle: QPointF, turn: int) -> QPolygonF:
    x, y = middle.x(), middle.y()
    return QPolygonF(
        [QPointF(x - 2.5 * turn, y - 4), QPointF(x + 3 * turn, y), QPointF(x - 2.5 * turn, y + 4)]
    )
