"""The observations so far: a disc for each, the newest on the right."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.plots.bayes.believed import Believed, outcome_color
from playground.ui.plots.lettering import font
from playground.ui.plots.strip import Strip
from playground.ui.plots.wording import grouped
from playground.ui.theme import px, theme

SIGNS = {"tails": "T", "heads": "H", "negative": "−", "positive": "+", "blue": "", "orange": ""}
"""What stands in a disc."""


class ObservationStrip(Strip):
    """A disc for each observation, as many of the newest as there is room for."""

    high = 30

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._believed: Believed | None = None

    def show_believed(self, believed: Believed) -> None:
        """Show other observations."""
        self._believed = believed
        self.setAccessibleName(self.told)
        self.update()

    @property
    def told(self) -> str:
        """The counts in words."""
        believed = self._believed
        if believed is None or not believed.observations:
            return "nothing observed yet"
        counts = believed.arrays["counts"].tolist()
        parts = [f"{believed.outcomes[k]} {grouped(counts[k])}" for k in (1, 0)]
        return " · ".join(parts)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the counts and the discs."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        words = metrics.horizontalAdvance(self.told)
        painter.setPen(theme().color("secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(px(12), 0, words + 2, self.height()), middle, self.told)
        if self._believed is not None and self._believed.observations:
            self._paint_discs(painter, self._believed, px(12) + words + px(14))

    def _paint_discs(self, painter: QPainter, believed: Believed, left: float) -> None:
        """Paint the newest observations from the right end of what there is room for."""
        radius = px(8)
        step = 2 * radius + px(4)
        most = int((self.width() - px(10) - left) // step)
        if most < 1:
            return
        seen = believed.arrays["seen"].tolist()[-most:]
        first = believed.observations - len(seen)
        x, y = left + radius, self.height() / 2
        painter.setFont(font(9.5, bold=True))
        for place, outcome in enumerate(seen):
            by_hand = first + place < int(believed.arrays["given"])
            newest = place == len(seen) - 1
            self._paint_disc(painter, QPointF(x, y), radius, outcome, believed, newest)
            if by_hand:
                painter.setPen(QPen(theme().color("text"), px(10) / 6))
                painter.drawLine(QPointF(x - px(5), y + radius + px(3)),
                                 QPointF(x + px(5), y + radius + px(3)))  # fmt: skip
            x += step

    def _paint_disc(
        self, painter: QPainter, at: QPointF, radius: float, outcome: int, believed: Believed,
        newest: bool,
    ) -> None:  # fmt: skip
        rim = theme().color("text") if newest else theme().color("field")
        painter.setPen(QPen(rim, px(10) / 6))
        painter.setBrush(outcome_color(outcome))
        painter.drawEllipse(at, radius, radius)
        painter.setPen(theme().color("canvas" if theme().name == "dark" else "panel"))
        room = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        name = believed.outcomes[outcome]
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, SIGNS.get(name, name[:1].upper()))
