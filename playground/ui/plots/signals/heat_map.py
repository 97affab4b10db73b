"""A heat map of layers by steps: how strong a signal is in each layer, as light."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.field import image_of
from playground.ui.plots.lettering import chip, font, number
from playground.ui.plots.painted import Painted
from playground.ui.plots.signals.glow import glow_pixels
from playground.ui.plots.ticks import linear_ticks
from playground.ui.plots.wording import grouped
from playground.ui.theme import px, theme

LINE = 13
"""Height of a row's label."""
LOW = 56
"""Height below which no steps are written."""


@dataclass(frozen=True, eq=False)
class Heat:
    """What a heat map shows.

    Attributes
    ----------
    steps
        Rising, ``(k,)``.
    light
        Positive numbers ``(k, rows)`` that are painted; the first row is the lowest.
    names
        Of the rows.
    told
        What the cursor reads, ``(k, rows)``.
    labels
        Short names, for where there is no room for `names`.
    notes
        A few letters on the right of each row, or "".
    limits
        log10 of what is black and what is brightest.
    short
        Whether short names are wanted in any case.
    """

    steps: Array
    light: Array
    names: tuple[str, ...]
    told: Array
    labels: tuple[str, ...]
    notes: tuple[str, ...] = ()
    limits: tuple[float, float] = (-6.0, 0.0)
    short: bool = False


class HeatMap(Painted):
    """Paints a `Heat`: rows from below upwards, steps from left to right.

    Signals
    -------
    hovered(object)
        The step under the cursor, or None when it leaves.
    picked(str)
        The row of this name was clicked.
    """

    likes = (320, 200)

    hovered = Signal(object)
    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heat: Heat | None = None
        self.cursor: QPointF | None = None
        self.setMouseTracking(True)

    def show_heat(self, heat: Heat) -> None:
        """Show something else."""
        self.heat = heat
        self.update()

    def area(self) -> QRectF:
        """Return the rectangle of the cells."""
        metrics = QFontMetricsF(font(10.5))
        names, notes = self._gutters(metrics)
        left = max((metrics.horizontalAdvance(n) for n in names), default=0) + px(12)
        right = max((metrics.horizontalAdvance(n) for n in notes), default=0)
        right += px(12) if right else px(8)
        below = metrics.height() + px(8) if self._numbered else px(6)
        return QRectF(self.rect()).adjusted(left, px(6), -right, -below)

    @property
    def _numbered(self) -> bool:
        """Whether steps are written below: not where that would take most of the room."""
        return self.height() >= px(LOW)

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """Return entry and row under a point, or None."""
        area, heat = self.area(), self.heat
        if heat is None or not len(heat.steps) or not area.contains(at):
            return None
        row = int((area.bottom() - at.y()) / area.height() * len(heat.names))
        entry = self._entries(np.array([(at.x() - area.left()) / max(area.width(), 1.0)]))[0]
        return int(entry), min(row, len(heat.names) - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Read the cell under the cursor."""
        self.cursor = event.position()
        cell = self.cell_at(self.cursor)
        self.setCursor(Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(float(self.heat.steps[cell[0]]) if cell and self.heat else None)
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Read nothing."""
        self.cursor = None
        self.hovered.emit(None)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which row was clicked."""
        cell = self.cell_at(event.position())
        if cell is not None and self.heat is not None:
            self.picked.emit(self.heat.names[cell[1]])

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the map."""
        painter.fillRect(self.rect(), theme().color("field"))
        heat, area = self.heat, self.area()
        if heat is None or not heat.names or area.width() < 4 or area.height() < 4:
            return
        self._paint_cells(painter, heat, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_labels(painter, heat, area)
        self._paint_steps(painter, heat, area)
        self._paint_reading(painter, heat, area)

    def _gutters(self, metrics: QFontMetricsF) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what stands left and right of the rows, as far as there is room."""
        if self.heat is None:
            return (), ()
        names, notes = self.heat.names, self.heat.notes
        widest = max(map(metrics.horizontalAdvance, names), default=0)
        if self.heat.short or widest > 0.2 * self.width():
            names = self.heat.labels
        return names, notes if self.width() > px(240) else ()

    def _entries(self, share: Array) -> Array:
        """Return the entry shown at shares of the width: each lasts until the next begins."""
        assert self.heat is not None
        steps = self.heat.steps
        at = steps[0] + share * (steps[-1] - steps[0])
        return np.clip(np.searchsorted(steps, at, side="right") - 1, 0, len(steps) - 1)

    def _paint_cells(self, painter: QPainter, heat: Heat, area: QRectF) -> None:
        if not len(heat.steps):
            painter.fillRect(area, Qt.GlobalColor.black)
            return
        columns = max(2, round(area.width() * painter.device().devicePixelRatioF()))
        entries = self._entries((np.arange(columns) + 0.5) / columns)
        pixels = glow_pixels(heat.light, *heat.limits)[entries].T
        painter.drawImage(area, image_of(pixels))
        height = area.height() / len(heat.names)
        if height >= px(7):
            painter.setPen(QPen(theme().color("field"), px(1)))
            for i in range(1, len(heat.names)):
                y = round(area.bottom() - i * height)
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_labels(self, painter: QPainter, heat: Heat, area: QRectF) -> None:
        painter.setFont(font(10.5))
        names, notes = self._gutters(QFontMetricsF(painter.font()))
        height = area.height() / len(names)
        every = max(1, -(-px(LINE) // max(int(height), 1)))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme().color("secondary"))
        for i, name in enumerate(names):
            last = len(names) - 1
            if i != last and (i % every or last - i < every):
                continue
            y = area.bottom() - (i + 0.5) * height - px(LINE)
            room = QRectF(0, y, area.left() - px(6), 2 * px(LINE))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, name)
        for i, note in enumerate(notes):
            y = area.bottom() - (i + 0.5) * height - px(LINE)
            room = QRectF(area.right() + px(6), y, self.width() - area.right(), 2 * px(LINE))
            if height >= px(9):
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, note)

    def _paint_steps(self, painter: QPainter, heat: Heat, area: QRectF) -> None:
        if not len(heat.steps) or not self._numbered:
            return
        metrics = QFontMetricsF(painter.font())
        low, high = float(heat.steps[0]), float(heat.steps[-1])
        most = max(2, int(area.width() / (metrics.horizontalAdvance("10 000") + px(20))))
        ticks = [t for t in linear_ticks(low, high, most) if t == int(t)] or [low]
        for tick in ticks:
            text = grouped(int(tick))
            half = metrics.horizontalAdvance(text) / 2 + 1
            x = area.left() + (tick - low) / max(high - low, 1.0) * area.width()
            x = min(max(x, half), self.width() - half)
            room = QRectF(x - half, area.bottom() + px(3), 2 * half, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_reading(self, painter: QPainter, heat: Heat, area: QRectF) -> None:
        cell = self.cell_at(self.cursor) if self.cursor is not None else None
        if cell is None or self.cursor is None:
            return
        entry, row = cell
        height = area.height() / len(heat.names)
        painter.setPen(QPen(theme().color("accent"), px(1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top = area.bottom() - (row + 1) * height
        painter.drawRect(QRectF(area.left(), top, area.width(), height))
        value = float(heat.told[entry, row])
        told = number(value) if np.isfinite(value) else "no step yet"
        text = f"{heat.names[row]} · step {grouped(int(heat.steps[entry]))} · {told}"
        at = QPointF(self.cursor.x() + px(10), self.cursor.y() - px(26))
        chip(painter, text, at, inside=QRectF(self.rect()))
