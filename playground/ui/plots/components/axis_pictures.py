"""What axes are made of, where the features are pixels: every axis as a small picture."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from playground.kernels.array import Array
from playground.ui.plots.coding.small_picture import grey_image
from playground.ui.plots.field import image_of, value_pixels
from playground.ui.plots.lettering import font
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme

SMALLEST, FEWEST = 38, 11
"""Side of a picture at least, in pixels at the scale of 1, and how many axes are shown at least."""


@dataclass(frozen=True, eq=False)
class AxisSet:
    """Axes of pictures.

    Attributes
    ----------
    middle
        Mean picture ``(d,)``.
    loadings
        Axes ``(m, d)``; those of zeros are not looked for yet.
    shares
        Percent of the variance along each ``(m,)``.
    kept
        How many are kept.
    side
        Of the pictures.
    """

    middle: Array
    loadings: Array
    shares: Array
    kept: int
    side: int


class AxisPictures(Painted):
    """Paints an `AxisSet` as tiles: the mean first, then every axis in colours of its signs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axes: AxisSet | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Axes as pictures")

    def show_axes(self, axes: AxisSet | None) -> None:
        """Show others."""
        self.axes = axes
        self.update()

    def cells(self) -> list[QRectF]:
        """Return where the mean and the axes lie, as many as there is room for."""
        if self.axes is None:
            return []
        gap, head, word = px(8), px(26), px(15)
        room = QRectF(self.rect()).adjusted(px(12), head, -px(12), -px(6))
        wanted = min(len(self.axes.loadings), max(self.axes.kept + 3, FEWEST)) + 1
        best, columns = 0.0, 1
        for tried in range(1, wanted + 1):
            lines = -(-wanted // tried)
            high = (room.height() + gap) / lines - gap - word
            side = min((room.width() + gap) / tried - gap, high)
            if side > best:
                best, columns = side, tried
        if best < px(SMALLEST):
            best = px(SMALLEST)
            columns = max(int((room.width() + gap) // (best + gap)), 1)
        lines = max(int((room.height() + gap) // (best + gap + word)), 1)
        count = min(wanted, columns * lines)
        left = room.center().x() - (min(columns, count) * (best + gap) - gap) / 2
        return [
            QRectF(left + c * (best + gap), room.top() + r * (best + gap + word), best, best)
            for r, c in (divmod(i, columns) for i in range(count))
        ]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell what the picture under the cursor is."""
        at = next((i for i, c in enumerate(self.cells()) if c.contains(event.position())), None)
        if at is None or self.axes is None:
            QToolTip.hideText()
            return
        text = "The mean of all rows"
        if at:
            share = float(self.axes.shares[at - 1])
            text = f"Axis {at}: {share:.1f} % of the variance. Pixels of one colour rise " \
                   "together, while those of the other fall"
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the pictures; the same for pixels and for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("field"))
        told = self.axes
        if told is None:
            return
        painter.setFont(font(11))
        painter.setPen(theme().color("secondary"))
        words = "the mean, and what each axis adds to it: orange or blue"
        metrics = QFontMetricsF(painter.font())
        if metrics.horizontalAdvance(words) > self.width() - px(24):
            words = "the mean, and the axes"
        top = QRectF(px(12), px(5), self.width() - px(24), px(18))
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, words)
        for i, cell in enumerate(self.cells()):
            self._paint_cell(painter, cell, i - 1, told)

    def _paint_cell(self, painter: QPainter, cell: QRectF, axis: int, told: AxisSet) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if axis < 0:
            middle = told.middle.reshape(told.side, told.side)
            limits = float(min(middle.min(), 0.0)), float(middle.max())
            painter.drawImage(cell, grey_image(middle, limits))
        else:
            field = told.loadings[axis].reshape(told.side, told.side)[::-1]
            reach = float(np.abs(told.loadings[axis]).max()) or 1.0
            painter.drawImage(cell, image_of(value_pixels(theme(), field, (-reach, reach))))
        kept = axis < told.kept
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not kept:
            painter.fillRect(cell, theme().color("field", 0.55))
        marked = kept and axis >= 0
        painter.setPen(QPen(theme().color("accent" if marked else "border"), 1 + marked / 2))
        painter.drawRect(cell)
        painter.setPen(theme().color("text" if kept else "secondary"))
        word = "mean" if axis < 0 else f"{axis + 1} · {told.shares[axis]:.0f} %"
        wide = QFontMetricsF(painter.font()).horizontalAdvance(word)
        if axis >= 0 and wide > cell.width() + px(6):
            word = str(axis + 1)
        room = QRectF(cell.left() - px(4), cell.bottom(), cell.width() + px(8), px(15))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, word)
