"""How a card is drawn in full."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from playground.ui.canvas import geometry as g
from playground.ui.canvas.cells import face_area
from playground.ui.canvas.faces import FACES, LIVE, Looks
from playground.ui.canvas.facts import Facts
from playground.ui.canvas.type import small, title
from playground.ui.theme import mix, theme

LEAST = 9
"""Size of the smallest title."""
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def badge_area(facts: Facts) -> QRectF:
    """Return the circle of the problem badge, in the card's coordinates."""
    return QRectF(g.WIDTH - 11, -8, 19, 19)


def paint_card(painter: QPainter, facts: Facts, looks: Looks) -> None:
    """Draw everything of a card that stays while learning goes on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_plate(painter, facts)
    paint_header(painter, facts)
    paint_line(painter, facts)
    if facts.face not in LIVE:
        painter.save()
        FACES[facts.face](painter, face_area(facts), facts, looks)
        painter.restore()
    paint_ports(painter, facts)
    if facts.problems:
        paint_badge(painter, facts)


def paint_plate(painter: QPainter, facts: Facts) -> None:
    """Draw the rounded plate with the header in the tint of the family."""
    tones = theme()
    plate = g.card(facts.height).adjusted(0.5, 0.5, -0.5, -0.5)
    outline = QPainterPath()
    outline.addRoundedRect(plate, g.RADIUS, g.RADIUS)
    painter.fillPath(outline, tones.color("panel"))
    header = QPainterPath()
    header.addRect(QRectF(0, 0, g.WIDTH, g.HEADER))
    painter.fillPath(outline.intersected(header), tones.tint(facts.family))
    edge = mix(tones.color("border"), tones.color(facts.family), 0.22)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline)


def paint_header(painter: QPainter, facts: Facts) -> None:
    """Draw the family's dot, the title, and what tells the block from its twins."""
    tones = theme()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tones.color(facts.family))
    painter.drawEllipse(QPointF(15, g.HEADER / 2), 4, 4)
    tag = f"{facts.tag} frozen".strip() if facts.frozen else facts.tag
    line = QRectF(27, 0, g.WIDTH - 27 - 10, g.HEADER)
    font, room = title(), line.width() - (wide(tag, small()) + 6 if tag else 0)
    while font.pixelSize() > LEAST and wide(facts.title, font) > room:
        font.setPixelSize(font.pixelSize() - 1)
    # A long name of one's own leaves the title most of the line.
    room = max(room, min(wide(facts.title, font) + 1, 0.65 * line.width()))
    painter.setFont(small())
    painter.setPen(tones.color("secondary"))
    painter.drawText(line, RIGHT, elided(tag, small(), line.width() - room - 6))
    painter.setFont(font)
    painter.setPen(tones.color("text"))
    painter.drawText(line, MIDDLE, elided(facts.title, font, room))


def paint_line(painter: QPainter, facts: Facts) -> None:
    """Draw the summary line: settings on the left, parameters or read-out on the right."""
    tones = theme()
    line = QRectF(12, g.HEADER, g.WIDTH - 24, g.SUMMARY)
    painter.setFont(small())
    painter.setPen(tones.color("secondary"))
    note, metrics = facts.note, QFontMetricsF(small())
    wide = metrics.horizontalAdvance(f"{facts.summary}  {note}")
    if wide > line.width():
        note = note.removesuffix(" params")
    painter.drawText(line, RIGHT, note)
    room = line.width() - (metrics.horizontalAdvance(note) + 6 if note else 0)
    painter.drawText(line, MIDDLE, elided(facts.summary, small(), room))


def wide(text: str, font: QFont) -> float:
    """Return the width of a text."""
    return QFontMetricsF(font).horizontalAdvance(text)


def elided(text: str, font: object, room: float) -> str:
    """Return a text cut to the room there is, with an ellipsis."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)


def paint_ports(painter: QPainter, facts: Facts) -> None:
    """Draw the circles that wires hold on to."""
    tones = theme()
    painter.setPen(QPen(tones.color("secondary"), 1.5))
    painter.setBrush(tones.color("canvas"))
    for port in facts.ports:
        painter.drawEllipse(QPointF(*port.at), g.PORT, g.PORT)


def paint_badge(painter: QPainter, facts: Facts) -> None:
    """Draw the mark of a problem."""
    tones = theme()
    area = badge_area(facts)
    painter.setPen(QPen(tones.color("canvas"), 1.5))
    token = severity(facts)
    painter.setBrush(tones.color(token))
    painter.drawEllipse(area)
    painter.setPen(tones.color("canvas"))
    painter.setFont(title())
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "i" if token == "accent" else "!")


def severity(facts: Facts) -> str:
    """Return the token of a card's gravest problem."""
    worst = min(problem.severity for problem in facts.problems)
    return {"hint": "accent"}.get(worst, worst)
