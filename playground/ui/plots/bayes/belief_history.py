"""How belief has changed, observation by observation."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from playground.ui.plots.bayes.believed import (
    Believed,
    belief_color,
    hypothesis_color,
    second_color,
)
from playground.ui.plots.chart import Band, Chart, Drawing, Level, Line
from playground.ui.theme import theme

LEAST = 10.0
"""Observations that there is room for from the beginning."""


class BeliefHistory(Chart):
    """Mean and 95 % interval over time, or the belief in each hypothesis that has a name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Belief over time")

    def show_believed(self, believed: Believed) -> None:
        """Show another past."""
        times = believed.arrays["times"].astype(float)
        last = max(float(times[-1]), LEAST)
        make = _shares if believed.names else _means
        lines, bands, levels, name = make(believed)
        self.show_drawing(Drawing(
            lines=lines, bands=bands, levels=levels, x_range=(0.0, last), y_range=(0.0, 1.0),
            x_name="observations", y_name=name,
        ))  # fmt: skip


Parts = tuple[tuple[Line, ...], tuple[Band, ...], tuple[Level, ...], str]


def _means(believed: Believed) -> Parts:
    """Return mean and interval of each person, and the truth."""
    arrays = believed.arrays
    times = arrays["times"].astype(float)
    colors = (belief_color(), second_color())
    lines, bands = [], []
    for person in range(arrays["means"].shape[1]):
        soft = QColor(colors[person])
        soft.setAlphaF(0.18)
        bands.append(Band(times, arrays["lows"][:, person], arrays["highs"][:, person], soft))
        lines.append(Line(times, arrays["means"][:, person], colors[person], 2.0, person > 0))
    truth = Level(believed.truth, "truth", theme().color("text"))
    return tuple(lines), tuple(bands), (truth,), "mean belief, and where 95 % of it lies"


def _shares(believed: Believed) -> Parts:
    """Return the belief in each hypothesis."""
    arrays = believed.arrays
    times = arrays["times"].astype(float)
    lines = [
        Line(times, arrays["shares"][:, place], hypothesis_color(believed, place),
             2.4 if arrays["true"][place] else 1.6)
        for place in range(len(believed.names))
    ]  # fmt: skip
    if believed.story == "test":
        lines = lines[:1]
        if believed.second is not None:
            lines.append(Line(times, arrays["means"][:, 1], second_color(), 1.8, True))
    return tuple(lines), (), (), f"belief in {_whom(believed)}"


def _whom(believed: Believed) -> str:
    return "being ill" if believed.story == "test" else "each urn"
