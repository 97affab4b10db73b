"""Bayes' rule as a sum done by columns: belief before, times likelihood, is belief after."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.bayes.belief_row import (
    Row,
    paint_bars,
    paint_base,
    paint_curve,
    slots,
    x_of,
)
from playground.ui.plots.bayes.belief_sum import evidence_told, rows_of
from playground.ui.plots.bayes.believed import Believed
from playground.ui.plots.bayes.scale import (
    GUTTER,
    paint_interval,
    paint_people_key,
    paint_scale,
    paint_signs,
    paint_truth,
)
from playground.ui.plots.lettering import chip, font, number
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme

STACKED_FROM = 230
"""Height from which the three rows lie one under the other, instead of on each other."""


class BeliefRows(Painted):
    """Paints belief before, likelihood and belief after, one under the other.

    Signals
    -------
    dragged(float, float, bool)
        The person draws the prior: place from 0 to 1 (of bars: their number), height from 0 to 1,
        and whether this begins a stroke.
    released()
        The stroke ends.
    """

    likes = (320, 240)

    dragged = Signal(float, float, bool)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.believed: Believed | None = None
        self.drawable = False
        self.sketch: Array | None = None
        self._cursor: float | None = None
        self._drawing = False
        self.setMouseTracking(True)

    def show_believed(self, believed: Believed, drawable: bool) -> None:
        """Show other beliefs; `drawable` says whether the first row can be drawn by hand."""
        self.believed, self.drawable = believed, drawable
        self.setCursor(Qt.CursorShape.CrossCursor if drawable else Qt.CursorShape.ArrowCursor)
        self.update()

    @property
    def stacked(self) -> bool:
        """Whether there is room for three rows."""
        return self.height() >= px(STACKED_FROM)

    def rooms(self) -> list[QRectF]:
        """Return the plots of the rows, from the top; one only where they lie on each other."""
        line = QFontMetricsF(font(11)).height()
        left = px(GUTTER) if self.stacked else px(12)
        whole = QRectF(left, px(4), self.width() - left - px(14), self.height() - line - px(12))
        if not self.stacked:
            return [whole.adjusted(0, line + px(2), 0, 0)]
        parts = np.cumsum([0.0, 0.3, 0.28, 0.42]) * whole.height()
        return [
            QRectF(whole.left(), whole.top() + a + line + px(3), whole.width(),
                   b - a - line - px(9))
            for a, b in zip(parts, parts[1:], strict=False)
        ]  # fmt: skip

    def rows(self) -> list[Row]:
        """Return the rows to paint: before, likelihood, after."""
        assert self.believed is not None
        return rows_of(self.believed, self.sketch)

    # Qt --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to draw the prior."""
        room = self.rooms()[0].adjusted(-px(6), -px(6), px(6), px(8))
        if self.drawable and room.contains(event.position()):
            self._drawing = True
            self._drag(event, True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go on drawing, or read the curves at the cursor."""
        if self._drawing:
            self._drag(event, False)
        room = self.rooms()[0]
        at = (event.position().x() - room.left()) / max(room.width(), 1.0)
        self._read(at if 0 <= at <= 1 else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End the stroke."""
        if self._drawing:
            self._drawing = False
            self.released.emit()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Take the reading away."""
        self._read(None)

    def _drag(self, event: QMouseEvent, first: bool) -> None:
        room, believed = self.rooms()[0], self.believed
        assert believed is not None
        line = 0.0 if believed.curved else QFontMetricsF(font(11)).height()
        high = float(np.clip((room.bottom() - event.position().y()) / (room.height() - line), 0, 1))
        x = event.position().x()
        if believed.curved:
            place = float(np.clip((x - room.left()) / room.width(), 0, 1))
        else:
            lefts = [slot.left() for slot in slots(room, len(believed.at))]
            place = float(max(sum(x >= left for left in lefts) - 1, 0))
        self.dragged.emit(place, high, first)

    def _read(self, at: float | None) -> None:
        if at != self._cursor:
            self._cursor = at
            self.update()

    # painting ----------------------------------------------------------------------

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the rows."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        if self.believed is None:
            return
        rows, rooms = self.rows(), self.rooms()
        if not self.stacked:
            self._paint_together(painter, rooms[0], rows, vector)
        else:
            for room, row in zip(rooms, rows, strict=True):
                self._paint_row(painter, room, row, vector)
            paint_signs(painter, rooms)
        paint_scale(painter, rooms[-1], self.believed, self.width())
        paint_truth(painter, rooms, self.believed)
        self._paint_reading(painter, rooms, rows)

    def _paint_row(self, painter: QPainter, room: QRectF, row: Row, vector: bool) -> None:
        believed = self.believed
        assert believed is not None
        paint_base(painter, room)
        if row.title.startswith("posterior"):
            paint_interval(painter, room, believed)
        if believed.curved:
            paint_curve(painter, room, row, believed.at, vector)
        else:
            paint_bars(painter, room, row, believed.arrays["true"])
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        words = row.title
        if row.title == "prior" and self.drawable:
            words += "  ·  drag here to draw your own"
        high = metrics.height()
        told = QRectF(room.left(), room.top() - high - px(2), room.width(), high)
        if believed.second is not None and row.title.startswith("posterior"):
            begins = paint_people_key(painter, told, believed.curved)
            told.setRight(max(begins, told.left()))
        if metrics.horizontalAdvance(words) > told.width():
            words = words.partition(", ")[0]
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, told.width())
        painter.setPen(theme().color("secondary"))
        painter.drawText(told, Qt.AlignmentFlag.AlignLeft, words)

    def _paint_together(
        self, painter: QPainter, room: QRectF, rows: list[Row], vector: bool
    ) -> None:
        """Paint the three rows on each other, with a key above."""
        believed = self.believed
        assert believed is not None
        before, likelihood, after = rows
        paint_base(painter, room)
        if believed.curved:
            paint_interval(painter, room, believed)
            paint_curve(painter, room, Row(before.values, after.top, before.color, ""),
                        believed.at, vector)  # fmt: skip
            plain = Row(likelihood.values, likelihood.top, likelihood.color, "", filled=False)
            paint_curve(painter, room, plain, believed.at, vector)
            paint_curve(painter, room, after, believed.at, vector)
        else:
            paint_bars(painter, room, after, believed.arrays["true"])
        keys = [(after.color, "posterior")]
        if believed.curved:
            keys += [(before.color, before.title), (likelihood.color, "likelihood")]
        x = px(12)
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        for color, name in keys:
            if x + px(17) + metrics.horizontalAdvance(name) > self.width():
                break
            painter.setPen(QPen(color, px(10) / 4))
            painter.drawLine(QPointF(x, px(12)), QPointF(x + px(12), px(12)))
            painter.setPen(theme().color("secondary"))
            painter.drawText(QPointF(x + px(17), px(12) + metrics.ascent() / 2 - 1), name)
            x += px(32) + metrics.horizontalAdvance(name)

    def _paint_reading(self, painter: QPainter, rooms: list[QRectF], rows: list[Row]) -> None:
        """Paint the sum that is done at the cursor."""
        believed = self.believed
        if self._cursor is None or believed is None or not believed.curved or self._drawing:
            return
        place = int(round(self._cursor * (len(believed.at) - 1)))
        x = float(x_of(rooms[0], believed.at[place : place + 1])[0])
        painter.setPen(QPen(theme().color("text", 0.5), 1))
        painter.drawLine(QPointF(x, rooms[0].top()), QPointF(x, rooms[-1].bottom()))
        before, likely, after = (float(row.values[place]) for row in rows)
        parts = f"{number(before, full=True)} × {number(likely, full=True)}"
        told = f"at {number(float(believed.at[place]))}: {parts}"
        if believed.newest >= 0 and believed.span == "newest":
            told += f" ÷ {evidence_told(believed.evidence)} = {number(after, full=True)}"
        else:
            told += f" → {number(after, full=True)}"
        chip(painter, told, QPointF(x + px(8), rooms[-1].center().y()), inside=rooms[-1])
