"""Words that need no answer, such as that a file was saved: told for a few seconds."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme
from playground.ui.timers import after

SECONDS = 4


class Fleeting(QWidget):
    """Stands in the middle of a bar, over what is there, which stays in its place.

    Parameters
    ----------
    bar
        Over which it stands.
    """

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._bar, self.text = bar, ""
        self._end = after(self, 1000 * SECONDS, self.hide)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        bar.installEventFilter(self)
        self.hide()

    def tell(self, text: str) -> None:
        """Show some words, in place of those that are still there."""
        self.text = text
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self.update()
        self._end.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the middle of the bar."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        wide = QFontMetrics(font(13)).horizontalAdvance(self.text) + px(28)
        room = QRect(0, 0, min(wide, self._bar.width()), min(px(26), self._bar.height()))
        room.moveCenter(self._bar.rect().center())
        self.setGeometry(room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words on a ground of their own."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme().color("border"))
            painter.setBrush(theme().color("raised"))
            room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(room, px(6), px(6))
            painter.setFont(font(13))
            painter.setPen(theme().color("text"))
            most = self.width() - px(20)
            middle = Qt.TextElideMode.ElideMiddle  # the ending of a file says what it is
            words = painter.fontMetrics().elidedText(self.text, middle, most)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
