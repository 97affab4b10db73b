"""A sentence under a plot that says what to make of it, with a dot that says how serious."""

import re
from collections.abc import Callable
from itertools import chain

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme, themes

MOST_LINES = 3
END = re.compile(r"(?<=[.!?]) ")
"""Between sentences."""

WRAP = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)


class Remark(QWidget):
    """Words on as many lines as they need and the panel can spare; the rest is in the tooltip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text, self._token = "", "secondary"
        self._lines = MOST_LINES
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        themes().changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def say(self, text: str, token: str = "secondary", lines: int = MOST_LINES) -> None:
        """Say something, with a dot of a token's colour, on at most so many lines."""
        if (text, token, lines) != (self._text, self._token, self._lines):
            self._text, self._token, self._lines = text, token, lines
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.setVisible(bool(text))
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Say that the text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the room for the wrapped text, up to the lines allowed."""
        metrics = QFontMetrics(font(11))
        room = QRect(0, 0, max(width - px(36), px(60)), 10_000)
        lines = -(-metrics.boundingRect(room, WRAP, self._text).height() // metrics.height())
        return min(max(lines, 1), self._lines) * metrics.height() + px(10)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room at the present width."""
        return QSize(px(100), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return one line's height."""
        return QSize(0, QFontMetrics(font(11)).height() + px(10))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the sentence."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the dot and as much of the sentence as there is room for."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11))
        metrics = painter.fontMetrics()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color(self._token))
        painter.drawEllipse(QPointF(px(15), px(5) + metrics.height() / 2), px(3.5), px(3.5))
        room = QRectF(px(26), px(5), self.width() - px(36), self.height() - px(8))
        painter.setPen(theme().color("text"))
        high = max(int(room.height()), metrics.height())
        box = QRect(0, 0, int(room.width()), 10_000)
        text = fitting(
            self._text, lambda text: metrics.boundingRect(box, WRAP, text).height() <= high
        )
        painter.drawText(room, WRAP, text)


def fitting(text: str, fits: Callable[[str], bool]) -> str:
    """Return the sentences that fit whole; of the first alone, as many words as do.

    Examples
    --------
    >>> fitting("One is here. Two are there.", lambda text: len(text) < 20)
    'One is here.'
    >>> fitting("One is here. Two are there.", lambda text: len(text) < 9)
    'One is …'
    """
    sentences, words = END.split(text), text.split(" ")
    whole = (" ".join(sentences[:count]) for count in range(len(sentences), 0, -1))
    cut = (" ".join(words[:count]) + " …" for count in range(len(words) - 1, 0, -1))
    return next(filter(fits, chain(whole, cut)), "…")
