"""Bars of a distribution on its way to the one of the largest entropy."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.axes import Axes
from playground.ui.plots.entropy.spread import Spread, answer_color
from playground.ui.plots.lettering import chip, font
from playground.ui.plots.painted import Painted
from playground.ui.plots.polygon import polygon
from playground.ui.plots.stroke import stroke
from playground.ui.theme import px, theme

GAP = 0.16
"""Part of the room of an outcome that stands apart which is left free on either side."""

HIGH = 90
"""Height of a chart that leaves room for the formula, in pixels of the design."""


class BarsPicture(Painted):
    """Bars of the member looked at, outlines of the others, and the answer dashed."""

    likes = (320, 200)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.spread: Spread | None = None
        self._high = 0.0

    def show_spread(self, spread: Spread, anew: bool) -> None:
        """Show newer distributions; the scale only grows unless it is about something else."""
        shares = np.concatenate([spread.arrays["shares"].ravel(), spread.arrays["exact"]])
        top = 1.3 * float(np.max(shares, where=np.isfinite(shares), initial=0.0))
        # One that has run to a point must not flatten all others.
        top = min(top, max(4 * float(spread.arrays["exact"].max()), 1e-9))
        self._high = top if anew else max(self._high, top)
        self.spread = spread
        self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the picture; `vector` asks for whole paths, for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("field"))
        if self.spread is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spread, edges = self.spread, self.spread.edges
        x_range, y_range = (float(edges[0]), float(edges[-1])), (0.0, self._high or 1.0)
        name = "outcome" if spread.line else ""
        axes = Axes(QRectF(self.rect()), x_range, y_range, False, name, "probability")
        if not spread.line:
            axes.x_ticks = spread.arrays["x"].tolist()
        axes.paint(painter)
        painter.save()
        painter.setClipRect(axes.area.adjusted(-px(1), 0, px(1), px(1)))
        if not spread.gone[spread.member]:
            self._paint_bars(painter, axes, spread)
        for member, shares in spread.others():
            points = _outline(axes, edges, shares, spread.line)
            stroke(painter, points, spread.color(member), 1.6 * px(10) / 10, exact=True)
        exact = _outline(axes, edges, spread.arrays["exact"], spread.line)
        for run in (exact,) if spread.line else exact.reshape(-1, 4, 2)[:, 1:3]:
            stroke(painter, run, answer_color(), 1.8 * px(10) / 10, dashed=True, exact=vector)
        painter.restore()
        self._paint_words(painter, axes, spread)

    def _paint_bars(self, painter: QPainter, axes: Axes, spread: Spread) -> None:
        color = spread.color(spread.member)
        shape = _outline(axes, spread.edges, spread.own(), spread.line)
        soft = spread.color(spread.member)
        soft.setAlphaF(0.55)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        ground = axes.area.bottom()
        ends = np.array([[shape[-1, 0], ground], [shape[0, 0], ground]])
        painter.drawPolygon(polygon(np.concatenate([shape, ends])))
        if spread.line:
            stroke(painter, shape, color, 1.2 * px(10) / 10, exact=True)
            return
        painter.setFont(font(11))
        painter.setPen(theme().color("text"))
        high = QFontMetricsF(painter.font()).height()
        for corner in shape.reshape(-1, 4, 2)[:, 1:3]:
            (left, top), (right, _) = corner.tolist()
            foot = ground if ground - top > high + px(4) else top
            room = QRectF(left - px(8), foot - high - px(2), right - left + px(16), high)
            share = (ground - top) / axes.area.height() * axes.y_range[1]
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"{share:.3f}")

    def _paint_words(self, painter: QPainter, axes: Axes, spread: Spread) -> None:
        words = spread.notice()
        if not words and axes.area.height() >= px(HIGH):
            words = spread.formula()
        wide = QFontMetricsF(font(11)).horizontalAdvance(words) + px(12)
        if words and wide <= axes.area.width():
            chip(painter, words, axes.area.topRight(), "right", axes.area)


def _outline(axes: Axes, edges: Array, shares: Array, line: bool) -> Array:
    """Return corners of bars in pixels: two for each cell of a line, else four for each outcome."""
    left, right = edges[:-1], edges[1:]
    if line:
        x = np.stack([left, right], axis=-1).ravel()
        y = np.repeat(shares, 2)
    else:
        gap = GAP * (right - left)
        x = np.stack([left + gap, left + gap, right - gap, right - gap], axis=-1).ravel()
        y = np.stack([0 * shares, shares, shares, 0 * shares], axis=-1).ravel()
    return np.stack([axes.x_pixels(x), axes.y_pixels(np.nan_to_num(y))], axis=-1)
