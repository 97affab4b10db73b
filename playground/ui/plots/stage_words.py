"""A heading and a few words that explain the stage at hand."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme, themes

FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
LINES = 2


class StageWords(QWidget):
    """A bold heading with a bar in the stage's colour, and its explanation, of a fixed height."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._text, self._token = "", "", "text"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes().changed.connect(self._resize)
        self._resize()

    def say(self, title: str, text: str, token: str = "text") -> None:
        """Show another heading and text, with the colour token of the stage."""
        if (title, text, token) != (self._title, self._text, self._token):
            self._title, self._text, self._token = title, text, token
            self.setAccessibleName(title)
            self.setAccessibleDescription(text)
            self.setToolTip(text)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a heading and two lines."""
        return QSize(px(160), self.height())

    def _resize(self, _: object = None) -> None:
        height = QFontMetrics(font(12, True)).height() + LINES * QFontMetrics(font(12)).height()
        self.setFixedHeight(height + px(10))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the words."""
        painter = QPainter(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the words."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color(self._token))
        painter.drawRoundedRect(QRectF(px(10), px(5), px(3), self.height() - px(10)), 1.5, 1.5)
        room = QRect(px(20), px(4), self.width() - px(30), self.height() - px(6))
        painter.setFont(font(12, True))
        painter.setPen(theme().color("text"))
        painter.drawText(room, FLAGS, self._title)
        room.setTop(room.top() + painter.fontMetrics().height())
        painter.setFont(font(12))
        painter.setPen(theme().color("secondary"))
        painter.drawText(room, FLAGS, self._text)
