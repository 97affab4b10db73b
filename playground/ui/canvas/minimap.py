"""A small map of the whole canvas in its corner; it hides when every card is in view."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.canvas import geometry as g
from playground.ui.canvas.tones import tinted
from playground.ui.theme import px, theme

WIDTH, HEIGHT, EDGE = 132, 88, 12


class Minimap(QWidget):
    """Shows cards as marks in their family's colour, and the part in view; dragging pans."""

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self._view = view
        self.setAccessibleName("Map of the canvas")
        self.setToolTip("The whole canvas: drag to move the view. F shows everything.")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def place(self) -> None:
        """Come to the corner; hide when the middle of every card is in view, or room is short."""
        seen = self._seen(clear=True)
        cards = self._view.scene().blocks.values()
        hidden = all(seen.contains(c.pos() + g.card(c.facts.height).center()) for c in cards)
        room = self._view.room()
        hidden |= room.width() < 3 * px(WIDTH) or room.height() < 2 * px(HEIGHT)
        self.setVisible(not hidden)
        if not hidden:
            self.resize(px(WIDTH), px(HEIGHT))
            corner = room.bottomRight()
            self.move(corner.x() - self.width() - px(EDGE), corner.y() - self.height() - px(EDGE))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map."""
        tones = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tones.color("border"), 1))
        painter.setBrush(tones.color("panel", 0.94))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        scale, shift = self._frame()
        dx, dy, wide = shift.x(), shift.y(), max(g.WIDTH * scale, 2.5)
        for item in self._view.scene().blocks.values():
            at, tall = item.pos(), max(item.facts.height * scale, 2.0)
            mark = QRectF(at.x() * scale + dx, at.y() * scale + dy, wide, tall)
            painter.fillRect(mark, tinted(item.facts.family, 0.75))
        seen = self._seen()
        area = QRectF(seen.topLeft() * scale + shift, seen.size() * scale)
        painter.setPen(QPen(tones.color("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the view to where the map is pressed."""
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the view along."""
        self._go(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the map."""
        event.accept()

    def _seen(self, clear: bool = False) -> QRectF:
        area = self._view.room() if clear else self._view.viewport().rect()
        return self._view.mapToScene(area).boundingRect()

    def _frame(self) -> tuple[float, QPointF]:
        """Return scale and shift from the scene to the map."""
        area = self._view.scene().outline()
        area = area.adjusted(-40, -40, 40, 40)
        room = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        scale = min(room.width() / area.width(), room.height() / area.height())
        return scale, room.center() - area.center() * scale

    def _go(self, at: QPointF) -> None:
        scale, shift = self._frame()
        self._view.centerOn((at - shift) / scale)
        self._view.pan(0, 0)
