"""Gauges of moments: where each is, and where it should be."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.plots.entropy.spread import Spread, answer_color
from playground.ui.plots.lettering import font, number
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme

NEAR = 0.02
"""Part of a gauge within which a moment counts as reached."""

Reading = tuple[str, str, str, float, float]
"""Name, value now, value wanted, and both as shares of the gauge."""


class Gauges(Strip):
    """A row of gauges: the entropy, and every moment that is known."""

    high = 46

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._readings: list[Reading] = []
        self._far: dict[str, float] = {}
        self._color = QColor()

    def show_spread(self, spread: Spread, anew: bool) -> None:
        """Show where the moments are; scales only grow unless it is about something else."""
        if anew:
            self._far = {}
        self._color = spread.color(spread.member)
        self._readings = [_entropy(spread), *self._moments(spread)]
        told = (f"{name} {now}, {goal}" for name, now, goal, _, _ in self._readings)
        self.setAccessibleName("; ".join(told))
        self.update()

    def _moments(self, spread: Spread) -> list[Reading]:
        arrays, found = spread.arrays, []
        for name, now, goal in zip(
            arrays["names"].tolist(), arrays["moments"].tolist(), arrays["wanted"].tolist(),
            strict=True,
        ):  # fmt: skip
            away = abs(now - goal) if np.isfinite(now) else 0.0
            far = self._far[name] = max(self._far.get(name, 1e-9), away, 0.05 * abs(goal))
            share = 0.5 + 0.46 * (now - goal) / far
            found.append((name, _short(now), f"wanted {_short(goal)}", share, 0.5))
        return found

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the gauges side by side."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        if not self._readings:
            return
        wide = (self.width() - px(12)) / len(self._readings)
        for i, reading in enumerate(self._readings):
            room = QRectF(px(12) + i * wide, px(3), wide - px(12), self.height() - px(8))
            self._paint_gauge(painter, room, reading)

    def _paint_gauge(self, painter: QPainter, room: QRectF, reading: Reading) -> None:
        name, now, goal, share, wanted = reading
        painter.setFont(font(10.5))
        metrics = QFontMetricsF(painter.font())
        line = QRectF(room.left(), room.top(), room.width(), metrics.height())
        words = [(name, "secondary"), (now, "text"), (goal, "secondary")]
        while len(words) > 1 and sum(_wide(metrics, w) for w, _ in words) > room.width():
            del words[-1 if len(words) > 2 else 0]
        x = room.left()
        for word, token in words:
            painter.setPen(theme().color(token))
            painter.drawText(line.translated(x - room.left(), 0), Qt.AlignmentFlag.AlignLeft, word)
            x += _wide(metrics, word)
        track = QRectF(room.left(), line.bottom() + px(7), room.width(), px(4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("raised"))
        painter.drawRoundedRect(track, px(2), px(2))
        aim = track.left() + wanted * track.width()
        if np.isfinite(share):
            at = track.left() + float(np.clip(share, 0, 1)) * track.width()
            painter.setBrush(theme().color("ok") if abs(share - wanted) < NEAR else self._color)
            painter.drawRect(QRectF(min(at, aim), track.top(), abs(at - aim), track.height()))
            painter.drawEllipse(QPointF(at, track.center().y()), px(5), px(5))
        painter.setPen(QPen(answer_color(), px(2)))
        painter.drawLine(QPointF(aim, track.top() - px(4)), QPointF(aim, track.bottom() + px(4)))


def _entropy(spread: Spread) -> Reading:
    arrays = spread.arrays
    now, most = float(arrays["entropy"][spread.member]), float(arrays["largest"][0])
    ceiling = max(float(arrays["ceiling"][0]), 1e-9)
    return ("entropy", _short(now), f"at the answer {_short(most)}", 0.96 * now / ceiling,
            0.96 * most / ceiling)  # fmt: skip


def _short(value: float) -> str:
    return number(0.0 if abs(value) < 5e-4 else value, full=True)


def _wide(metrics: QFontMetricsF, word: str) -> float:
    return metrics.horizontalAdvance(word) + px(6)
