"""Text of one line that gives way where room is short."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.lettering import font
from playground.ui.plots.wording import shortened
from playground.ui.theme import px, theme

BETWEEN = " · "

STUMP = 6
"""Letters below which the beginning of a description says nothing."""


class Elided(QWidget):
    """Gives way by parts first, then with an ellipsis.

    Parameters
    ----------
    token
        Colour token of the text.
    """

    def __init__(self, token: str, size: float, bold: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._token, self._size, self._bold, self._text = token, size, bold, ""
        self._keeps_first, self.wanted = False, 0
        self._least, self._most = px(64), px(64)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.setToolTip(text if not self._bold else "")
            self.keep_first(self._keeps_first)
            # A text that takes what room is left moves nothing: laying out costs a millisecond.
            if self.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored:
                self.updateGeometry()
            self.update()

    def keep_first(self, keeps: bool) -> None:
        """Give the first of the parts that ``" · "`` separates its room in any case, or not."""
        self._keeps_first = keeps
        metrics = QFontMetrics(font(self._size, self._bold))
        first = metrics.horizontalAdvance(self._text.partition(BETWEEN)[0]) + 2
        self.wanted = min(first, px(64)) if keeps else 0
        self.setMinimumWidth(min(self.wanted, self._most))

    def squeeze(self, least: int, most: int) -> None:
        """Set the room that a title always has, and the most that other text may insist on."""
        if (least, most) != (self._least, self._most):
            self._least, self._most = least, most
            self.setMinimumWidth(min(self.wanted, most))
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the whole text."""
        metrics = QFontMetrics(font(self._size, self._bold))
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the beginning of a title, or for nothing of other text."""
        least = min(self._least, self.sizeHint().width()) if self._bold else 0
        return QSize(least, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint as much of the text as there is room for."""
        painter = QPainter(self)
        painter.setFont(font(self._size, self._bold))
        painter.setPen(theme().color(self._token))
        metrics = painter.fontMetrics()
        parts = self._text.split(BETWEEN)
        while len(parts) > 1 and metrics.horizontalAdvance(BETWEEN.join(parts)) > self.width():
            parts.pop()
        whole = BETWEEN.join(parts)
        shown = shortened(whole, metrics.horizontalAdvance, self.width())
        stump = shown != whole and len(shown) < STUMP and not self._bold and not self._keeps_first
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self.width() > metrics.horizontalAdvance("…") and not stump:
            painter.drawText(self.rect(), flags, shown)
        painter.end()
