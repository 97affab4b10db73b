"""A named number that changes many times a second, painted without a layout."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.style import tabular
from playground.ui.theme import px, theme, themes

LEAST = 78


class Readout(QWidget):
    """Shows a name and a number beside it; a unit such as ``steps/s`` stands behind.

    A label with formatted text would be laid out, and the window with it, at every change.

    Parameters
    ----------
    name
        What is counted.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._value, self._widest = name, "", 0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        themes().changed.connect(self._measure)
        self.show_value("0")

    @property
    def value(self) -> str:
        """The number as it is written."""
        return self._value

    def show_value(self, value: str) -> None:
        """Show another number."""
        if value == self._value:
            return
        longer = len(value) != len(self._value)
        self._value = value
        self.setAccessibleDescription(value)
        if longer:
            self._measure()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the longest number so far."""
        return QSize(max(self._widest, px(LEAST)), round(QFontMetricsF(self._plain()).height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same: a number that is cut would be another number."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint name and number at the right."""
        painter = QPainter(self)
        right = float(self.width() - px(2))
        for text, strong, width in reversed(self._parts()):
            painter.setFont(self._strong() if strong else self._plain())
            painter.setPen(theme().color("text" if strong else "secondary"))
            room = QRectF(right - width, 0, width + 1, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + px(4)
        painter.end()

    def _parts(self) -> list[tuple[str, bool, float]]:
        """Return the words in order: text, whether it is the number, and width."""
        parts = [(self._name, False), (self._value, True)]
        ordered = reversed(parts) if "/" in self._name else parts
        fonts = {False: QFontMetricsF(self._plain()), True: QFontMetricsF(self._strong())}
        return [(text, strong, fonts[strong].horizontalAdvance(text)) for text, strong in ordered]

    def _plain(self) -> QFont:
        return tabular(self.font())

    def _strong(self) -> QFont:
        font = self._plain()
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _measure(self, _theme: object = None) -> None:
        wide = round(sum(width for _, _, width in self._parts())) + px(14)
        if wide > self._widest:
            self._widest = wide
            self.updateGeometry()
        self.update()
