"""Small picture of a matrix: its numbers between brackets, a colour for each column."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from playground.kernels.array import Array
from playground.ui.canvas.type import figures
from playground.ui.theme import theme

LETTERS = {2: 11, 3: 9}
"""Height of the digits, by the number of rows."""
LEAST = 7
"""Height below which digits are not read any more."""
LIP = 3.5


class MatrixSketch:
    """The numbers of a matrix between brackets.

    Parameters
    ----------
    arrays
        What the probe ``matrix`` gives.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._matrix = np.asarray(arrays["matrix"], float)

    @property
    def words(self) -> list[list[str]]:
        """Return the entries as they are written, row by row."""
        return [[entry(value) for value in row] for row in self._matrix.tolist()]

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw the picture into an area."""
        from playground.ui.plots.matrix.subject import COLUMNS

        painter.fillRect(area, theme().color("field"))
        rows = self.words
        if not rows:
            return
        inside = area.adjusted(3, 4, -3, -4)
        paint_brackets(painter, inside)
        inside = inside.adjusted(LIP, 1, -LIP, -1)
        wide, high = inside.width() / len(rows[0]), inside.height() / len(rows)
        font = figures()
        font.setPixelSize(LETTERS.get(len(rows), LEAST))
        longest = max((text for row in rows for text in row), key=len)
        while font.pixelSize() > LEAST and QFontMetricsF(font).horizontalAdvance(longest) > wide:
            font.setPixelSize(font.pixelSize() - 1)
        painter.setFont(font)
        for down, row in enumerate(rows):
            for across, text in enumerate(row):
                cell = QRectF(inside.left() + across * wide, inside.top() + down * high, wide, high)
                painter.setPen(theme().color(COLUMNS[across]))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)


def paint_brackets(painter: QPainter, area: QRectF) -> None:
    """Draw a bracket at the left of an area and one at its right."""
    painter.setPen(QPen(theme().color("secondary"), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, lip in ((area.left(), LIP), (area.right(), -LIP)):
        corners = ((x + lip, area.top()), (x, area.top()), (x, area.bottom()),
                   (x + lip, area.bottom()))  # fmt: skip
        painter.drawPolyline(QPolygonF([QPointF(*corner) for corner in corners]))


def entry(value: float) -> str:
    """Return a number as a small picture has room for it: two figures, or the power of ten.

    Examples
    --------
    >>> [entry(value) for value in (1.2, -0.0424, 1000.0, -0.25, 3.691, 0.0)]
    ['1.2', '−.04', '1e3', '−.25', '3.7', '0']
    """
    if abs(value) >= 100:
        text = f"{value:.0e}".replace("e+0", "e").replace("e+", "e")
    else:
        text = f"{value:.{2 if abs(value) < 1 else 1 if abs(value) < 10 else 0}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        text = text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
    return "0" if text in ("-0", "") else text.replace("-", "−")
