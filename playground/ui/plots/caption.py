"""A few words under a plot."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme, themes

FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class Caption(QWidget):
    """Words that wrap, as high as they need.

    Parameters
    ----------
    lines
        Lines that are always kept free, so that the plot above stands still.
    """

    def __init__(self, parent: QWidget, lines: int = 1) -> None:
        super().__init__(parent)
        self._text, self._lines = "", lines
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        themes().changed.connect(self._fit)

    def set_text(self, text: str) -> None:
        """Show other words."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._fit()

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Become as high as the words need at this width."""
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the least number of lines."""
        return QSize(px(100), self._height())

    def _height(self) -> int:
        metrics = QFontMetrics(font(12))
        room = QRect(0, 0, max(self.width() - 2 * px(12), px(80)), 10_000)
        needed = metrics.boundingRect(room, FLAGS, self._text).height()
        return max(needed, self._lines * metrics.height()) + px(12)

    def _fit(self, _theme: object = None) -> None:
        height = self._height()
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the words."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the words."""
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(12))
        painter.setPen(theme().color("secondary"))
        painter.drawText(self.rect().adjusted(px(12), 0, -px(12), -px(4)), FLAGS, self._text)
