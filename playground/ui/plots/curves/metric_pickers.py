"""Chooses which numbers two plots show, of all that a learner reports."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.wording import OWN_SCORES, score_title
from playground.ui.theme import px

PLOTS = ("first", "second")


def chosen_metrics(known: Sequence[str], goal: str, wanted: tuple[str, str]) -> tuple[str, ...]:
    """Return the metrics of two plots, or of one where a learner reports no more.

    Those wanted, else the one that it goes by, and beside it a score.

    Examples
    --------
    >>> chosen_metrics(("inertia", "clusters", "silhouette"), "inertia", ("", ""))
    ('inertia', 'silhouette')
    >>> chosen_metrics(("inertia", "clusters", "silhouette"), "inertia", ("clusters", ""))
    ('clusters', 'silhouette')
    """
    order = [wanted[0], goal, "clusters", *known]
    first = next(name for name in order if name in known)
    order = [wanted[1], *OWN_SCORES, goal, *known]
    second = next((name for name in order if name in known and name != first), "")
    return (first, second) if second else (first,)


class MetricPickers(QWidget):
    """Two small menus; hidden where there is nothing to choose.

    Signals
    -------
    picked(str, str)
        ``"first"`` or ``"second"``, and the name of the metric that this plot is to show.
    """

    picked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._known: tuple[str, ...] = ()
        self._shown: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(2))
        self.buttons = []
        for place, plot in enumerate(PLOTS):
            tip = f"What the {plot} plot shows"
            button = MenuButton("", tip, lambda place=place: self._items(place), self)
            button.chosen.connect(lambda name, _on, plot=plot: self.picked.emit(plot, name))
            row.addWidget(button)
            self.buttons.append(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.hide()

    def offer(self, known: tuple[str, ...], shown: list[str]) -> None:
        """Offer these metrics, and say which each plot shows; "" for a plot that is not seen."""
        if (known, shown) == (self._known, self._shown):
            return
        self._known, self._shown = known, shown
        for place, button in enumerate(self.buttons):
            name = shown[place] if place < len(shown) else ""
            button.setVisible(bool(name))
            button.setText(score_title(name))
        self.setVisible(len(known) > 1)

    def _items(self, place: int) -> list[Item]:
        chosen = self._shown[place] if place < len(self._shown) else ""
        return [Item(name, score_title(name), checked=name == chosen) for name in self._known]
