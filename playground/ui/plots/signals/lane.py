"""One learner among several side by side: its name, a word on how it fares, and a plot."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from playground.ui.plots.chart import Chart
from playground.ui.plots.lettering import font
from playground.ui.plots.signals.heat_map import HeatMap
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme


class Caption(Strip):
    """A name, and a word in the colour of what it means; hidden while there is no name."""

    high = 20

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._word, self._token = "", "", "secondary"
        self.hide()

    def say(self, name: str, word: str, token: str, tip: str) -> None:
        """Show a name and a word."""
        if (name, word, token) != (self._name, self._word, self._token):
            self._name, self._word, self._token = name, word, token
            self.setAccessibleName(f"{name}: {word}")
            self.setVisible(bool(name))
            self.update()
        if tip != self.toolTip():
            self.setToolTip(tip)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the name, and on the right the word where there is room for both."""
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setFont(font(11, bold=True))
        wide = painter.fontMetrics().horizontalAdvance(self._name)
        room = QRectF(self.rect()).adjusted(px(12), 0, -px(8), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme().color("text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, self._name)
        painter.setFont(font(11))
        if wide + px(12) + painter.fontMetrics().horizontalAdvance(self._word) < room.width():
            painter.setPen(theme().color(self._token))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | middle, self._word)


class Lane(QWidget):
    """A caption above a chart or a heat map.

    Attributes
    ----------
    caption, chart, heat
        The parts.
    learner
        Id of the learner shown.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.learner = ""
        self.caption = Caption(self)
        self.chart, self.heat = Chart(self), HeatMap(self)
        for plot in (self.chart, self.heat):
            plot.setMinimumSize(0, 0)
        self._plots = QStackedLayout()
        self._plots.addWidget(self.chart)
        self._plots.addWidget(self.heat)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addLayout(self._plots, 1)

    def show_plot(self, heat: bool) -> None:
        """Show the heat map, or the chart."""
        self._plots.setCurrentWidget(self.heat if heat else self.chart)
