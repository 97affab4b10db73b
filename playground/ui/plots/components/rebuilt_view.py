"""One row beside what comes back of it from its components."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.coding.small_picture import grey_image
from playground.ui.plots.field import image_of, value_pixels
from playground.ui.plots.lettering import font, number
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme

LINE = 17
"""Height of a feature's line at least, in pixels at the scale of 1."""

CENTER, MIDDLE = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, eq=False)
class Rebuilt:
    """A row and its reconstruction.

    Attributes
    ----------
    row, what
        Its number, and what it is: its class or value in words.
    color
        Of its class.
    original, remade
        Features ``(d,)``.
    limits
        Lowest and highest value of every feature ``(2, d)``.
    names
        Of the features.
    side
        Of the picture that it is; 0 for none.
    count
        Components that it was made again from.
    error, mean
        Squared distance of this row, and of rows on the average.
    """

    row: int
    what: str
    color: QColor
    original: Array
    remade: Array
    limits: Array
    names: tuple[str, ...]
    side: int
    count: int
    error: float
    mean: float


class RebuiltView(Painted):
    """Paints a `Rebuilt`: three pictures, or a line for every feature."""

    likes = (320, 200)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rebuilt: Rebuilt | None = None
        self.setAccessibleName("A row and what comes back of it")
        self.setToolTip(
            "A row, and what its components alone give back. Point at a row in another picture, "
            "or click one, to take that apart"
        )

    def show_rebuilt(self, rebuilt: Rebuilt | None) -> None:
        """Show another row."""
        self.rebuilt = rebuilt
        self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the row; the same for pixels and for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("field"))
        told = self.rebuilt
        if told is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter, told)
        room = QRectF(self.rect()).adjusted(px(12), px(28), -px(12), -px(8))
        if told.side:
            self._paint_pictures(painter, room, told)
        else:
            self._paint_lines(painter, room, told)

    def _paint_head(self, painter: QPainter, told: Rebuilt) -> None:
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        top = QRectF(px(12), px(5), self.width() - px(24), px(18))
        left = f"row {told.row}" + (f" · {told.what}" if told.what else "")
        right = f"off by {number(told.error)}, a row on average by {number(told.mean)}"
        free = top.width() - metrics.horizontalAdvance(left) - px(30)
        if metrics.horizontalAdvance(right) > free:
            right = f"off by {number(told.error)}"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(told.color)
        painter.drawEllipse(QPointF(top.left() + px(4), top.center().y()), px(4), px(4))
        painter.setPen(theme().color("text"))
        painter.drawText(top.adjusted(px(14), 0, 0, 0), MIDDLE, left)
        painter.setPen(theme().color("secondary"))
        painter.drawText(top, RIGHT, right)

    def _paint_pictures(self, painter: QPainter, room: QRectF, told: Rebuilt) -> None:
        """Paint the row, what comes back, and what is missing."""
        gap, word = px(14), px(18)
        side = min((room.width() - 2 * gap) / 3, room.height() - word)
        if side < px(24):
            return
        left = room.center().x() - (3 * side + 2 * gap) / 2
        top = room.top() + (room.height() - word - side) / 2
        limits = float(told.limits.min()), float(told.limits.max())
        shape = (told.side, told.side)
        missing = (told.original - told.remade).reshape(shape)
        reach = limits[1] - limits[0] or 1.0
        images = (
            grey_image(told.original.reshape(shape), limits),
            grey_image(told.remade.reshape(shape), limits),
            image_of(value_pixels(theme(), missing[::-1], (-reach / 2, reach / 2))),
        )
        words = ("the row", f"from {told.count}", "what is lost")
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for i, (image, text) in enumerate(zip(images, words, strict=True)):
            cell = QRectF(left + i * (side + gap), top, side, side)
            painter.drawImage(cell, image)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("accent" if i == 1 else "border"), 1.5))
            painter.drawRect(cell)
            painter.setPen(theme().color("text"))
            below = QRectF(cell.left() - gap / 2, cell.bottom() + px(2), side + gap, word)
            painter.drawText(below, CENTER, text)

    def _paint_lines(self, painter: QPainter, room: QRectF, told: Rebuilt) -> None:
        """Paint a line for each feature, with the value that is given and the one that comes."""
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        keyed = room.height() > px(90)
        body = room.adjusted(0, 0, 0, -px(18) if keyed else 0)
        count = min(len(told.original), max(int(body.height() // px(LINE)), 1))
        reach = np.maximum(told.limits[1] - told.limits[0], 1e-12)
        off = np.abs(told.original - told.remade) / reach
        chosen = np.sort(np.argsort(-off, kind="stable")[:count])
        tall = min(body.height() / count, px(34))
        top = body.top() + (body.height() - tall * count) / 2
        widest = max(metrics.horizontalAdvance(told.names[i]) for i in chosen)
        named = min(widest + px(10), body.width() * 0.4)
        for place, i in enumerate(chosen.tolist()):
            line = QRectF(body.left(), top + place * tall, body.width(), tall)
            painter.setPen(theme().color("text"))
            name = metrics.elidedText(told.names[i], Qt.TextElideMode.ElideRight, named - px(8))
            painter.drawText(QRectF(line.left(), line.top(), named - px(8), tall), RIGHT, name)
            self._paint_value(painter, line.adjusted(named + px(4), 0, -px(6), 0), told, i)
        if keyed:
            self._paint_key(painter, room, told)

    def _paint_value(self, painter: QPainter, line: QRectF, told: Rebuilt, i: int) -> None:
        low, high = told.limits[:, i].tolist()
        y = line.center().y()

        def at(value: float) -> float:
            share = (value - low) / ((high - low) or 1.0)
            return line.left() + min(max(share, -0.02), 1.02) * line.width()

        painter.setPen(QPen(theme().color("grid"), px(2)))
        painter.drawLine(QPointF(line.left(), y), QPointF(line.right(), y))
        given, came = at(float(told.original[i])), at(float(told.remade[i]))
        painter.setPen(QPen(theme().color("error", 0.8), px(2)))
        painter.drawLine(QPointF(given, y), QPointF(came, y))
        _mark(painter, QPointF(given, y), False)
        _mark(painter, QPointF(came, y), True)

    def _paint_key(self, painter: QPainter, room: QRectF, told: Rebuilt) -> None:
        y, x = room.bottom() - px(7), room.left() + px(6)
        came = f"from {told.count} component{'s' * (told.count != 1)}"
        for text, remade in (("the row", False), (came, True)):
            _mark(painter, QPointF(x, y), remade)
            painter.setPen(theme().color("secondary"))
            painter.drawText(QRectF(x + px(9), y - px(9), px(160), px(18)), MIDDLE, text)
            x += QFontMetricsF(painter.font()).horizontalAdvance(text) + px(28)


def _mark(painter: QPainter, at: QPointF, remade: bool) -> None:
    """Paint a disc for what is given, a ring for what comes back."""
    ink = theme().color("accent" if remade else "text")
    painter.setPen(QPen(ink, px(2)) if remade else QPen(theme().color("field"), 1))
    painter.setBrush(theme().color("field") if remade else ink)
    painter.drawEllipse(at, px(4), px(4))
