"""The pictures of Bayes' rule side by side, as many as there is room for."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from playground.ui.plots.arranged import Arranged
from playground.ui.plots.bayes.belief_history import BeliefHistory
from playground.ui.plots.bayes.belief_rows import BeliefRows
from playground.ui.plots.bayes.believed import Believed
from playground.ui.plots.bayes.observation_strip import ObservationStrip
from playground.ui.plots.bayes.people import People
from playground.ui.theme import px

WIDE, HIGH = 620, 440
"""Width from which there is a second column, and height from which there is a second line."""


def arrange(width: int, height: int, people: bool) -> dict[str, QRect]:
    """Return where the pictures are; those that have no room are left out.

    Parameters
    ----------
    people
        Whether there are people to show.
    """
    high = px(30)
    places = {"strip": QRect(0, 0, width, high)}
    rest = QRect(0, high, width, height - high)
    wide, tall = width >= px(WIDE), height >= px(HIGH)
    if wide:
        side = round(0.44 * width)
        left, right = rest.adjusted(0, 0, -side, 0), rest.adjusted(width - side, 0, 0, 0)
        places["rows"] = left
        if not people:
            return places | {"history": right}
        cut = round(0.36 * right.height()) if tall else 0
        places["people"] = right.adjusted(0, 0, 0, -cut)
        return places | ({"history": right.adjusted(0, right.height() - cut, 0, 0)} if cut else {})
    first = "people" if people else "rows"
    second = "rows" if people else "history"
    if not tall:
        return places | {first: rest}
    cut = round(0.5 * rest.height()) if people else round(0.32 * rest.height())
    return places | {
        first: rest.adjusted(0, 0, 0, -cut), second: rest.adjusted(0, rest.height() - cut, 0, 0)
    }  # fmt: skip


class BayesPicture(Arranged):
    """Observations, Bayes' rule, people and the past.

    Attributes
    ----------
    rows
        Where the prior can be drawn.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip, self.rows = ObservationStrip(self), BeliefRows(self)
        self.people, self.history = People(self), BeliefHistory(self)
        self.rows.setAccessibleName("Prior, likelihood and posterior")
        self.views = {
            "strip": self.strip, "rows": self.rows, "people": self.people, "history": self.history,
        }  # fmt: skip
        self._peopled = False

    def show_believed(self, believed: Believed, drawable: bool) -> None:
        """Show other beliefs; `drawable` says whether the prior can be drawn by hand."""
        peopled = believed.story == "test"
        if peopled != self._peopled:
            self._peopled = peopled
            self.arrange()
        self.strip.show_believed(believed)
        self.rows.show_believed(believed, drawable)
        self.history.show_believed(believed)
        if peopled:
            self.people.show_believed(believed)

    def places(self) -> dict[str, QRect]:
        """Return where pictures are, by name."""
        return arrange(self.width(), self.height(), self._peopled)
