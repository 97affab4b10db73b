"""The ring around the cursor that shows how far a tool reaches."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.theme import px, theme


class Ring(QWidget):
    """Lies over a picture and lets the mouse through; paints a ring, or a small cross.

    Parameters
    ----------
    ground
        The picture.

    Attributes
    ----------
    place
        The pixel in its middle, or None.
    """

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.place: QPointF | None = None
        self._radius, self._color = 0.0, QColor()
        ground.installEventFilter(self)
        self.resize(ground.size())
        self.hide()

    def show_at(self, at: QPointF | None, radius: float, color: QColor) -> None:
        """Show the ring at a pixel, of so many pixels (0: a cross), or None: nowhere."""
        self.place, self._radius, self._color = at, radius, color
        self.setVisible(at is not None)
        if at is not None:
            self.raise_()
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the picture."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ring."""
        if self.place is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(self._color)
        fill.setAlphaF(0.12)
        radius = self._radius or px(5)
        painter.setBrush(fill if self._radius else Qt.BrushStyle.NoBrush)
        for color, width in ((theme().color("canvas", 0.7), 3.4), (self._color, 1.6)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(self.place, radius, radius)
            if not self._radius:
                for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    way = QPointF(dx, dy)
                    painter.drawLine(self.place + way * px(7), self.place + way * px(11))
        painter.end()
