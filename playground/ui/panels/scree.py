"""Scree: principal axes on the data, how much each holds, and what comes back."""

from itertools import count as counting
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.document.edits import set_settings
from playground.engine.plane import extent_of
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.answers import Answers
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.colors import class_color
from playground.ui.plots.components.along_the_way import reducers_before
from playground.ui.plots.components.axes_plane import Arrows, AxesPlane
from playground.ui.plots.components.axis_pictures import AxisPictures, AxisSet
from playground.ui.plots.components.rebuilt_view import Rebuilt, RebuiltView
from playground.ui.plots.components.spectrum import Spectrum
from playground.ui.plots.components.spectrum_chart import SpectrumChart
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.plate import Plate
from playground.ui.plots.key_row import KeyRow
from playground.ui.plots.lettering import number
from playground.ui.plots.linear.coefficient_bars import CoefficientBars, Weighing
from playground.ui.plots.plane_shape import aspect_of
from playground.ui.plots.wording import stamp
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

WIDE, HIGH = 560, 340
"""Room from which there are four pictures."""

BESIDE, BELOW = 420, 270
"""Width from which two of them stand side by side, and height from which one above the other."""

BARS, BAR_COLORS = 3, ("accent", "class 3", "class 2")
"""Axes whose loadings stand side by side as bars, and their colours."""

WITHIN = (
    "No axes to show: the PCA lies in front of one of its parts. Wire it in front of the learner, "
    "or choose another in the menu."
)

_gestures = counting()


class Scree(Panel):
    """Scree: principal axes on the data, how much each holds, and what comes back.

    Shows a learner of principal components while it turns its axes, or the PCA in front of any
    learner. Dragging in the scree plot changes how many components are kept.
    """

    title: ClassVar[str] = "Principal axes"
    settings_type: ClassVar[type[PanelSettings]] = PanelSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here goes by principal components. Put a PCA block between data "
        "and a learner, or wire data to Principal components."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._row, self._of, self._gesture = -1, "", 0
        self.chart, self.plane = SpectrumChart(self.body), AxesPlane(self.body)
        self.pictures, self.loadings = AxisPictures(self.body), QWidget(self.body)
        self.bars, self.keys = CoefficientBars(self.loadings), KeyRow(self.loadings)
        self.bars.setAccessibleName("Loadings")
        self.bars.setToolTip("How much of each feature goes into the first axes")
        column = QVBoxLayout(self.loadings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.keys)
        column.addWidget(self.bars, 1)
        self.rebuilt = RebuiltView(self.body)
        self._side = 0
        self._answers = Answers(self, self.rewatch)
        self.chart.chosen.connect(self._choose)
        self.plane.picked.connect(lambda row: bridge.focus.brush([] if row is None else [row]))
        self.plane.brushed.connect(bridge.focus.brush)
        bridge.focus.changed.connect(self._refocus)
        self._arrange()
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the scree probe."""
        info = self.learner
        return (self._request_to("scree", info, row=self._row),) if info is not None else ()

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest axes."""
        info = self.learner
        snapshot = next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        self._answers.came()
        arrays = snapshot.arrays
        if "spectrum" not in arrays:
            self.show_empty(WITHIN)
            return
        side = int(arrays["side"])
        if side != self._side:
            self._side = side
            self._arrange()
        error = float(arrays["mean error"])
        self.chart.show_spectrum(
            Spectrum(arrays["spectrum"], arrays["variance"], int(arrays["standing"]), error)
        )
        self._show_plane(info, arrays)
        self._show_loadings(arrays)
        self.rebuilt.show_rebuilt(self._taken_apart(arrays))
        self.header.describe(stamp(self.bridge, info.id, snapshot.step))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect, or what is missing."""
        info = self.learner
        if (info.id if info else "") != self._of:
            self._of, self._row = info.id if info else "", -1
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it finds principal axes, or is given features turned to them."""
        return "scree" in info.shows or bool(reducers_before(self.bridge, info.id, "pca"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Divide the room anew."""
        super().resizeEvent(event)
        self._arrange()
        if self.snapshots:
            self.draw(self.snapshots)

    # what is shown -----------------------------------------------------------------

    def _arrange(self) -> None:
        """Give each picture its room: the scree plot always, the others as there is some."""
        width, height = self.width() - 2, self.height() - self.header.height() - 2
        loadings, spare = self.loadings, self.pictures
        if self._side:
            loadings, spare = spare, loadings
        grid: list[list[Any]] = [[self.chart]]
        if width >= px(WIDE) and height >= px(HIGH):
            grid = [[self.plane, self.chart], [loadings, self.rebuilt]]
        elif height >= px(BELOW) and width < 1.8 * height:
            grid = [[self.plane], [self.chart]]
        elif width >= px(WIDE) and self._side:
            grid = [[self.chart, self.pictures, self.rebuilt]]
        elif width >= px(BESIDE):
            grid = [[self.plane, self.chart]]
        shown = [view for line in grid for view in line]
        for view in (self.chart, self.plane, loadings, self.rebuilt, spare):
            view.setVisible(view in shown)
        gap = 2
        for j, line in enumerate(grid):
            top, bottom = (round(k * (height + gap) / len(grid)) for k in (j, j + 1))
            for i, view in enumerate(line):
                left, right = (round(k * (width + gap) / len(line)) for k in (i, i + 1))
                view.setGeometry(QRect(left, top, right - left - gap, bottom - top - gap))

    def _show_plane(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        points = arrays["points"].astype(float)
        shown = {k: arrays[k] for k in ("labels", "values", "part", "rows", "classes")
                 if k in arrays}  # fmt: skip
        decision = Decision({**shown, "points": points}, info.classes, Look())
        aspect = aspect_of(self.plane.width(), self.plane.height())
        ends = arrays["origin"] + np.concatenate([arrays["arrows"], 0 * arrays["arrows"]])
        extent = extent_of(np.concatenate([points, ends]), aspect, 0.08)
        size = max(self.plane.width(), 1), max(self.plane.height(), 1)
        self.plane.show_plate(Plate(extent, size=size))
        self.plane.show_samples(decision.samples())
        self.plane.legend = decision.legend()
        first, second = arrays["across"].tolist()
        self.plane.names = (first, second)
        self.plane.show_arrows(Arrows(
            arrays["origin"], arrays["arrows"], int(arrays["standing"]),
            np.stack([points, arrays["feet"].astype(float)], axis=1),
        ))  # fmt: skip
        self.plane.mark(self.bridge.focus.brushed)

    def _show_loadings(self, arrays: dict[str, Array]) -> None:
        loadings, kept = arrays["loadings"], len(arrays["variance"])
        spectrum = arrays["spectrum"]
        if self._side and loadings.shape[1] == self._side**2:
            shares = 100 * spectrum / max(float(spectrum.sum()), 1e-300)
            found = AxisSet(arrays["middle"], loadings, shares, kept, self._side)
            self.pictures.show_axes(found)
            return
        shown = loadings[: min(BARS, kept, int(arrays["standing"]) + 1)]
        colors = [theme().color(token) for token in BAR_COLORS[: len(shown)]]
        names = tuple(arrays["names"].tolist())
        pairs = tuple((color, color) for color in colors)
        self.bars.show_weighing(Weighing(names, shown, pairs))
        self.keys.show_keys([(f"PC {i + 1}", "", color) for i, color in enumerate(colors)])

    def _taken_apart(self, arrays: dict[str, Array]) -> Rebuilt:
        what, color = "", theme().color("secondary")
        if "row labels" in arrays:
            label = int(arrays["row labels"][0])
            what, color = str(arrays["row classes"][label]), class_color(theme(), label)
        elif "row values" in arrays:
            what = number(float(arrays["row values"][0]))
        names = tuple(arrays["names"].tolist())
        return Rebuilt(
            int(arrays["row"]), what, QColor(color), arrays["original"], arrays["remade"],
            arrays["limits"], self._features(len(arrays["original"]), names), int(arrays["side"]),
            min(len(arrays["variance"]), int(arrays["standing"]) + 1),
            float(arrays["error"]), float(arrays["mean error"]),
        )  # fmt: skip

    def _features(self, wide: int, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return names of the features of a row, which may be those of the data set."""
        info = self.learner
        given = info.inputs if info is not None else ()
        for told in (given, names):
            if len(told) == wide:
                return told
        return tuple(f"x{i + 1}" for i in range(wide))

    # what the person does ----------------------------------------------------------

    def _choose(self, wanted: int, going_on: bool) -> None:
        """Keep another number of components: one undo for a gesture."""
        info = self.learner
        if info is None:
            return
        block = info.id
        if "scree" not in info.shows:
            block = next(iter(reducers_before(self.bridge, info.id, "pca")), "")
        if not going_on:
            self._gesture = next(_gestures)
        edit = set_settings(block, {"components": wanted}, self.bridge.catalogue)
        self.bridge.apply("Keep components", edit, ("components", block, self._gesture))

    def _refocus(self) -> None:
        """Take the row apart that is pointed at or was picked."""
        brushed = self.bridge.focus.brushed
        self.plane.mark(brushed)
        if len(brushed) == 1 and self._row not in brushed:
            (self._row,) = brushed
            if self._seen:
                self._answers.want()
        elif self._seen and self.requests() != self._requests:
            self.rewatch()
