"""What a stage of a training step does, in words and arithmetic, below a picture of it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from playground.ui.plots.lettering import font
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme

WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class StepCaption(Strip):
    """A heading in the colour of its phase, and two lines of text; longer text is a tooltip."""

    high = 54

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading, self._text, self._token = "", "", "text"
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def text(self) -> str:
        """The text below the heading."""
        return self._text

    def say(self, heading: str, text: str, token: str = "text") -> None:
        """Show other words; `token` colours the heading."""
        if (heading, text, token) != (self._heading, self._text, self._token):
            self._heading, self._text, self._token = heading, text, token
            self.setAccessibleName(f"{heading}: {text}")
            self.setToolTip(text)
            self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the words."""
        painter.fillRect(self.rect(), theme().color("field"))
        area = QRectF(self.rect()).adjusted(px(12), px(2), -px(12), 0)
        painter.setFont(font(11, bold=True))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(theme().color(self._token))
        heading = metrics.elidedText(self._heading, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, heading)
        area.setTop(area.top() + metrics.height() + 1)
        for size in (12.5, 11.5, 10.5, 9.5):
            painter.setFont(font(size))
            need = QFontMetricsF(painter.font()).boundingRect(area, int(WRAP), self._text)
            if need.height() <= area.height() + 2:
                break
        painter.setPen(theme().color("text"))
        painter.drawText(area, WRAP, self._text)
