"""What a learner makes of a drawing: bars of probability, units that light up, neighbours."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.caption import FLAGS
from playground.ui.plots.coding.small_picture import paint_sample
from playground.ui.plots.colors import class_color
from playground.ui.plots.lettering import font
from playground.ui.plots.painted import Painted
from playground.ui.theme import mix, px, theme

LIMITS = (0.0, 16.0)
LOW, SPARE = 300, 165
"""Heights from which units have room below the bars, and from which neighbours have."""


@dataclass(frozen=True, eq=False)
class Reading:
    """One reading of a drawing.

    Attributes
    ----------
    scores
        Probability of every class.
    classes
        Their names.
    seen
        The drawing as numbers ``(64,)``.
    units
        Answers of hidden layers by block, -1 to 1.
    pictures, neighbours, distances
        Nearest training rows ``(k, 64)``, their labels, how far away they are.
    wanted
        Class that is to be said, or -1.
    """

    scores: Array
    classes: tuple[str, ...]
    seen: Array
    units: tuple[tuple[str, Array], ...]
    pictures: Array
    neighbours: Array
    distances: Array
    wanted: int = -1


class PadReadings(Painted):
    """Paints a `Reading`, with as many of its parts as there is room for."""

    likes = (260, 280)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.reading: Reading | None = None
        self.setAccessibleName("What the network makes of the drawing")

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the readings."""
        painter.fillRect(self.rect(), theme().color("panel"))
        reading = self.reading
        if reading is None:
            return
        whole = QRectF(self.rect()).adjusted(px(4), px(6), -px(12), -px(8))
        if whole.height() < px(LOW):
            foot = px(36) if whole.height() > px(SPARE) else 0
            self._paint_bars(painter, whole.adjusted(0, 0, 0, -foot), reading)
            if foot:
                below = whole.adjusted(0, whole.height() - foot, 0, 0)
                self._paint_pictures(painter, below, reading)
            return
        low = min(whole.height() * 0.22, px(110))
        units = min(whole.height() * 0.26, px(150)) if reading.units else 0
        bars = whole.adjusted(0, 0, 0, -low - units - px(16))
        self._paint_bars(painter, bars, reading)
        if units:
            rest = QRectF(whole.left(), bars.bottom() + px(8), whole.width(), units - px(8))
            _paint_units(painter, rest, reading.units)
        foot_area = QRectF(whole.left(), whole.bottom() - low, whole.width(), low)
        self._paint_pictures(painter, foot_area, reading)

    def _paint_bars(self, painter: QPainter, area: QRectF, reading: Reading) -> None:
        count = max(len(reading.scores), 1)
        tall = area.height() / count
        painter.setFont(font(min(13.0, max(9.0, 0.72 * tall))))
        best = int(np.argmax(reading.scores))
        left, right = px(22), px(42)
        if max(map(len, reading.classes), default=1) > 2:
            left = px(64)
        middle = Qt.AlignmentFlag.AlignVCenter
        for i, score in enumerate(reading.scores.tolist()):
            row = QRectF(area.left(), area.top() + i * tall, area.width(), tall)
            strong = i == best
            painter.setPen(theme().color("text" if strong or i == reading.wanted else "secondary"))
            name = reading.classes[i] if i < len(reading.classes) else str(i)
            label = QRectF(row.left(), row.top(), left - px(6), tall)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | middle, name)
            track = QRectF(row.left() + left, row.top() + 0.18 * tall,
                           max(row.width() - left - right, 4.0), 0.64 * tall)  # fmt: skip
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("field"))
            painter.drawRoundedRect(track, px(2), px(2))
            bar = QRectF(track)
            bar.setWidth(max(track.width() * score, 1.5))
            painter.setBrush(class_color(theme(), i))
            painter.drawRoundedRect(bar, px(2), px(2))
            if i == reading.wanted:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(theme().color("accent"))
                painter.drawRoundedRect(track, px(2), px(2))
            painter.setPen(theme().color("text" if strong else "secondary"))
            told = QRectF(track.right(), row.top(), right, tall)
            painter.drawText(told, Qt.AlignmentFlag.AlignRight | middle, f"{100 * score:.0f} %")

    def _paint_pictures(self, painter: QPainter, area: QRectF, reading: Reading) -> None:
        """Paint what the network sees, and the nearest training samples with their labels."""
        words = area.height() > px(60)
        high = area.height() - (px(20) if words else 0)
        side = min(high, (area.width() - px(30)) / 4.6)
        top = area.bottom() - side
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        seen = QRectF(area.left(), top, side, side)
        paint_sample(painter, seen, reading.seen, 8, LIMITS)
        x = seen.right() + px(18)
        if words:
            painter.setFont(font(11))
            painter.setPen(theme().color("secondary"))
            above = QRectF(area.left(), top - px(20), x - area.left(), px(18))
            painter.drawText(above, FLAGS, "8 × 8")
            above = QRectF(x, top - px(20), area.right() - x, px(18))
            painter.drawText(above, FLAGS, "nearest training digits")
        for picture, label in zip(reading.pictures, reading.neighbours.tolist(), strict=True):
            if x + side + (0 if side > px(34) else px(18)) > area.right() + 1:
                break
            place = QRectF(x, top, side, side)
            color = class_color(theme(), int(label))
            paint_sample(painter, place, picture, 8, LIMITS)
            inside = side > px(34)
            across = -px(17) if inside else px(2)
            badge = QRectF(place.right() + across, place.bottom() - px(17), px(16), px(16))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("panel"))
            painter.drawRoundedRect(badge, px(3), px(3))
            painter.setPen(color)
            painter.setFont(font(11, bold=True))
            names = reading.classes
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, names[label][:2])
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            x += side + (px(6) if inside else px(22))


def _paint_units(painter: QPainter, area: QRectF, units: tuple[tuple[str, Array], ...]) -> None:
    """Paint a cell for every unit of every layer: brighter the more it answers."""
    tall = area.height() / len(units)
    for k, (name, values) in enumerate(units):
        rows = QRectF(area.left(), area.top() + k * tall, area.width(), tall)
        painter.setFont(font(11))
        painter.setPen(theme().color("secondary"))
        head = QRectF(rows.left(), rows.top(), rows.width(), px(16))
        lit = int(np.count_nonzero(np.abs(values) > 0.1))
        painter.drawText(head, FLAGS, f"{name}: {lit} of {len(values)} units answer")
        cells = rows.adjusted(0, px(18), 0, -px(2))
        columns = _columns(len(values), cells.width() / max(cells.height(), 1.0))
        lines = -(-len(values) // columns)
        side = min(cells.width() / columns, cells.height() / lines)
        gap = 1.0 if side < px(9) else 3.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for i, value in enumerate(values.tolist()):
            line, column = divmod(i, columns)
            at = QPointF(cells.left() + column * side, cells.top() + line * side)
            cell = QRectF(at.x(), at.y(), side - gap, side - gap)
            painter.fillRect(cell, _light(value))
            painter.setPen(theme().color("border"))
            painter.drawRect(cell)


def _columns(count: int, aspect: float) -> int:
    return int(min(max(np.ceil(np.sqrt(count * max(aspect, 0.1))), 1), count))


def _light(value: float) -> QColor:
    hot = theme().color("fit" if value >= 0 else "class 0")
    return mix(theme().color("field"), hot, min(abs(value), 1.0) ** 0.7)
