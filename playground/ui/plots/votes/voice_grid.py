"""A grid of small pictures, one for each voice of an ensemble, with what each counts and says."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.decisions.member_grid import LEAST, LINE, MemberGrid
from playground.ui.plots.lettering import chip, font, number
from playground.ui.theme import px, theme

BAR = 3
"""Height of the bar that says how much a voice counts."""


class VoiceGrid(MemberGrid):
    """Paints a tile for each voice: its name and score, a bar of its weight, what it says.

    Attributes
    ----------
    say
        How much each voice counts; bars are left out where all count alike.
    said
        What each voice says at the place that is pointed at, as a colour; empty for no place.
    percent
        Whether scores are shares of rows.

    Signals
    -------
    picked(object)
        Number of a voice to show alone, or None: all together.
    pointed(object)
        Place on a tile as shares of its width and height from the lower left, or None.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.say: Array = np.empty(0)
        self.said: list[QColor] = []
        self.percent = True
        self.setAccessibleName("Voices")
        self.setAccessibleDescription("Arrow keys choose a voice, Esc shows all together again.")

    def tell(self, said: list[QColor]) -> None:
        """Mark what each voice says, or nothing."""
        if said != self.said:
            self.said = said
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Outline the tile under the pointer and tell the place on it."""
        super().mouseMoveEvent(event)
        at = event.position()
        cell = next((c for c in self.cells() if c.contains(at)), None)
        if cell is None:
            self.pointed.emit(None)
            return
        across, up = at.x() - cell.left(), cell.bottom() - at.y()
        self.pointed.emit((across / cell.width(), up / cell.height()))

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point nowhere."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _paint_picture(self, painter: QPainter, member: int, cell: QRectF) -> None:
        super()._paint_picture(painter, member, cell)
        if member < len(self.said):
            radius = min(px(6), cell.width() * 0.14)
            at = QPointF(cell.right() - 1.7 * radius, cell.top() + 1.7 * radius)
            painter.setPen(QPen(theme().color("field"), 1.5))
            painter.setBrush(self.said[member])
            painter.drawEllipse(at, radius, radius)
        if len(self.say) > member and np.ptp(self.say) > 1e-6 and cell.width() >= px(LEAST):
            share = float(self.say[member] / np.abs(self.say).max())
            bar = QRectF(cell.left(), cell.bottom() - px(BAR), cell.width() * abs(share), px(BAR))
            painter.fillRect(bar, theme().color("accent" if share >= 0 else "error"))
            if cell.width() >= px(96):
                told = f"weight {number(float(self.say[member]), 2)}"
                chip(painter, told, cell.topLeft() + QPointF(px(5), px(5)))

    def _paint_frame(self, painter: QPainter, member: int, cell: QRectF, first: bool) -> None:
        super()._paint_frame(painter, member, cell, first=False)

    def _paint_words(self, painter: QPainter, member: int, cell: QRectF, first: bool) -> None:
        line = QRectF(cell.left(), cell.bottom() + 1, cell.width(), px(LINE) - 2)
        painter.setFont(font(11 if cell.width() >= px(64) else 10))
        metrics = QFontMetricsF(painter.font())
        text, name = self._scored(member), self.tiles.names[member]
        room = cell.width() - metrics.horizontalAdvance(text) - px(5)
        if metrics.horizontalAdvance(name) > room and name.rpartition(" ")[2].isdecimal():
            name = name.rpartition(" ")[2]
        middle = Qt.AlignmentFlag.AlignVCenter
        if room > px(14):
            painter.setPen(theme().color("accent" if member == self.chosen else "secondary"))
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, middle, short)
        painter.setPen(theme().color("text"))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, text)

    def _scored(self, voice: int) -> str:
        score = float(self.tiles.losses[voice])
        if not np.isfinite(score):
            return ""
        return f"{100 * score:.0f} %" if self.percent else number(score, 2)

    def _help(self, member: int) -> str:
        if member < 0:
            return ""
        told = f"{'accuracy' if self.percent else 'R²'} {self._scored(member)}"
        if len(self.say) > member:
            told += f", counts {number(float(self.say[member]))}"
        act = "Click: all together again" if member == self.chosen else "Click: show it alone"
        return f"{self.tiles.names[member]}: {told}\n{act}"
