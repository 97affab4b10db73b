"""The multipliers of all rows as bars, the strongest first, under the ceiling C."""

from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number
from playground.ui.plots.margins.rings import FULL
from playground.ui.plots.margins.street import Street
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme

WIDEST = 14

LOW = 0.4
"""Share of the ceiling below which the strongest pull is shown larger."""


class PullStrip(Strip):
    """Bars of the pull of every row that pulls; those at the ceiling are filled.

    Signals
    -------
    pointed(frozenset)
        Numbers of the rows whose bars are under the cursor; empty when it leaves.
    """

    high: ClassVar[int] = 76
    pointed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._street: Street | None = None
        self._order: Array = np.empty(0, np.int64)
        self._marked: frozenset[int] = frozenset()
        self.setMouseTracking(True)
        tip = (
            "Each bar is the pull (multiplier) of one support vector, the strongest first. "
            "Point at one to see its row"
        )
        self.setToolTip(tip)
        self.setAccessibleName("Pull of every row")
        self.setAccessibleDescription(tip)

    def show_street(self, street: Street) -> None:
        """Show a newer measurement."""
        self._street = street
        share = street.share
        held = np.flatnonzero(share > 0)
        self._order = held[np.argsort(-share[held], kind="stable")]
        self.update()

    def mark(self, rows: frozenset[int]) -> None:
        """Light up the bars of these rows."""
        if rows != self._marked:
            self._marked = rows
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Point at the row whose bar is under the cursor."""
        area, wide = self._area()
        place = int((event.position().x() - area.left()) // wide)
        inside = self._street is not None and 0 <= place < len(self._order)
        found: list[int] = []
        if inside and self._street is not None:
            found = [int(self._street.arrays["rows"][self._order[place]])]
        self.pointed.emit(frozenset(found))

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        self.pointed.emit(frozenset())

    def _area(self) -> tuple[QRectF, float]:
        """Return where bars stand, and how wide each is."""
        gap = px(12)
        area = QRectF(self.rect()).adjusted(gap, px(24), -gap, -px(7))
        return area, min(area.width() / max(len(self._order), 1), float(px(WIDEST)))

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint words, ceiling and bars."""
        painter.fillRect(self.rect(), theme().color("field"))
        if self._street is None:
            return
        area, wide = self._area()
        self._paint_words(painter, self._street, area)
        if self._top(self._street) >= 1:
            painter.setPen(QPen(theme().color("secondary", 0.7), 1, Qt.PenStyle.DashLine))
            painter.drawLine(area.topLeft(), area.topRight())
        painter.setPen(QPen(theme().color("border"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._paint_bars(painter, self._street, area, wide)

    @staticmethod
    def _top(street: Street) -> float:
        """Return the share of the ceiling that the strip is high: less than 1 where all are low."""
        most = float(street.share.max(initial=0.0))
        return 1.0 if most > LOW or not most else 1.15 * most

    def _paint_bars(self, painter: QPainter, street: Street, area: QRectF, wide: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, wide >= 2)
        painter.setPen(Qt.PenStyle.NoPen)
        colors, share, rows = street.row_colors(), street.share, street.arrays["rows"]
        top = self._top(street)
        gap = wide * 0.18 if wide > 3 else 0.0
        for place, row in enumerate(self._order.tolist()):
            color = colors[row]
            if share[row] < FULL:
                color = color.lighter(118)
            if self._marked and int(rows[row]) in self._marked:
                color = theme().color("text")
            high = max(area.height() * min(float(share[row]) / top, 1.0), 1.0)
            left = area.left() + place * wide
            bar = QRectF(left, area.bottom() - high, max(wide - gap, 0.7), high)
            painter.fillRect(bar, color)

    def _paint_words(self, painter: QPainter, street: Street, area: QRectF) -> None:
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        held, free, bound = street.arrays["counts"][:3].tolist()
        ceiling = float(street.arrays["ceiling"].max(initial=0.0))
        far = self._top(street) < 1
        right = f"C = {number(ceiling)}, far above" if far else f"ceiling C = {number(ceiling)}"
        line = QRectF(area.left(), px(3), area.width(), metrics.height())
        painter.setPen(theme().color("secondary"))
        taken = metrics.horizontalAdvance(right)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, right)
        words = [
            f"{held} support vectors: {bound} pull as hard as C allows, {free} less",
            f"{held} support vectors, {bound} at the ceiling", f"{held} support vectors",
        ]  # fmt: skip
        for text in words:
            if metrics.horizontalAdvance(text) + taken + px(12) <= line.width():
                painter.setPen(theme().color("text"))
                painter.drawText(QPointF(line.left(), line.top() + metrics.ascent()), text)
                return
