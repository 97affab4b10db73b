"""Bars of what features matter: by the splits on them, and by what shuffling them costs."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme

LOWEST, HIGHEST = 16, 40
"""Height of a feature's row, in pixels at the scale of 1."""
TWO = 300
"""Width from which both kinds of bars have room."""
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, eq=False)
class Mattering:
    """What the bars show.

    Attributes
    ----------
    names
        Of the features ``d``.
    drops
        Loss of score by shuffling ``(repeats, d)``.
    splits
        Shares of the decrease of impurity ``(d,)``, or None.
    score
        What the score is called.
    """

    names: tuple[str, ...]
    drops: Array
    splits: Array | None
    score: str


class ImportanceBars(Painted):
    """Paints a `Mattering`: a row for each feature, what matters most on top."""

    likes = (320, 200)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Mattering | None = None
        self._order: tuple[int, ...] = ()
        self.setMouseTracking(True)

    def show_mattering(self, shown: Mattering | None, settled: bool = True) -> None:
        """Show other bars; until all is settled, rows that matter about equally keep their order.

        Parameters
        ----------
        settled
            Whether learning rests.
        """
        self.shown = shown
        if settled:
            self._order = ()
        if shown is not None:
            self._sort(shown)
        self.update()

    def _sort(self, shown: Mattering) -> None:
        """Bring rows into order, without swapping those within the noise of shuffling."""
        worth = shown.drops.mean(axis=0)
        noise = float(shown.drops.std(axis=0).max()) / len(shown.drops) ** 0.5
        order = list(self._order)
        if sorted(order) != list(range(len(worth))):
            tied = shown.splits if shown.splits is not None else np.zeros(len(worth))
            order = np.lexsort((-tied, -worth)).tolist()
        for _ in range(len(order)):
            swapped = False
            for i in range(len(order) - 1):
                if worth[order[i]] + noise < worth[order[i + 1]]:
                    order[i], order[i + 1] = order[i + 1], order[i]
                    swapped = True
            if not swapped:
                break
        self._order = tuple(order)

    def rows(self) -> tuple[int, ...]:
        """Return the features that there is room for, from the top."""
        return self._order[: max(int((self.height() - px(26)) // px(LOWEST)), 1)]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the numbers of the feature under the cursor."""
        rows, shown = self.rows(), self.shown
        place = int((event.position().y() - px(22)) // self._high(len(rows))) if rows else -1
        if shown is None or not 0 <= place < len(rows):
            QToolTip.hideText()
            return
        feature = rows[place]
        told = shown.drops[:, feature]
        words = (f"{shown.names[feature]}: shuffled, {shown.score} falls by "
                 f"{number(float(told.mean()))} (from {number(float(told.min()))} to "
                 f"{number(float(told.max()))} in {len(told)} tries)")  # fmt: skip
        if shown.splits is not None:
            words += f"; {shown.splits[feature]:.0%} of what the splits gain"
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the bars."""
        painter.fillRect(self.rect(), theme().color("field"))
        shown, rows = self.shown, self.rows()
        if shown is None or not rows:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        widest = max(metrics.horizontalAdvance(shown.names[i]) for i in rows)
        named = min(widest + px(10), self.width() * 0.34)
        both = shown.splits is not None and self.width() >= px(TWO)
        room = self.width() - named - px(24)
        wide = (room - px(16)) / 2 if both else room
        tall = self._high(len(rows))
        for place, feature in enumerate(rows):
            line = QRectF(px(12), px(22) + place * tall, named - px(8), tall)
            painter.setPen(theme().color("text"))
            name = metrics.elidedText(
                shown.names[feature], Qt.TextElideMode.ElideRight, line.width()
            )
            painter.drawText(line, RIGHT, name)
        left = QRectF(px(12) + named, px(22), wide, tall * len(rows))
        self._paint_drops(painter, left, rows)
        if both:
            self._paint_splits(painter, left.translated(wide + px(16), 0), rows)

    def _high(self, rows: int) -> float:
        return float(min((self.height() - px(26)) / max(rows, 1), px(HIGHEST)))

    def _paint_drops(self, painter: QPainter, plot: QRectF, rows: tuple[int, ...]) -> None:
        """Paint how far the score falls, and between which ends tries lie."""
        shown = self.shown
        assert shown is not None
        drops = shown.drops[:, list(rows)]
        low, high = min(float(drops.min()), 0.0), max(float(drops.max()), 0.02)
        figure = QFontMetricsF(font(11)).horizontalAdvance("−0.000") + px(8)
        scale = max(plot.width() - figure, px(20)) / (high - low)
        zero = plot.left() - low * scale
        self._head(painter, plot, f"{shown.score} lost when shuffled")
        painter.setPen(QPen(theme().color("grid"), 1))
        painter.drawLine(QLineF(zero, plot.top(), zero, plot.bottom()))
        for place, feature in enumerate(rows):
            tries = shown.drops[:, feature]
            mean = float(tries.mean())
            bar = self._bar(plot, place, len(rows), zero, mean * scale)
            self._fill(painter, bar, theme().color("accent"))
            ends = [zero + float(end) * scale for end in (tries.min(), tries.max())]
            painter.setPen(QPen(theme().color("text", 0.8), 1.2))
            painter.drawLine(QLineF(ends[0], bar.center().y(), ends[1], bar.center().y()))
            self._number(painter, max(ends[1], zero), bar, f"{mean:.3f}".replace("-", "−"))

    def _paint_splits(self, painter: QPainter, plot: QRectF, rows: tuple[int, ...]) -> None:
        """Paint shares of the decrease of impurity."""
        shown = self.shown
        assert shown is not None
        assert shown.splits is not None
        figure = QFontMetricsF(font(11)).horizontalAdvance("100%") + px(8)
        most = max(float(shown.splits.max()), 0.02)
        scale = max(plot.width() - figure, px(20)) / most
        self._head(painter, plot, "share of what splits gain")
        painter.setPen(QPen(theme().color("grid"), 1))
        painter.drawLine(QLineF(plot.left(), plot.top(), plot.left(), plot.bottom()))
        for place, feature in enumerate(rows):
            share = float(shown.splits[feature])
            bar = self._bar(plot, place, len(rows), plot.left(), share * scale)
            self._fill(painter, bar, theme().color("ensemble"))
            self._number(painter, bar.right(), bar, f"{share:.0%}")

    def _bar(
        self, plot: QRectF, place: int, rows: int, zero: float, length: float
    ) -> QRectF:
        tall = plot.height() / rows
        gap = min(tall * 0.2, px(7))
        return QRectF(min(zero, zero + length), plot.top() + place * tall + gap, abs(length),
                      tall - 2 * gap)  # fmt: skip

    def _head(self, painter: QPainter, plot: QRectF, words: str) -> None:
        painter.setFont(font(10))
        painter.setPen(theme().color("secondary"))
        metrics = QFontMetricsF(painter.font())
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, plot.width())
        painter.drawText(QRectF(plot.left(), 0, plot.width(), px(22)), LEFT, words)
        painter.setFont(font(11))

    def _fill(self, painter: QPainter, bar: QRectF, color: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        corner = min(px(3), bar.height() / 2, bar.width() / 2)
        painter.drawRoundedRect(bar, corner, corner)

    def _number(self, painter: QPainter, right: float, bar: QRectF, words: str) -> None:
        painter.setPen(theme().color("secondary"))
        painter.drawText(QRectF(right + px(5), bar.center().y() - px(9), px(60), px(18)),
                         LEFT, words)  # fmt: skip
