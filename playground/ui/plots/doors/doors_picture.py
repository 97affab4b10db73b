"""The doors, the shares won and Bayes' rule, as many as there is room for."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from playground.ui.plots.arranged import Arranged
from playground.ui.plots.doors.chance_table import ChanceTable
from playground.ui.plots.doors.door_row import DoorRow
from playground.ui.plots.doors.last_game import LastGame
from playground.ui.plots.doors.share_chart import ShareChart
from playground.ui.theme import px

WIDE, HIGH = 700, 300
"""Width and height from which the table stands beside the chart."""

LOW = 150
"""Height below which there is room for the doors only."""

TALL = 480
"""Height from which the table stands under the chart where it is narrow."""

TABLE = 200
"""Height of the table under the chart."""


def arrange(width: int, height: int) -> dict[str, QRect]:
    """Return where doors, chart and table are; what has no room is left out."""
    cut = round((0.46 if height >= px(HIGH) else 0.54) * height)
    if height < px(LOW):
        return {"doors": QRect(0, 0, width, height)}
    places = {"doors": QRect(0, 0, width, cut)}
    rest = QRect(0, cut, width, height - cut)
    if width >= px(WIDE) and height >= px(HIGH):
        side = max(width // 2, px(430))
        return places | {
            "table": rest.adjusted(width - side, 0, 0, 0), "chart": rest.adjusted(0, 0, -side, 0)
        }  # fmt: skip
    if height >= px(TALL) and width >= px(400):
        doors = round(0.34 * height)
        chart = height - doors - px(TABLE)
        return {
            "doors": QRect(0, 0, width, doors),
            "chart": QRect(0, doors, width, chart),
            "table": QRect(0, doors + chart, width, px(TABLE)),
        }
    return places | {"chart": rest}


class DoorsPicture(Arranged):
    """The last game, the shares so far, and why.

    Attributes
    ----------
    doors
        Where a door can be clicked.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doors, self.chart, self.table = DoorRow(self), ShareChart(self), ChanceTable(self)
        self.views = {
            "doors": self.doors, "chart": self.chart, "table": self.table,
        }  # fmt: skip

    def show_game(self, game: LastGame) -> None:
        """Show another game."""
        self.doors.show_game(game)
        self.chart.show_game(game)
        self.table.show_game(game)

    def places(self) -> dict[str, QRect]:
        """Return where pictures are, by name."""
        return arrange(self.width(), self.height())
