"""Ridgelines: histograms of past steps stacked behind the newest, one picture for each layer."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.lettering import chip, font, number
from playground.ui.plots.painted import Painted
from playground.ui.plots.polygon import polygon
from playground.ui.plots.wording import grouped
from playground.ui.theme import mix, px, theme

CELL = (88, 78)
"""Least width and height of a layer's picture."""
APART = 7
"""Least distance of two ridges."""
CAPTION, FOOT = 18, 14


@dataclass(frozen=True, eq=False)
class Ridge:
    """The histograms of one layer.

    Attributes
    ----------
    steps
        Rising, ``(r,)``.
    density
        Share of the numbers in each bin, ``(r, bins)``.
    low, high
        Ends of the bins.
    mean, spread
        Of all numbers, ``(r,)``.
    decades
        Whether numbers were counted by log10 of their size.
    """

    name: str
    steps: Array
    density: Array
    low: float
    high: float
    mean: Array
    spread: Array
    decades: bool = False

    def label(self, value: float) -> str:
        """Write a place on the axis."""
        return number(10.0**value if self.decades else value)

    def sizes(self, entry: int) -> tuple[str, str]:
        """Say how large the numbers of an entry typically are, in full and in short."""
        if self.decades:
            return f"typical {self.label(float(self.mean[entry]))}", self.label(
                float(self.mean[entry])
            )
        spread = number(float(self.spread[entry]))
        return f"spread {spread}", f"±{spread}"


class Ridges(Painted):
    """Paints the ridgelines of several layers, as many as have room.

    Signals
    -------
    picked(str)
        The picture of this layer was clicked.
    """

    likes = (320, 200)

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ridges: tuple[Ridge, ...] = ()
        self.cursor: QPointF | None = None
        self.setMouseTracking(True)

    def show_ridges(self, ridges: tuple[Ridge, ...]) -> None:
        """Show something else."""
        self.ridges = ridges
        self.update()

    def cells(self) -> list[tuple[QRectF, Ridge]]:
        """Return the pictures that have room, spread evenly from the first layer to the last."""
        count, (wide, high) = len(self.ridges), (px(CELL[0]), px(CELL[1]))
        across, down = max(1, self.width() // wide), max(1, self.height() // high)
        shown = min(count, across * down)
        if not shown:
            return []
        least = -(-shown // across)
        rows = min(
            range(least, max(min(down, shown), least) + 1), key=lambda n: self._waste(shown, n)
        )
        columns = -(-shown // rows)
        places = np.rint(np.linspace(0, count - 1, shown)).astype(int)
        width, height = self.width() / columns, self.height() / rows
        return [
            (QRectF(i % columns * width, i // columns * height, width, height), self.ridges[place])
            for i, place in enumerate(places)
        ]

    def _waste(self, count: int, rows: int) -> float:
        """Return how ill so many pictures stand in so many rows: gaps, and shapes far from 4:3."""
        columns = -(-count // rows)
        shape = (self.width() / columns) / max(self.height() / rows, 1.0)
        return abs(float(np.log(shape * 3 / 4))) + 2.0 * (rows * columns - count) / count

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Read the ridge under the cursor."""
        self.cursor = event.position()
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Read nothing."""
        self.cursor = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which layer was clicked."""
        for cell, ridge in self.cells():
            if cell.contains(event.position()):
                self.picked.emit(ridge.name)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the pictures."""
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for cell, ridge in self.cells():
            self._paint_cell(painter, cell, ridge)

    def read(self, cell: QRectF, ridge: Ridge, at: QPointF) -> tuple[int, float]:
        """Return the entry of the ridge nearest to a point, and the value there."""
        area, shown = _area(cell), _shown(cell, ridge)
        baselines = _baselines(area, len(shown))
        place = int(np.abs(baselines - at.y()).argmin())
        share = min(max((at.x() - area.left()) / max(area.width(), 1.0), 0.0), 1.0)
        return int(shown[place]), ridge.low + share * (ridge.high - ridge.low)

    def _paint_cell(self, painter: QPainter, cell: QRectF, ridge: Ridge) -> None:
        area, shown = _area(cell), _shown(cell, ridge)
        hovered = self.cursor is not None and cell.contains(self.cursor) and len(shown) > 0
        if ridge.low < 0 < ridge.high and not ridge.decades:
            x = area.left() + area.width() * -ridge.low / (ridge.high - ridge.low)
            painter.setPen(QPen(theme().color("grid"), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        read = self.read(cell, ridge, self.cursor) if hovered and self.cursor else None
        heights = _heights(area, ridge, shown)
        for place, (entry, baseline) in enumerate(
            zip(shown, _baselines(area, len(shown)), strict=True)
        ):
            age = place / max(len(shown) - 1, 1)
            marked = read is not None and read[0] == entry
            _paint_ridge(painter, area, baseline, heights[place], age, marked)
        entry = read[0] if read is not None else (int(shown[-1]) if len(shown) else -1)
        self._paint_words(painter, cell, area, ridge, entry)
        if read is not None and self.cursor is not None:
            text = f"step {grouped(int(ridge.steps[read[0]]))} · {ridge.label(read[1])}"
            at = QPointF(self.cursor.x() + px(10), self.cursor.y() - px(26))
            chip(painter, text, at, inside=QRectF(self.rect()))

    def _paint_words(
        self, painter: QPainter, cell: QRectF, area: QRectF, ridge: Ridge, entry: int
    ) -> None:
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        top = QRectF(area.left(), cell.top() + px(2), area.width(), px(CAPTION))
        painter.setFont(font(11, bold=True))
        painter.setPen(theme().color("text"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(ridge.name, Qt.TextElideMode.ElideMiddle, int(top.width()))
        painter.drawText(top, left, name)
        used = metrics.horizontalAdvance(name)
        painter.setFont(font(10.5))
        painter.setPen(theme().color("secondary"))
        if entry >= 0:
            for text in ridge.sizes(entry):
                if used + painter.fontMetrics().horizontalAdvance(text) + px(8) < top.width():
                    painter.drawText(top, right, text)
                    break
        foot = QRectF(area.left(), area.bottom() + px(1), area.width(), px(FOOT))
        painter.drawText(foot, left, ridge.label(ridge.low))
        painter.drawText(foot, right, ridge.label(ridge.high))


def _area(cell: QRectF) -> QRectF:
    return cell.adjusted(px(12), px(CAPTION + 2), -px(8), -px(FOOT + 4))


def _shown(cell: QRectF, ridge: Ridge) -> Array:
    """Return the entries that have room, evenly spread, the newest among them."""
    most = max(3, int(_area(cell).height() * 0.6 / px(APART)))
    count = len(ridge.steps)
    stride = max(1, -(-count // most))
    entries: Array = np.arange(count - 1, -1, -stride)[::-1]
    return entries


def _baselines(area: QRectF, count: int) -> Array:
    """Return where the ridges stand: the oldest highest, the newest on the ground."""
    return np.linspace(area.top() + 0.4 * area.height(), area.bottom(), max(count, 1))[-count:]


def _heights(area: QRectF, ridge: Ridge, shown: Array) -> Array:
    """Return the ridges' heights in pixels ``(k, bins)``, with the jitter between bins taken off.

    They have one scale, but for odd peaks, which are cut.
    """
    density = np.pad(ridge.density[shown], ((0, 0), (1, 1)), mode="edge")
    density = (density[:, :-2] + 2 * density[:, 1:-1] + density[:, 2:]) / 4
    peaks = density.max(axis=1, initial=0.0)
    usual = float(np.median(peaks)) if len(peaks) else 0.0
    scale = max(min(2.5 * usual, float(peaks.max(initial=0.0))), 1e-9)
    heights: Array = np.minimum(density / scale, 1.0) * (0.36 * area.height())
    return heights


def _paint_ridge(
    painter: QPainter, area: QRectF, baseline: float, heights: Array, age: float, marked: bool
) -> None:
    x = area.left() + (np.arange(len(heights)) + 0.5) * (area.width() / len(heights))
    ends = np.array([area.left(), *x, area.right()])
    y = np.clip(baseline - np.array([0.0, *heights, 0.0]), area.top(), None)
    color = _age_color(age)
    painter.setPen(QPen(theme().color("text") if marked else color, 1.6 if age == 1 else 1.0))
    painter.setBrush(mix(theme().color("field"), color, 0.16 + 0.24 * age))
    painter.drawPolygon(polygon(np.stack([ends, y], axis=1)))


def _age_color(age: float) -> QColor:
    """Return the colour of a ridge from the oldest (0) to the newest (1)."""
    now = theme()
    old = mix(now.color("field"), now.color("layer"), 0.55)
    return mix(old, now.color("accent"), age)
