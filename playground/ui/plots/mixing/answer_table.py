"""Who answers for a place: weight times density, and each component's share of the sum."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.densities.bayes_table import NARROW, WIDE, BayesTable, height_of
from playground.ui.plots.groups.colors import group_color
from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme

LOW = 26
"""Height of a table of no lines: one bar for all components."""


class AnswerTable(BayesTable):
    """A line for each component: weight, density, their product, and its share as a bar.

    That is Bayes' rule, and what the expectation step computes for every row. Where there is no
    room for lines, one bar is divided among the components.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = -1

    def show_answers(self, arrays: Mapping[str, Array], row: int, most: int) -> None:
        """Show who answers for another place.

        Parameters
        ----------
        arrays
            What the mixture probe sent.
        row
            Number of the row that is the place; -1 for none.
        most
            Lines at most; 0 for one bar.
        """
        if (most == 0) != (self._most == 0):
            self.updateGeometry()
        self._row = row
        names = [f"component {c + 1}" for c in range(len(arrays["weight"]))]
        self.show_place(arrays, names, most)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of its lines, and some width."""
        return super().sizeHint() if self._most else QSize(px(100), px(LOW))

    @property
    def told(self) -> str:
        """Who answers for the place, in words."""
        posterior = self._arrays["posterior"]
        best = int(posterior.argmax())
        return f"component {best + 1} answers for {_percent(posterior[best])} of {self._whom}"

    @property
    def _whom(self) -> str:
        return f"row {self._row + 1}" if self._row >= 0 else "this place"

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the lines, or one bar."""
        if self._most:
            super().paint(painter, vector)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        if "posterior" not in self._arrays:
            return
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        left = px(12) + metrics.horizontalAdvance("row 99999") + px(8)
        painter.setPen(theme().color("secondary"))
        room = QRectF(px(12), 0, left - px(12), self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._whom)
        self._paint_shares(painter, QRectF(left, px(6), self.width() - px(12) - left, px(14)))

    def _paint_shares(self, painter: QPainter, bar: QRectF) -> None:
        """Paint a bar that is divided among the components."""
        around = QPainterPath(QPointF(0, 0))
        around.addRoundedRect(bar, px(3), px(3))
        painter.save()
        painter.setClipPath(around)
        painter.setPen(Qt.PenStyle.NoPen)
        x = bar.left()
        for label, share in enumerate(self._arrays["posterior"].tolist()):
            painter.setBrush(group_color(label))
            painter.drawRect(QRectF(x, bar.top(), bar.width() * share + 0.5, bar.height()))
            x += bar.width() * share
        painter.restore()
        painter.setPen(theme().color("field"))
        x = bar.left()
        for share in self._arrays["posterior"].tolist():
            part = QRectF(x, bar.top(), bar.width() * share, bar.height())
            if part.width() >= px(44):
                painter.drawText(part, Qt.AlignmentFlag.AlignCenter, _percent(share))
            x = part.right()

    def _head(self) -> list[str]:
        count = len(self._arrays["posterior"])
        some = len(self.shown) < count
        first = f"{len(self.shown)} of {count}" if some else "component"
        if self.width() < px(NARROW):
            return [first if some else "", "weight", "× density", "", "share"]
        if self.width() < px(WIDE):
            return [first, "weight", "× density", "", "→ answers"]
        features = int(self._arrays["features"])
        more = f": all {features} features count" if features > 2 else ""
        return [first, "weight", "× density", "= product", f"→ answers for {self._whom}{more}"]


    def _name(self, label: int) -> str:
        name = super()._name(label)
        # The circles are numbered: where there is little room that is enough.
        return name.rpartition(" ")[2] if self.width() < px(NARROW) else name


def room_for(lines: int) -> int:
    """Return how high a table of so many components is; 0 for one bar."""
    return height_of(lines) if lines else px(LOW)


def _percent(share: float) -> str:
    return f"{100 * float(share):.0f} %"
