"""What a gesture draws over the canvas: a wire under way, a frame, a cut, a word why not."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.ui.canvas import geometry as g
from playground.ui.canvas.type import small
from playground.ui.theme import theme

WIDEST = 300.0


class Overlay(QGraphicsItem):
    """Everything that passes over the canvas while a gesture lasts.

    Attributes
    ----------
    wire
        Path of a wire under way, or None.
    frame
        Rubber band, or None.
    cut
        Both ends of a slash that cuts wires, or None.
    glowing, dim
        Port centres that would take the wire, and those that would not.
    """

    def __init__(self) -> None:
        super().__init__()
        self.wire: QPainterPath | None = None
        self.frame: QRectF | None = None
        self.cut: tuple[QPointF, QPointF] | None = None
        self.glowing: tuple[QPointF, ...] = ()
        self.dim: tuple[QPointF, ...] = ()
        self._words, self._tone, self._at = "", "secondary", QPointF()
        self._bounds = QRectF()
        self.setZValue(100)

    def boundingRect(self) -> QRectF:
        """Return the box of all that is drawn."""
        return self._bounds

    def say(self, words: str, at: QPointF, tone: str = "secondary") -> None:
        """Write a short label beside a point; "" takes it away."""
        self._words, self._at, self._tone = words, at, tone
        self.refresh()

    def clear(self) -> None:
        """Take everything away."""
        self.wire = self.frame = self.cut = None
        self.glowing = self.dim = ()
        self.say("", QPointF())

    def refresh(self) -> None:
        """Measure and draw anew after an attribute was set."""
        self.prepareGeometryChange()
        area = QRectF()
        if self.wire:
            area = area.united(self.wire.controlPointRect())
        if self.frame:
            area = area.united(self.frame)
        if self.cut:
            area = area.united(QRectF(*self.cut).normalized())
        for points in (self.glowing, self.dim):
            area = area.united(_box(points))
        if self._words:
            area = area.united(self._label())
        self._bounds = area.adjusted(-16, -16, 16, 16)
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw what is set."""
        tones = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ports(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.wire:
            painter.setPen(QPen(tones.color("accent"), 2.5))
            painter.drawPath(self.wire)
        if self.frame:
            painter.setPen(_thin(tones.color("accent")))
            painter.setBrush(tones.color("accent", 0.12))
            painter.drawRect(self.frame)
        if self.cut:
            painter.setPen(QPen(tones.color("error"), 2, Qt.PenStyle.DashLine))
            painter.drawLine(*self.cut)
        if self._words:
            self._paint_label(painter)

    def _paint_ports(self, painter: QPainter) -> None:
        tones = theme()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tones.color("canvas", 0.75))
        for at in self.dim:
            painter.drawEllipse(at, g.PORT + 1.5, g.PORT + 1.5)
        painter.setBrush(tones.color("accent", 0.25))
        for at in self.glowing:
            painter.drawEllipse(at, g.PORT + 6, g.PORT + 6)
        painter.setBrush(tones.color("accent"))
        for at in self.glowing:
            painter.drawEllipse(at, g.PORT, g.PORT)

    def _label(self) -> QRectF:
        text = QFontMetricsF(small()).boundingRect(
            QRectF(0, 0, WIDEST, 400), Qt.TextFlag.TextWordWrap, self._words
        )
        return QRectF(self._at.x() + 16, self._at.y() + 14, text.width() + 18, text.height() + 10)

    def _paint_label(self, painter: QPainter) -> None:
        tones = theme()
        area = self._label()
        painter.setPen(QPen(tones.color("border"), 1))
        painter.setBrush(tones.color("raised"))
        painter.drawRoundedRect(area, 6, 6)
        painter.setFont(small())
        painter.setPen(tones.color(self._tone))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
        painter.drawText(area.adjusted(7, 2, -7, -2), flags, self._words)


def _thin(color: object) -> QPen:
    pen = QPen(color, 1)
    pen.setCosmetic(True)
    return pen


def _box(points: Iterable[QPointF]) -> QRectF:
    xs, ys = [p.x() for p in points], [p.y() for p in points]
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))) if xs else QRectF()
