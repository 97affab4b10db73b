"""One learner among others: its name and scores, and a small picture of what it decides."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.ui.plots.compare.standing import Standing, figure
from playground.ui.plots.decisions.pane import Pane
from playground.ui.plots.lettering import font
from playground.ui.plots.wording import shortened
from playground.ui.theme import px, theme, themes

ROOMY = 128
"""Width from which a tile has a second line of words."""

ELIDE = Qt.TextElideMode.ElideRight


class Tile(QWidget):
    """Paints the head of a learner and holds its picture.

    Signals
    -------
    chosen(str)
        Id of the learner: it was clicked, or Enter pressed on it.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.standing = Standing("")
        self.selected = False
        self.pane = Pane(self)
        self.pane.plain = True
        self._over, self._here = False, ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        themes().changed.connect(self._lay)

    def show_standing(self, standing: Standing) -> None:
        """Show how the learner does now."""
        if standing != self.standing:
            self.standing = standing
            score = f"{standing.named} {figure(standing.test)}"
            self.setAccessibleName(f"{standing.title}, {score}")
            self.setToolTip(standing.tip())
            self.update()

    def echo(self, x: tuple[float, ...] | None, own: bool = False) -> None:
        """Tell what the learner says of a place that is pointed at, and mark it; None: of none.

        Parameters
        ----------
        own
            Whether the cursor itself is in this picture, which then needs no mark.
        """
        here = self.pane.judgement(x) if x is not None else ""
        self.pane.echo(None if own else x)
        if here != self._here:
            self._here = here
            self.update()

    def select(self, on: bool) -> None:
        """Mark it as the one that is selected, or not."""
        if on != self.selected:
            self.selected = on
            self.update()

    @property
    def roomy(self) -> bool:
        """Whether there is room for a second line of words."""
        return self.width() >= px(ROOMY) and self.height() >= px(120)

    # Qt ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the picture what room the head leaves."""
        self._lay()

    def enterEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Show that it can be clicked."""
        self._over = True
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Show it at rest."""
        self._over = False
        self.update()

    def focusInEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Show that keys act on it."""
        self.update()

    def focusOutEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Show that keys act elsewhere."""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose it."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.chosen.emit(self.pane.learner)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the press, so that the release comes here."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose it with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.pane.learner)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the head and the frame."""
        with QPainter(self) as painter:
            self.paint(painter)

    # painting ------------------------------------------------------------------

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the card: frame, name, scores; the picture paints itself."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        shape = QPainterPath()
        shape.addRoundedRect(card, px(5), px(5))
        painter.fillPath(shape, theme().color("raised"))
        token, width = "border", 1.0
        if self.selected or self.hasFocus():
            token, width = "accent", 2.0
        elif self._over:
            token = "secondary"
        painter.setPen(QPen(theme().color(token), width))
        painter.drawPath(shape)
        inner = card.adjusted(px(7), 0, -px(7), 0)
        name = QRectF(inner.left(), px(3), inner.width(), px(17 if self.roomy else 13))
        bar = QRectF(inner.left(), self._head() - px(6), inner.width(), px(3))
        painter.setFont(font(12 if self.roomy else 10, bold=True))
        if self.roomy:
            name.setWidth(name.width() - self._paint_score(painter, name) - px(6))
            self._paint_line(painter, QRectF(inner.left(), px(19), inner.width(), px(15)))
            painter.setFont(font(12, bold=True))
        else:
            # In a small tile the name has a line to itself, the score stands beside the bar.
            bar.moveTop(px(21))
            line = QRectF(inner.left(), px(16), inner.width(), px(13))
            bar.setWidth(bar.width() - self._paint_score(painter, line) - px(5))
        metrics = painter.fontMetrics()
        text = shortened(self.standing.title, metrics.horizontalAdvance, name.width())
        painter.setPen(theme().color("text"))
        painter.drawText(name, _flags(Qt.AlignmentFlag.AlignLeft), text)
        if bar.width() >= px(24):
            self._paint_bar(painter, bar)

    def _paint_score(self, painter: QPainter, room: QRectF) -> float:
        """Paint the test score at the right and return its width."""
        shown = self.standing
        score = figure(shown.test)
        painter.setPen(theme().color("accent" if shown.best else "text"))
        painter.drawText(room, _flags(Qt.AlignmentFlag.AlignRight), score)
        return QFontMetricsF(painter.font()).horizontalAdvance(score)

    def _paint_line(self, painter: QPainter, room: QRectF) -> None:
        painter.setFont(font(10.5))
        metrics = QFontMetricsF(painter.font())
        text = f"here: {self._here}" if self._here else self.standing.line()
        while " · " in text and metrics.horizontalAdvance(text) > room.width():
            text = text.rpartition(" · ")[0]
        painter.setPen(theme().color("text" if self._here else "secondary"))
        painter.drawText(
            room, _flags(Qt.AlignmentFlag.AlignLeft), metrics.elidedText(text, ELIDE, room.width())
        )

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        """Paint the test score as a bar from 0 to 1, the train score on it, the baseline dashed."""
        shown = self.standing
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("border"))
        painter.drawRoundedRect(bar, px(1), px(1))
        if np.isfinite(shown.test):
            # Not better than always guessing the same is no success, and not drawn as one.
            painter.setBrush(theme().color("accent" if shown.beats_guessing else "secondary"))
            filled = QRectF(bar)
            filled.setWidth(bar.width() * min(max(shown.test, 0.0), 1.0))
            painter.drawRoundedRect(filled, px(1), px(1))
        high = px(3)
        if np.isfinite(shown.train):
            x = bar.left() + bar.width() * min(max(shown.train, 0.0), 1.0)
            painter.setPen(QPen(theme().color("text"), 1.5))
            painter.drawLine(QPointF(x, bar.top() - 1), QPointF(x, bar.bottom() + 1))
        if np.isfinite(shown.baseline) and 0 < shown.baseline < 1:
            x = bar.left() + bar.width() * shown.baseline
            painter.setPen(QPen(theme().color("warning"), 1.2, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, bar.top() - high), QPointF(x, bar.bottom() + high))

    def _head(self) -> int:
        return px(44) if self.roomy else px(31)

    def _lay(self, _: object = None) -> None:
        head = self._head()
        gap = px(3)
        self.pane.setGeometry(gap, head, self.width() - 2 * gap, self.height() - head - gap)
        self.update()


def _flags(side: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    return side | Qt.AlignmentFlag.AlignVCenter
