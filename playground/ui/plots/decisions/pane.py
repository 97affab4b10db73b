"""One picture of a decision or of a unit: a plane, or a chart where there is one input."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QWidget

from playground.ui.focus import Cell
from playground.ui.plots.chart import Drawing
from playground.ui.plots.decisions.decision import Decision
from playground.ui.plots.decisions.decision_chart import DecisionChart
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.decisions.plate import Plate, Samples
from playground.ui.plots.decisions.point_hand import PointHand

DIVERGED = "It has diverged: the numbers are no longer finite. Lower the learning rate."


class Pane(QWidget):
    """Shows one decision.

    Attributes
    ----------
    learner
        Whose decision it is.
    plain
        Whether axes, names and legend are left out, as where many stand side by side.

    Signals
    -------
    brushed(frozenset)
        Rows that a drag marks.
    pointed(object)
        The features under the cursor, or None.
    grabbed(int), dragged(float, float), let_go()
        A sample is taken hold of, by its row; carried to a place of the picture; put down.
    """

    brushed = Signal(object)
    pointed = Signal(object)
    grabbed = Signal(int)
    dragged = Signal(float, float)
    let_go = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.learner = ""
        self.plain = False
        self.decision: Decision | None = None
        self._carried: tuple[int, float, float] | None = None
        self.plane = PlaneView(self.read, self)
        self.chart = DecisionChart(self)
        self._hands = [PointHand(view) for view in (self.plane, self.chart)]
        for hand in self._hands:
            hand.pointed.connect(self._point)
            hand.grabbed.connect(self.grabbed)
            hand.dragged.connect(self.dragged)
            hand.let_go.connect(self.let_go)
        self.plane.brushed.connect(self.brushed)
        self._views = QStackedLayout(self)
        self._views.addWidget(self.plane)
        self._views.addWidget(self.chart)

    @property
    def in_sight(self) -> tuple[float, float, float, float] | None:
        """Left, right, bottom and top of what is seen; None where that is nothing yet."""
        if self._views.currentWidget() is not self.chart:
            return self.plane.extent
        drawing = self.chart.drawing
        return (*drawing.x_range, *drawing.y_range)

    def read(self, x: float, y: float) -> str:
        """Write the decision at a place of the plane."""
        return self.decision.read(x, y) if self.decision is not None else ""

    def carry(self, row: int, x: float, y: float) -> None:
        """Show the sample of a row elsewhere, until `release`: the learner is not that quick."""
        self._carried = row, x, y
        for view in (self.plane, self.chart):
            if view.samples is not None:
                view.show_samples(self._in_hand(view.samples))

    def release(self) -> None:
        """Show all samples where the next decision has them."""
        self._carried = None

    def outline(self, low: Sequence[float] | None, high: Sequence[float] = ()) -> None:
        """Outline where a box in feature space cuts the picture, or None: nothing."""
        cut = None
        if low is not None and self.decision is not None:
            cut = self.decision.cut(low, high)
        self.plane.outline(cut if cut is not None and len(cut) == 4 else None)
        self.chart.outline(cut if cut is not None and len(cut) == 2 else None)

    def judgement(self, x: Sequence[float]) -> str:
        """Write what is decided of features, or "" where the picture does not show them."""
        place = self.decision.project(x) if self.decision is not None else None
        if place is None or self.decision is None or len(place) < 2:
            return ""
        return self.decision.read(*place).rpartition("·")[2].strip()

    def echo(self, x: Sequence[float] | None) -> None:
        """Mark a place in feature space that is pointed at elsewhere, or None: none."""
        place = self.decision.project(x) if x is not None and self.decision is not None else None
        self.plane.echo(place if place is not None and len(place) == 2 else None)
        if self.plain and not self.chart.underMouse():
            self.chart.point_at(place[0] if place is not None and len(place) == 1 else None)

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
            drawing = decision.chart(feature(0))
            if drawing.samples is not None:
                drawing = replace(drawing, samples=self._in_hand(drawing.samples))
            self.chart.bare = self.plain
            drawing = replace(drawing, note="") if self.plain else drawing
            self.chart.show_drawing(drawing)
            self._views.setCurrentWidget(self.chart)
            return
        if before is None or not decision.same_samples(before):
            self.plane.show_samples(self._in_hand(decision.samples()))
        if before is None or decision.unit or not decision.same_samples(before):
            self.plane.legend = None if self.plain else decision.legend()
        told = "diverged" if self.plain else DIVERGED
        self.plane.notice = told if "diverged" in decision.arrays else ""
        first, second = decision.arrays["axes"].tolist()
        if self.plain:
            self.plane.names = ("", "")
        elif first < 0:
            self.plane.names = ("principal axis 1", "principal axis 2")
        else:
            self.plane.names = (feature(first), feature(second))
        self.plane.show_plate(decision.plate())
        self._views.setCurrentWidget(self.plane)

    def show_blank(self, picture: Plate | Drawing) -> None:
        """Show a picture without a decision."""
        if isinstance(picture, Drawing):
            self.chart.show_drawing(picture)
            self._views.setCurrentWidget(self.chart)
        else:
            self.plane.show_plate(picture)
            self._views.setCurrentWidget(self.plane)

    def _in_hand(self, samples: Samples) -> Samples:
        """Return the samples with the one that is carried where the mouse has it."""
        if self._carried is None or samples.rows is None:
            return samples
        row, x, y = self._carried
        at = np.array(samples.at, float)
        at[samples.rows == row, 0] = x
        arrays = self.decision.arrays if self.decision is not None else {}
        # In the chart of a classifier the height of a sample is its label, and stays.
        if not ("grid" in arrays and "labels" in arrays):
            at[samples.rows == row, 1] = y
        return replace(samples, at=at)

    def _point(self, place: tuple[float, float] | None) -> None:
        found = self.decision.lift(*place) if place and self.decision is not None else None
        self.pointed.emit(found)


class Panes(QWidget):
    """Up to four panes: alone, side by side, or two by two.

    Signals
    -------
    brushed(frozenset)
        Rows that a drag marks.
    added(Pane)
        There is one more.
    """

    brushed = Signal(object)
    added = Signal(object)
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
            self.added.emit(self.panes[-1])
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

    def outline(self, cell: Cell | None) -> None:
        """Outline a box in feature space in the pictures of its learner."""
        for pane in self.panes:
            if cell is not None and cell.learner == pane.learner:
                pane.outline(cell.low, cell.high)
            else:
                pane.outline(None)

    def brush_with_drag(self, on: bool) -> None:
        """Let a plain drag mark samples, or only one with Shift."""
        for pane in self.panes:
            pane.plane.brushing = on
