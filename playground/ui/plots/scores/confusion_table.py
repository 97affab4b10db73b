"""A table of confusions: a row for each true class, a column for each guess."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color
from playground.ui.plots.legend import short_names
from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme, themes

NARROW = 18
"""Width of a cell below which F1 gives its room to the counts."""
ELIDE = Qt.TextElideMode.ElideRight
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, eq=False)
class Confusions:
    """What the table shows.

    Attributes
    ----------
    counts
        ``(classes, classes)``, a row for each true class.
    precision, recall, f1
        Of each class ``(classes,)``.
    shares
        Whether cells tell the share of their row instead of the count.
    """

    classes: tuple[str, ...]
    counts: Array
    precision: Array
    recall: Array
    f1: Array
    shares: bool = False

    def row_shares(self) -> Array:
        """Return each cell's share of the rows of its true class."""
        whole: Array = self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1)
        return whole


class ConfusionTable(QWidget):
    """Paints the table, with precision, recall and F1 at its margins.

    Signals
    -------
    pointed(object)
        The cell (true class, guess) under the cursor, or None.
    clicked(object)
        The cell that was clicked, or None beside the table.
    """

    pointed = Signal(object)
    clicked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown: Confusions | None = None
        self.kept: tuple[int, int] | None = None
        self._over: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Confusions")
        themes().changed.connect(self.update)

    def show_confusions(self, shown: Confusions | None) -> None:
        """Show other counts."""
        self.shown = shown
        self.update()

    def keep(self, cell: tuple[int, int] | None) -> None:
        """Mark a cell whose rows stay marked in every panel, or None."""
        self.kept = cell
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(320), px(220))

    def cell(self, row: int, column: int) -> QRectF:
        """Return where the cell of a true class and a guess is."""
        left, top, wide, high = self._raster()
        return QRectF(left + column * wide, top + row * high, wide, high)

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """Return the (true class, guess) at a point, or None."""
        if self.shown is None:
            return None
        left, top, wide, high = self._raster()
        row, column = int((at.y() - top) // high), int((at.x() - left) // wide)
        count = len(self.shown.counts)
        return (row, column) if 0 <= row < count and 0 <= column < count else None

    # Qt ------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which cell is under the cursor."""
        over = self.cell_at(event.position())
        if over != self._over:
            self._over = over
            self.setToolTip(self._help(over))
            self.pointed.emit(over)
            self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Tell that no cell is."""
        if self._over is not None:
            self._over = None
            self.pointed.emit(None)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which cell is clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.cell_at(event.position()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the table."""
        with QPainter(self) as painter:
            self.paint(painter)

    # painting ------------------------------------------------------------------

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the table; the same for pixels and for SVG and PDF."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("panel"))
        if self.shown is None:
            return
        shares = self.shown.row_shares()
        for row in range(len(shares)):
            for column in range(len(shares)):
                self._paint_cell(painter, row, column, float(shares[row, column]))
        self._paint_headings(painter, self.shown)
        self._paint_margins(painter, self.shown)

    def _raster(self) -> tuple[float, float, float, float]:
        """Return where the first cell begins, and the size of cells."""
        count = len(self.shown.counts) if self.shown is not None else 2
        left = self._left()
        top = px(34) if self.height() >= px(190) else px(20)
        across, down = self._margins()
        wide = (self.width() - left - len(self._scores()) * across - px(6)) / count
        high = (self.height() - top - down - px(6)) / count
        return left, top, max(wide, 1.0), max(high, 1.0)

    def _left(self) -> float:
        """Return the room for the names of the classes."""
        metrics = QFontMetricsF(font(11))
        longest = max((metrics.horizontalAdvance(name) for name in self._names()), default=0.0)
        return min(longest, self.width() * 0.24) + px(30)

    def _scores(self) -> tuple[str, ...]:
        """Return which scores of the classes there is room for at the right."""
        count = len(self.shown.counts) if self.shown is not None else 2
        room = self.width() - self._left() - 2 * self._margins()[0] - px(6)
        return ("recall", "F1") if room >= count * px(NARROW) else ("recall",)

    def _margins(self) -> tuple[float, float]:
        """Return the width of a column of scores at the right, and the height of those below."""
        count = len(self.shown.counts) if self.shown is not None else 2
        across = min(max(self.width() / (count + 4), px(38)), px(64))
        return across, min(max(self.height() / (count + 3), px(14)), px(30))

    def _names(self) -> list[str]:
        if self.shown is None:
            return []
        names = list(self.shown.classes)
        return names if len(names) <= 4 else short_names(names)

    def _paint_cell(self, painter: QPainter, row: int, column: int, share: float) -> None:
        assert self.shown is not None
        gap = 1.0 if len(self.shown.counts) > 5 else 1.5
        cell = self.cell(row, column).adjusted(gap, gap, -gap, -gap)
        tint = class_color(theme(), row) if row == column else theme().color("error")
        tint = QColor(tint)
        # A share of nothing keeps a trace of colour on the diagonal only, which leads the eye.
        tint.setAlphaF((0.10 if row == column else 0.0) + 0.62 * share**0.7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("raised"))
        painter.drawRoundedRect(cell, px(3), px(3))
        painter.setBrush(tint)
        painter.drawRoundedRect(cell, px(3), px(3))
        self._paint_rim(painter, row, column, cell)
        count = int(self.shown.counts[row, column])
        told = f"{100 * share:.0f} %", f"{count}"
        big, small = told if self.shown.shares else told[::-1]
        roomy = cell.height() >= px(40) and cell.width() >= px(44)
        painter.setPen(theme().color("text" if count else "secondary"))
        painter.setFont(font(_size(cell, 17, big), bold=row == column))
        if not roomy:
            painter.drawText(cell, CENTRE, big if count or row == column else "·")
            return
        painter.drawText(cell.adjusted(0, 0, 0, -px(14)), CENTRE, big)
        painter.setPen(theme().color("text", 0.75))
        painter.setFont(font(10.5))
        painter.drawText(cell.adjusted(0, cell.height() / 2, 0, 0), CENTRE, small)

    def _paint_rim(self, painter: QPainter, row: int, column: int, cell: QRectF) -> None:
        if (row, column) in (self._over, self.kept):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("accent"), 2))
            painter.drawRoundedRect(cell, px(3), px(3))

    def _paint_headings(self, painter: QPainter, shown: Confusions) -> None:
        left, top, wide, high = self._raster()
        names = self._names()
        painter.setFont(font(11))
        metrics = painter.fontMetrics()
        for place, name in enumerate(names):
            painter.setPen(theme().color("text"))
            column = QRectF(left + place * wide, top - px(18), wide, px(17))
            painter.drawText(column, CENTRE, metrics.elidedText(name, ELIDE, int(wide) - 2))
            row = QRectF(px(18), top + place * high, left - px(24), high)
            text = metrics.elidedText(name, ELIDE, int(row.width()))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, flags, text)
        painter.setFont(font(10.5))
        painter.setPen(theme().color("secondary"))
        if top > px(30):
            whole = QRectF(left, px(1), wide * len(names), px(16))
            painter.drawText(whole, CENTRE, "guessed →")
        painter.save()
        painter.translate(px(10), top + high * len(names) / 2)
        painter.rotate(-90)
        painter.drawText(QRectF(-px(40), -px(8), px(80), px(16)), CENTRE, "← true")
        painter.restore()

    def _paint_margins(self, painter: QPainter, shown: Confusions) -> None:
        left, top, wide, high = self._raster()
        count = len(shown.counts)
        across, down = self._margins()
        x, y = left + count * wide, top + count * high
        painter.setFont(font(10.5))
        painter.setPen(theme().color("secondary"))
        metrics = painter.fontMetrics()
        scores = self._scores()
        for place, name in enumerate(scores):
            room = QRectF(x + place * across, top - px(18), across, px(17))
            painter.drawText(room, CENTRE, name)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        fits = metrics.horizontalAdvance("precision") < left - px(10)
        text = "precision" if fits else "prec."
        painter.drawText(QRectF(px(4), y, left - px(10), down), flags, text)
        for label in range(count):
            row = QRectF(x, top + label * high, across, high)
            self._paint_score(painter, row, shown.recall[label])
            if "F1" in scores:
                self._paint_score(painter, row.translated(across, 0), shown.f1[label])
            column = QRectF(left + label * wide, y, wide, down)
            self._paint_score(painter, column, shown.precision[label])
        right = float(np.trace(shown.counts) / max(shown.counts.sum(), 1))
        self._paint_score(painter, QRectF(x, y, len(scores) * across, down), right, "accuracy ")

    def _paint_score(self, painter: QPainter, cell: QRectF, value: float, name: str = "") -> None:
        text = f"{value:.2f}" if name or cell.width() < px(40) else f"{value:.3f}"
        painter.setFont(font(_size(cell, 12, name + text), bold=bool(name)))
        fits = QFontMetricsF(painter.font()).horizontalAdvance(name + text) < cell.width() + px(2)
        painter.setPen(theme().color("text"))
        painter.drawText(cell, CENTRE, name + text if fits else text)

    def _help(self, cell: tuple[int, int] | None) -> str:
        if cell is None or self.shown is None or max(cell) >= len(self.shown.counts):
            return ""
        (row, column), shown = cell, self.shown
        count, of = int(shown.counts[row, column]), int(shown.counts[row].sum())
        taken = f"{count} of {of} “{shown.classes[row]}” taken for “{shown.classes[column]}”"
        return f"{taken}\nClick: keep these rows marked in every panel"


def _size(cell: QRectF, most: float, text: str) -> float:
    """Return the type size, in design pixels, at which a text fits into a cell."""
    scale = px(100) / 100
    across = cell.width() / max(len(text), 1) / 0.66
    return max(min(most, across / scale, 0.72 * cell.height() / scale), 7.0)
