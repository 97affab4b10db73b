"""One picture of a decision or of a unit: a plane, or a chart where there is one input."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QWidget

from playground.ui.plots.chart import Chart
from playground.ui.plots.decisions.decision import Decision
from playground.ui.plots.decisions.plane_view import PlaneView

DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."


class Pane(QWidget):
    """Shows one decision.

    Signals
    -------
    brushed(frozenset)
        Rows that a drag marks.
    """

    brushed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.decision: Decision | None = None
        self.plane = PlaneView(self.read, self)
        self.chart = Chart(self)
        self.plane.brushed.connect(self.brushed)
        self._views = QStackedLayout(self)
        self._views.addWidget(self.plane)
        self._views.addWidget(self.chart)

    def read(self, x: float, y: float) -> str:
        """Write the decision at a place of the plane."""
        return self.decision.read(x, y) if self.decision is not None else ""

    def forget(self) -> None:
        """Paint everything anew with the next decision."""
        self.decision = None

    def show_decision(self, decision: Decision, feature: Callable[[int], str]) -> None:
        """Show a newer decision.

        Parameters
        ----------
        feature
            Name of a feature by its number.
        """
        before, self.decision = self.decision, decision
        if "grid" in decision.arrays:
            self.chart.show_drawing(decision.chart(feature(0)))
            self._views.setCurrentWidget(self.chart)
            return
        if before is None or not decision.same_samples(before):
            self.plane.show_samples(decision.samples())
        if before is None or decision.unit or not decision.same_samples(before):
            self.plane.legend = decision.legend()
        self.plane.notice = DIVERGED if "diverged" in decision.arrays else ""
        first, second = decision.arrays["axes"].tolist()
        if first < 0:
            self.plane.names = ("principal axis 1", "principal axis 2")
        else:
            self.plane.names = (feature(first), feature(second))
        self.plane.show_plate(decision.plate())
        self._views.setCurrentWidget(self.plane)


class Panes(QWidget):
    """Up to four panes: alone, side by side, or two by two.

    Signals
    -------
    brushed(frozenset)
        Rows that a drag marks.
    """

    brushed = Signal(object)
    most = 4

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.panes = [Pane(self)]
        self.panes[0].brushed.connect(self.brushed)
        self.shown = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self._grid.addWidget(self.panes[0], 0, 0)

    def arrange(self, captions: Sequence[str]) -> None:
        """Show as many panes as there are captions; one alone has none."""
        count = min(max(len(captions), 1), self.most)
        while len(self.panes) < count:
            self.panes.append(Pane(self))
            self.panes[-1].brushed.connect(self.brushed)
        for place, pane in enumerate(self.panes):
            pane.plane.caption = captions[place] if count > 1 and place < count else ""
            pane.plane.update()
        if count == self.shown:
            return
        self.shown = count
        for pane in self.panes:
            self._grid.removeWidget(pane)
            pane.setVisible(False)
        for place, pane in enumerate(self.panes[:count]):
            self._grid.addWidget(pane, *divmod(place, 2))
            pane.setVisible(True)

    def mark(self, rows: frozenset[int]) -> None:
        """Ring these rows in every pane."""
        for pane in self.panes:
            pane.plane.mark(rows)

    def brush_with_drag(self, on: bool) -> None:
        """Let a plain drag mark samples, or only one with Shift."""
        for pane in self.panes:
            pane.plane.brushing = on
