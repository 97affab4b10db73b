"""The margin: the street between classes, and the rows at its kerb that hold it in place."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from playground.core.settings import setting
from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.decisions.plane_picker import PlanePicker
from playground.ui.plots.margins.pull_strip import PullStrip
from playground.ui.plots.margins.street import Street
from playground.ui.plots.margins.street_view import StreetView, TubeChart
from playground.ui.plots.margins.words import caption, problem_names
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.plane_shape import axis_names, cells_of
from playground.ui.plots.wording import stamp
from playground.ui.theme import px
from playground.ui.timers import after

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = 96
HIGH, STRIP = 330, 250
"""Heights from which there is room for words, and for the bars."""

NARROW = 640
"""Width below which fewer words are made."""

LONE = "There are rows of one class only, so there is no street to find."
DIVERGED = "It has diverged: its numbers are too large to be added up. Standardise the inputs."


class MarginSettings(PanelSettings, frozen=True, kw_only=True):
    """What the margin panel shows."""

    problem: Annotated[int, setting("Pair", "Which two classes, or which output.", low=0)] = 0
    view: Annotated[Literal["auto", "pair"], setting("Plane", "Which plane is shown.")] = "auto"
    x: Annotated[int, setting("Horizontal", "Feature on the x axis.", low=0)] = 0
    y: Annotated[int, setting("Vertical", "Feature on the y axis.", low=0)] = 1
    bars: Annotated[bool, setting("Bars", "The pull of every row under the picture.")] = True


class Margin(Panel):
    """The margin: the street between classes, and the rows at its kerb that hold it in place."""

    title: ClassVar[str] = "Margin"
    settings_type: ClassVar[type[PanelSettings]] = MarginSettings
    settings: MarginSettings
    unsuited: ClassVar[str] = (
        "Not applicable: only a support vector machine has a margin. Wire data to one."
    )

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._of: tuple[object, ...] = ()
        self._items: tuple[Item, ...] = ()
        views = QWidget(self.body)
        self.plane, self.chart = StreetView(views), TubeChart(views)
        self._views = QStackedLayout(views)
        self._views.addWidget(self.plane)
        self._views.addWidget(self.chart)
        self.strip, self.words = PullStrip(self.body), Caption(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(views, 1)
        column.addWidget(self.strip)
        column.addWidget(self.words)
        self.pairs = MenuButton("Pair", "Which two classes", lambda: self._items, self.header)
        self.pairs.chosen.connect(lambda value, _: self.change(problem=int(value)))
        self.header.add_control(self.pairs)
        self.picker = PlanePicker(self.header)
        self.picker.picked.connect(lambda view, x, y: self.change(view=view, x=x, y=y))
        self.header.add_control(self.picker, spare=True)
        self.strip.pointed.connect(bridge.focus.brush)
        self.plane.brushed.connect(bridge.focus.brush)
        bridge.focus.changed.connect(self._mark)
        self._settle = after(self, 120, self.rewatch)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the margin probe, in the shape of the picture."""
        info = self.learner
        if info is None:
            return ()
        # Not the view's own size: it has none as long as words stand in its place.
        width, height = max(self.width(), 64), max(self.height() - self.header.height(), 48)
        height = max(height - self._below(), 48)
        aspect = min(max(round(width / height * 8) / 8, 0.25), 6.0)
        size = cells_of(aspect, CELLS)
        chosen: dict[str, Any] = {"aspect": aspect}
        if self.settings.problem:
            chosen["problem"] = self.settings.problem
        if self.settings.view == "pair" and len(info.inputs) > 2:
            chosen |= {"view": "pair", "x": self.settings.x, "y": self.settings.y}
        return (Request("margin", info.id, tuple(sorted(chosen.items())), size),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest measurement."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        self.header.describe(stamp(self.bridge, info.id, snapshot.step))
        if "points" not in snapshot.arrays:
            self.show_empty(LONE if "lone" in snapshot.arrays else self.unsuited)
            return
        street = Street(snapshot.arrays, info.classes)
        self._offer(info, snapshot.arrays)
        lost = "diverged" in snapshot.arrays
        if "grid" in snapshot.arrays:
            self.chart.show_street(street, axis_names((0, -1), info.inputs)[0])
            self._views.setCurrentWidget(self.chart)
        else:
            self.plane.notice = DIVERGED if lost else ""
            names = axis_names(snapshot.arrays["axes"].tolist(), info.inputs)
            self.plane.show_street(street, names)
            self._views.setCurrentWidget(self.plane)
        self.strip.show_street(street)
        self.words.set_text(DIVERGED if lost else caption(street, self.width() < px(NARROW)))
        self._mark()
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        info = self.learner
        s = self.settings
        self.picker.offer(info.inputs if info else (), s.view, s.x, s.y)
        self._arrange()
        of = (info.id, info.inputs, info.classes, info.target) if info else ()
        if of != self._of:
            self._of = of
            self.snapshots.clear()
            self.header.describe("")
            self.show_empty("…")
        if info is None:
            self.pairs.setVisible(False)
            self.show_empty(self.missing)
        self.plane.forget()
        self.draw(self.snapshots)
        if self._seen:
            self._settle.start()

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it is a support vector machine."""
        return "margin" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Ask for another shape when resizing has come to rest."""
        super().resizeEvent(event)
        self._arrange()
        if self._seen:
            self._settle.start()

    def _arrange(self) -> None:
        self.strip.setVisible(self.settings.bars and self.height() >= px(STRIP))
        self.words.setVisible(self.height() >= px(HIGH))

    def _below(self) -> int:
        """Return the height of what stands under the picture."""
        bars = px(PullStrip.high) if self.settings.bars and self.height() >= px(STRIP) else 0
        return bars + (px(30) if self.height() >= px(HIGH) else 0)

    def _offer(self, info: LearnerInfo, arrays: dict[str, Array]) -> None:
        """Offer the problems where there are several."""
        names, shown = problem_names(arrays["pairs"], info.classes), int(arrays["problem"])
        self._items = tuple(Item(str(i), name, checked=i == shown) for i, name in enumerate(names))
        self.pairs.setVisible(len(names) > 1)
        if self.pairs.text() != names[shown]:
            self.pairs.setText(names[shown])

    def _mark(self) -> None:
        rows = self.bridge.focus.brushed
        for part in (self.plane, self.chart, self.strip):
            part.mark(rows)
