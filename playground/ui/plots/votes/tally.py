"""How a vote comes out at one place: shares of the classes, or where the values lie."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color
from playground.ui.plots.lettering import font, number
from playground.ui.theme import px, theme, themes

HINT = "Point anywhere to see the votes."


class Tally(QWidget):
    """Paints one line of text and a bar under it.

    Parameters
    ----------
    parent
        Widget that it lies in.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = HINT
        self._shares: list[tuple[float, QColor]] = []
        self._values: Array = np.empty(0)
        self._mean = np.nan
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Count of the votes")
        themes().changed.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of a line and a bar."""
        return QSize(px(160), px(38))

    def forget(self) -> None:
        """Say how to get an answer."""
        self._put(HINT, [], np.empty(0), np.nan)

    def show_classes(self, said: Array, answer: Array, names: Sequence[str]) -> None:
        """Show the vote of classes.

        Parameters
        ----------
        said
            What each voice says ``(v, c)``.
        answer
            What they say together ``(c,)``.
        """
        good = said[np.isfinite(said).all(axis=1)]
        if not len(good) or not np.isfinite(answer).all():
            self._put("Nobody has a finite answer there.", [], np.empty(0), np.nan)
            return
        counts = np.bincount(good.argmax(axis=1), minlength=len(answer))
        order = [c for c in np.argsort(-counts, kind="stable").tolist() if counts[c]]
        told = " · ".join(f"{counts[c]} for {_named(names, c)}" for c in order[:4])
        best = int(answer.argmax())
        told += f"  →  {_named(names, best)} {100 * float(answer[best]):.0f} %"
        shares = [(float(p), class_color(theme(), c)) for c, p in enumerate(answer)]
        self._put(told, shares, np.empty(0), np.nan)

    def show_values(self, said: Array, answer: float) -> None:
        """Show where the values ``(v,)`` of the voices lie, and what they say together."""
        good = said[np.isfinite(said)]
        if not len(good) or not np.isfinite(answer):
            self._put("Nobody has a finite answer there.", [], np.empty(0), np.nan)
            return
        low, high = number(float(good.min())), number(float(good.max()))
        self._put(f"from {low} to {high}  →  {number(answer)}", [], good, answer)

    def _put(
        self, text: str, shares: list[tuple[float, QColor]], values: Array, mean: float
    ) -> None:
        self.text, self._shares, self._values, self._mean = text, shares, values, mean
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the count."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the text and the bar."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(px(8), px(3), -px(8), -px(5))
        painter.setFont(font(11))
        told = bool(self._shares) or bool(len(self._values))
        painter.setPen(theme().color("text" if told else "secondary"))
        line = QRectF(area.left(), area.top(), area.width(), px(17))
        text = QFontMetricsF(painter.font()).elidedText(
            self.text, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
        if not told:
            return
        bar = QRectF(area.left(), area.bottom() - px(8), area.width(), px(8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("field"))
        painter.drawRoundedRect(bar, px(2), px(2))
        at = bar.left()
        for share, color in self._shares:
            wide = bar.width() * min(max(share, 0.0), 1.0)
            painter.fillRect(QRectF(at, bar.top(), wide, bar.height()), color)
            at += wide
        self._paint_values(painter, bar)

    def _paint_values(self, painter: QPainter, bar: QRectF) -> None:
        if not len(self._values):
            return
        low, high = float(self._values.min()), float(self._values.max())
        room = (high - low) or 1.0
        inner = bar.adjusted(px(4), 0, -px(4), 0)
        painter.setBrush(theme().color("class 1"))
        for value in self._values.tolist():
            x = inner.left() + inner.width() * (value - low) / room
            painter.drawEllipse(QPointF(x, bar.center().y()), px(2), px(2))
        x = inner.left() + inner.width() * min(max((self._mean - low) / room, 0.0), 1.0)
        painter.setPen(QPen(theme().color("text"), 2))
        painter.drawLine(QPointF(x, bar.top() - px(2)), QPointF(x, bar.bottom() + px(2)))


def _named(names: Sequence[str], label: int) -> str:
    return names[label] if label < len(names) else f"class {label + 1}"
