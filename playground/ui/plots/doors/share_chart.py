"""How often staying and switching have won, and the chances they come close to."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.chart import Band, Chart, Drawing, Level, Line
from playground.ui.plots.doors.last_game import LastGame, stay_color, switch_color
from playground.ui.plots.lettering import font, number
from playground.ui.theme import px, theme

DEVIATIONS = 3.8906
"""Of a 99.99 % interval."""

WORDS = ("share of games won · shade: 99.99 % interval", "share of games won", "won", " ")
"""What stands above the chart, as much of it as there is room for."""

GAP = 8
"""Between the names of two lines."""

SWATCH = 10
"""Length of a line's colour before its name."""

LEAST = 30.0
"""Games that there is room for from the beginning."""


class ShareChart(Chart):
    """Shares of games won, dashed lines at the exact chances, and how far luck reaches."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Shares of games won by staying and by switching")
        self._game: LastGame | None = None
        self._keys: list[tuple[str, str]] = []
        self.resized.connect(self._show_again)

    def show_game(self, game: LastGame) -> None:
        """Show the shares up to a game."""
        self._game = game
        arrays = game.arrays
        times, shares = arrays["times"].astype(float), arrays["shares"]
        exact = arrays["exact"].tolist()
        last = max(float(times[-1]) if len(times) else 0.0, LEAST)
        lines, bands, levels = [], [], []
        same = exact[0] == exact[1]
        for place, color in enumerate((stay_color(), switch_color())):
            lines.append(Line(times, shares[:, place], color, 2.0))
            bands.append(funnel(exact[place], last, color))
            levels.append(Level(exact[place], "", theme().color("text") if same else color))
        self._keys = keys(exact)
        self.show_drawing(Drawing(
            lines=tuple(lines), bands=tuple(bands[:1] if same else bands),
            levels=tuple(levels[1:] if same else levels), x_range=(0.0, last),
            y_range=(0.0, 1.0), x_name="games" if game.knows else "games not void",
            y_name=self._told(),
        ))  # fmt: skip

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the chart, and above it what the lines are: within, names would hide them."""
        super().paint(painter, vector)
        painter.setFont(font(10.5))
        metrics = QFontMetricsF(painter.font())
        left = self.width() - px(8) - self._keyed()
        for text, token in self._keys:
            if token:
                painter.setPen(QPen(theme().color(token), px(2)))
                middle = px(3) + metrics.height() / 2
                painter.drawLine(QPointF(left, middle), QPointF(left + px(SWATCH), middle))
                left += px(SWATCH + 4)
            wide = metrics.horizontalAdvance(text)
            painter.setPen(theme().color("secondary"))
            room = QRectF(left, px(3), wide + 2, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, text)
            left += wide + px(GAP)

    def _keyed(self) -> float:
        """Return how wide the names of the lines are."""
        metrics = QFontMetricsF(font(10.5))
        texts = sum(metrics.horizontalAdvance(text) for text, _ in self._keys)
        swatches = sum(px(SWATCH + 4) for _, token in self._keys if token)
        return texts + swatches + px(GAP) * max(len(self._keys) - 1, 0)

    def _told(self) -> str:
        """Return what stands above the chart beside the names of the lines."""
        room = self.width() - 2 * px(8) - px(2 * GAP) - self._keyed()
        metrics = QFontMetricsF(font(10.5))
        return next((text for text in WORDS if metrics.horizontalAdvance(text) <= room), " ")

    def _show_again(self) -> None:
        """Say as much as there is room for."""
        if self._game is not None:
            self.show_game(self._game)


def keys(exact: list[float]) -> list[tuple[str, str]]:
    """Return what the lines come close to, by Bayes, each with the colour token of its line.

    Examples
    --------
    >>> keys([0.1, 0.9, 0.0])
    [('by Bayes:', ''), ('switch 0.9', 'class 1'), ('stay 0.1', 'class 0')]
    """
    chances = [("switch", exact[1], "class 1"), ("stay", exact[0], "class 0")]
    return [("by Bayes:", "")] + [(f"{name} {number(at)}", token) for name, at, token in chances]


def funnel(chance: float, last: float, color: QColor) -> Band:
    """Return which shares have the chance in their 99.99 % Wilson interval, by number of games."""
    games: Array = np.linspace(1.0, last, 160)
    half = DEVIATIONS * np.sqrt(chance * (1 - chance) / games)
    soft = QColor(color)
    soft.setAlphaF(0.12)
    return Band(games, np.clip(chance - half, 0, 1), np.clip(chance + half, 0, 1), soft)
