"""Legends that lie on a plot: swatches of classes, or a bar of values."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number, paint_plate
from playground.ui.plots.points import TEST, TRAIN, VALIDATION, paint_mark
from playground.ui.theme import px, theme


@dataclass(frozen=True)
class Legend:
    """What colours and shapes mean.

    Attributes
    ----------
    classes
        Names with their colours.
    parts
        Parts of the data that are drawn (0 train, 1 validation, 2 test).
    limits, shades
        Ends of a scale of values, and its colours from low to high.
    """

    classes: tuple[tuple[str, QColor], ...] = ()
    parts: tuple[int, ...] = ()
    limits: tuple[float, float] | None = None
    shades: tuple[QColor, ...] = field(default=())


PART_NAMES = {TRAIN: "train", VALIDATION: "validation", TEST: "test"}


def paint_legend(
    painter: QPainter, legend: Legend, area: QRectF, room: float, points: Array
) -> None:
    """Paint the legend at the lower left, or at the upper right where it hides fewer points.

    Parameters
    ----------
    room
        Width at most; what does not fit is left out.
    points
        Where the samples are, ``(n, 2)`` in pixels.
    """
    if area.width() < px(220) or area.height() < px(110):
        return
    painter.setFont(font(11))
    if legend.limits is not None:
        _paint_bar(painter, legend, area, room, points)
        return
    marks = [(name, color, TRAIN) for name, color in legend.classes]
    parts = [(PART_NAMES[p], theme().color("secondary"), p) for p in legend.parts]
    if len(legend.parts) > 1 and _width(painter, marks + parts) <= room:
        marks += parts
    if _width(painter, marks) > room:
        shortened = short_names([name for name, _, _ in marks])
        marks = [(name, *rest) for name, (_, *rest) in zip(shortened, marks, strict=True)]
    while len(marks) > 1 and _width(painter, marks) > room:
        marks[-2:] = [("…", theme().color("secondary"), TRAIN)]
    if marks:
        _paint_marks(painter, marks, area, points)


def short_names(names: list[str]) -> list[str]:
    """Return names without the words that all begin with, cut to what tells them apart.

    Examples
    --------
    >>> short_names(["blob 1", "blob 2"]), short_names(["setosa", "virginica"])
    (['1', '2'], ['set', 'vir'])
    >>> short_names(["SGD", "Adam", "AdaGrad"])
    ['SGD', 'Adam', 'AdaG']
    >>> short_names(["1: 25 %", "2: 75 %"])
    ['1', '2']
    """
    words = [name.split(" ") for name in names]
    while all(len(w) > 1 and w[0] == words[0][0] for w in words):
        words = [w[1:] for w in words]
    rest = [" ".join(w) for w in words]
    longest = max(map(len, rest), default=0)
    lengths = (n for n in range(3, longest + 1) if len({r[:n] for r in rest}) == len(set(rest)))
    length = next(lengths, 3)
    return [r[:length].rstrip(" :") for r in rest]


def _width(painter: QPainter, marks: list[tuple[str, QColor, int]]) -> float:
    metrics = QFontMetricsF(painter.font())
    return sum(metrics.horizontalAdvance(name) + px(22) for name, _, _ in marks) + px(2)


def place(size: QSizeF, area: QRectF, points: Array) -> QRectF:
    """Return where a legend of this size hides the fewest points: lower left, else upper right."""
    gap = px(6)
    inner = area.adjusted(gap, gap, -gap, -gap)
    low, high = QRectF(inner.topLeft(), size), QRectF(inner.topLeft(), size)
    low.moveBottom(inner.bottom())
    high.moveRight(inner.right())
    return min((low, high), key=lambda plate: _hidden(plate, points))


def _hidden(plate: QRectF, points: Array) -> int:
    x, y = points[:, 0], points[:, 1]
    across = (x > plate.left()) & (x < plate.right())
    return int(np.count_nonzero(across & (y > plate.top()) & (y < plate.bottom())))


def _paint_marks(
    painter: QPainter, marks: list[tuple[str, QColor, int]], area: QRectF, points: Array
) -> None:
    metrics = QFontMetricsF(painter.font())
    height = metrics.height() + px(4)
    plate = place(QSizeF(_width(painter, marks), height), area, points)
    paint_plate(painter, plate)
    x = plate.left() + px(10)
    for name, color, part in marks:
        paint_mark(painter, QPointF(x, plate.center().y()), px(3.6), color, part)
        painter.setPen(theme().color("text"))
        width = metrics.horizontalAdvance(name)
        room = QRectF(x + px(7), plate.top(), width + 2, height)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        x += width + px(22)


def _paint_bar(
    painter: QPainter, legend: Legend, area: QRectF, room: float, points: Array
) -> None:
    assert legend.limits is not None
    metrics = QFontMetricsF(painter.font())
    low, high = (number(v, 2) for v in legend.limits)
    left, right = metrics.horizontalAdvance(low) + px(12), metrics.horizontalAdvance(high) + px(12)
    width = min(px(90), room - left - right)
    if width < px(24):
        return
    height = metrics.height() + px(4)
    plate = place(QSizeF(left + width + right, height), area, points)
    paint_plate(painter, plate)
    bar = QRectF(plate.left() + left, plate.center().y() - px(3), width, px(6))
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for i, shade in enumerate(legend.shades):
        gradient.setColorAt(i / max(len(legend.shades) - 1, 1), shade)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, px(3), px(3))
    painter.setPen(theme().color("text"))
    flag = Qt.AlignmentFlag.AlignCenter
    painter.drawText(QRectF(plate.left(), plate.top(), left, height), flag, low)
    painter.drawText(QRectF(bar.right(), plate.top(), right, height), flag, high)
