"""What a transform does to its data: how far each feature reaches before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.core.block import Block
from playground.kernels.array import Array
from playground.ui.canvas.type import small
from playground.ui.theme import theme

MOST = 10
"""Features drawn; of more, the first ones."""
ARROW = 18.0
FOOT = 16.0


@dataclass(frozen=True, eq=False)
class Ranges:
    """Least and greatest value of features, before a transform and after it.

    Attributes
    ----------
    before, after
        Ends ``(features, 2)``.
    """

    before: Array
    after: Array


def ranges(chain: Sequence[Block]) -> Ranges | None:
    """Measure what the last transform of a chain does.

    Parameters
    ----------
    chain
        A data set and the transforms that its rows pass, in order.

    A chain whose rows cannot be had, or that refuses them, gives None.
    """
    source, *transforms = chain
    try:
        data = source.load()
        before = ends(data.x)
        for transform in transforms:
            before = ends(data.x)
            data, _ = transform.transform(data)
        return Ranges(before, ends(data.x))
    except (AttributeError, ValueError, OSError):
        return None


def ends(x: Array) -> Array:
    """Return the least and greatest value ``(d, 2)`` of each column of rows ``(n, ...)``."""
    flat = np.asarray(x, dtype=float).reshape(len(x), -1)
    return np.column_stack([flat.min(axis=0), flat.max(axis=0)])


def paint_ranges(painter: QPainter, area: QRectF, shown: Ranges, family: str) -> None:
    """Draw a bar for each feature, before on the left and after on the right."""
    wide = (area.width() - ARROW) / 2
    left = QRectF(area.left(), area.top(), wide, area.height())
    right = left.translated(wide + ARROW, 0)
    _paint_side(painter, left, shown.before, "secondary")
    _paint_side(painter, right, shown.after, family)
    painter.setFont(small())
    painter.setPen(theme().color("secondary"))
    between = QRectF(left.right(), area.top(), ARROW, area.height() - FOOT)
    painter.drawText(between, Qt.AlignmentFlag.AlignCenter, "→")


def _paint_side(painter: QPainter, area: QRectF, spans: Array, token: str) -> None:
    tones = theme()
    bars = area.adjusted(0, 0, 0, -FOOT)
    low, high = float(spans.min()), float(spans.max())
    scale = bars.width() / (high - low) if high > low else 0.0
    if low < 0 < high:
        zero = bars.left() - low * scale
        painter.setPen(QPen(tones.color("border"), 1))
        painter.drawLine(QPointF(zero, bars.top()), QPointF(zero, bars.bottom()))
    rows = spans[:MOST]
    step = min(bars.height() / len(rows), 14.0)
    thick = min(max(step - 2.0, 1.5), 8.0)
    top = bars.center().y() - step * len(rows) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tones.color(token, 0.85))
    for place, (start, end) in enumerate(rows):
        x, length = bars.left() + (start - low) * scale, max((end - start) * scale, 1.5)
        y = top + place * step + (step - thick) / 2
        painter.drawRoundedRect(QRectF(x, y, length, thick), 1.5, 1.5)
    painter.setFont(small())
    painter.setPen(tones.color("secondary"))
    ends, metrics = (brief(low), brief(high)), QFontMetricsF(small())
    words = " … ".join(ends)
    if metrics.horizontalAdvance(words) > area.width():
        words = "…".join(ends)
    foot = QRectF(area.left(), area.bottom() - FOOT + 2, area.width(), FOOT)
    painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, words)


def brief(value: float) -> str:
    """Write a number in two or three figures.

    Examples
    --------
    >>> brief(-0.0), brief(-1.7321), brief(214.3), brief(4254.0)
    ('0', '−1.7', '214', '4.3k')
    """
    size = abs(value)
    if size >= 999.5:
        thousands = f"{size / 1000:.2g}" if size < 99_500 else f"{size / 1000:.3g}"
        text = f"{thousands}k" if size < 999_500 else f"{size:.0e}".replace("e+0", "e")
    else:
        text = f"{size:.3g}" if size >= 99.5 else f"{size:.2g}"
    return f"−{text}" if value < 0 and text != "0" else text
