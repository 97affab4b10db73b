"""The numerical check of a gradient as a small table."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from playground.kernels.array import Array
from playground.ui.plots.backprop.brief import brief
from playground.ui.plots.lettering import font, number
from playground.ui.theme import px, theme

HEADS = ("weight", "backprop", "differences", "off by")
SHARES = (0.27, 0.24, 0.27, 0.22)
GOOD = 1e-4


def paint_check(painter: QPainter, area: QRectF, graph: Mapping[str, Array]) -> None:
    """Paint the derivatives of some weights, found by back-propagation and by differences."""
    tones, height = theme(), px(18)
    painter.fillRect(area, tones.color("panel"))
    inner = area.adjusted(px(10), px(6), -px(8), -px(4))
    painter.setFont(font(11, bold=True))
    painter.setPen(tones.color("text"))
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    head = QRectF(inner.left(), inner.top(), inner.width(), height)
    painter.drawText(head, left, "Numerical check")
    painter.setFont(font(10))
    rows = [HEADS]
    for i, name in enumerate(graph["checked"].tolist()):
        numbers = (float(graph[key][i]) for key in ("analytic", "numerical"))
        rows.append((name, *(brief(n, 7) for n in numbers), number(float(graph["error"][i]), 2)))
    fit = int((inner.height() - height) // height)
    for line, row in enumerate(rows[:fit]):
        x, y = inner.left(), inner.top() + height * (line + 1)
        for place, (text, share) in enumerate(zip(row, SHARES, strict=True)):
            box = QRectF(x, y, inner.width() * share, height)
            token = "secondary" if not line or not place else "text"
            if line and place == 3:
                token = "ok" if float(graph["error"][line - 1]) < GOOD else "warning"
            painter.setPen(tones.color(token))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            metrics = QFontMetricsF(painter.font())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, right if place else left, shown)
            x += inner.width() * share
