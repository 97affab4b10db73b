"""The rounded border of a panel, painted over whatever lies at its edge."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.theme import px, theme

RADIUS = 9


class Rim(QWidget):
    """Covers a panel's corners, so that plots may go to the edge."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what is outside the rounded rectangle, and its outline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        around, inner = QRectF(self.rect()), QPainterPath()
        inner.addRoundedRect(around.adjusted(0.5, 0.5, -0.5, -0.5), px(RADIUS), px(RADIUS))
        corners = QPainterPath()
        corners.addRect(around)
        painter.fillPath(corners.subtracted(inner), theme().color("window"))
        painter.setPen(QPen(theme().color("border"), 1))
        painter.drawPath(inner)
        painter.end()
