"""How often staying and switching have won, and the chances they come close to."""

from dataclasses import replace

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.chart import Band, Chart, Drawing, Level, Line
from playground.ui.plots.doors.last_game import LastGame, stay_color, switch_color
from playground.ui.plots.lettering import number
from playground.ui.theme import px, theme

DEVIATIONS = 3.8906
"""Of a 99.99 % interval."""

WORDS = "share of games won · shade: 99.99 % interval"
WORDY = 320
"""Width from which there is room for the words."""

LOW = 120
"""Height below which what Bayes says stands above the chart: within, it would hide the lines."""

LEAST = 30.0
"""Games that there is room for from the beginning."""


class ShareChart(Chart):
    """Shares of games won, dashed lines at the exact chances, and how far luck reaches."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Shares of games won by staying and by switching")
        self._game: LastGame | None = None
        self.resized.connect(self._show_again)

    def show_game(self, game: LastGame) -> None:
        """Show the shares up to a game."""
        self._game = game
        arrays = game.arrays
        times, shares = arrays["times"].astype(float), arrays["shares"]
        exact = arrays["exact"].tolist()
        last = max(float(times[-1]) if len(times) else 0.0, LEAST)
        lines, bands, levels = [], [], []
        both = ((0, "stay", stay_color()), (1, "switch", switch_color()))
        same = exact[0] == exact[1]
        for place, name, color in both:
            lines.append(Line(times, shares[:, place], color, 2.0))
            bands.append(funnel(exact[place], last, color))
            called = "both" if same else name
            told = theme().color("text") if same else color
            levels.append(Level(exact[place], f"{called}, by Bayes:", told))
        if self.height() < px(LOW):
            levels = [replace(level, label="") for level in levels]
        self.show_drawing(Drawing(
            lines=tuple(lines), bands=tuple(bands[:1] if same else bands),
            levels=tuple(levels[1:] if same else levels), x_range=(0.0, last),
            y_range=(0.0, 1.0), x_name="games" if game.knows else "games not void",
            y_name=self._told(exact),
        ))  # fmt: skip

    def _told(self, exact: list[float]) -> str:
        """Return what stands above the chart."""
        wordy = self.width() >= px(WORDY)
        if self.height() >= px(LOW):
            return WORDS if wordy else "share of games won"
        stay, switch = (number(chance) for chance in exact[:2])
        chances = f"both {stay}" if stay == switch else f"switch {switch}, stay {stay}"
        return f"{'share of games won · ' if wordy else ''}by Bayes: {chances}"

    def _show_again(self) -> None:
        """Say as much as there is room for."""
        if self._game is not None:
            self.show_game(self._game)


def funnel(chance: float, last: float, color: QColor) -> Band:
    """Return which shares have the chance in their 99.99 % Wilson interval, by number of games."""
    games: Array = np.linspace(1.0, last, 160)
    half = DEVIATIONS * np.sqrt(chance * (1 - chance) / games)
    soft = QColor(color)
    soft.setAlphaF(0.12)
    return Band(games, np.clip(chance - half, 0, 1), np.clip(chance + half, 0, 1), soft)
