"""The curves of several members, their mean, and how far they part: bias and variance."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.plots.chart import Band, Line
from playground.ui.plots.lettering import number
from playground.ui.theme import theme

FAINT, SOFT = 0.3, 0.2


@dataclass(frozen=True, eq=False)
class MemberSpread:
    """What several members answer along one feature.

    Attributes
    ----------
    grid
        Values of the feature ``(width,)``.
    curves
        Each member's answers ``(members, width)``.
    """

    grid: Array
    curves: Array

    def lines(self, best: int, color: QColor) -> list[Line]:
        """Return a faint line for each, their mean dashed, and the best, or the only one, bold."""
        bold = Line(self.grid, self.curves[best], color, 2.2)
        if len(self.curves) == 1:
            return [bold]
        faint = QColor(color)
        faint.setAlphaF(FAINT)
        each = [Line(self.grid, curve, faint, 1.0) for curve in self.curves]
        mean = Line(self.grid, self.curves.mean(axis=0), theme().color("text"), 2.0, dashed=True)
        return [*each, bold, mean]

    def band(self, color: QColor) -> Band | None:
        """Return the band of one standard deviation around the mean, or None for one alone."""
        if len(self.curves) == 1:
            return None
        soft = QColor(color)
        soft.setAlphaF(SOFT)
        mean, spread = self.curves.mean(axis=0), self.curves.std(axis=0)
        return Band(self.grid, mean - spread, mean + spread, soft)

    def told(self, x: Array) -> str:
        """Write how far members typically part at the samples' x, or "" for one alone."""
        many = len(self.curves)
        return f"spread between {many} members ±{self._typical(x)}" if many > 1 else ""

    def key(self, x: Array) -> str:
        """Write what the lines and the band are, or "" where there is one line."""
        many = len(self.curves)
        return f"dashed: mean of {many} · band: ±{self._typical(x)}" if many > 1 else ""

    def _typical(self, x: Array) -> str:
        """Write the median of the standard deviations at some x, or at all."""
        spread = np.interp(x if len(x) else self.grid, self.grid, self.curves.std(axis=0))
        return number(float(np.median(spread)), 2)
