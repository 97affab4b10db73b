"""Clusters: the groups that a model puts rows into, with centres, regions and density."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout

from playground.core.settings import setting
from playground.document.project import Project
from playground.runtime.messages import LearnerInfo, Loaded, Request, Snapshot
from playground.ui.asking_panel import AskingPanel, AskingSettings
from playground.ui.panel import PanelSettings
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.decisions.row_mover import RowMover
from playground.ui.plots.groups.grouping import Grouping
from playground.ui.plots.groups.groups_pane import GroupsPane
from playground.ui.plots.groups.groups_view import GroupsView
from playground.ui.plots.groups.placed_centres import PlacedCentres
from playground.ui.plots.groups.trails import Trails
from playground.ui.plots.painting.easel import Easel
from playground.ui.plots.plane_shape import aspect_of, axis_names, cells_of
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px, theme

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

CELLS = 112

ROOMY, PICKER = 460, 120
"""Width from which the header holds all switches, and what the choice of a plane takes."""

DIVERGED = "Its centres are no longer numbers: look for values in the data that are none."
FIRST = "Click where the first group should begin"


class ClustersSettings(AskingSettings, frozen=True, kw_only=True):
    """What the clusters panel shows."""

    density: Annotated[
        bool, setting("Density", "Shade the ground by how densely rows lie there.")
    ] = False
    classes: Annotated[
        bool,
        setting("Colour by classes", "Give rows the colours of the classes that come with the "
                "data, which the model has not seen, instead of those of their groups."),
    ] = False  # fmt: skip
    paint: Annotated[bool, setting("Paint", "Show the tools that rows are painted with.")] = False


class Clusters(AskingPanel):
    """Clusters: the groups that a model puts rows into, with centres, regions and density.

    Rows have the colour of their group; those that are not reached yet are hollow, noise is a
    grey cross. Centres leave a trail; where they are placed by hand a click puts one down, a drag
    carries it, and the right button or Delete takes it away. A row can be dragged elsewhere, and
    the tools behind “Paint” add, erase, shake and pull rows.
    """

    title: ClassVar[str] = "Clusters"
    settings_type: ClassVar[type[PanelSettings]] = ClustersSettings
    nothing_yet: ClassVar[str] = (
        "No groups yet: wire data to a block that finds groups, such as k-means, and press play."
    )
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here puts rows into groups. Add k-means or another block of "
        "“Without labels” and wire data to it."
    )
    settings: ClustersSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self._worn: tuple[object, ...] = ()
        self._of, self._labelled = "", False
        self.view = GroupsView(self.body)
        self.view.setAccessibleName("Groups of rows")
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        pane = GroupsPane(self.view)
        self.easel = Easel(self, lambda: [pane])
        column.addWidget(self.easel.shelf)
        column.addWidget(self.view, 1)
        self.view.hand.pointed.connect(self._point)
        self.view.brushed.connect(bridge.focus.brush)
        self._mover = RowMover(self, lambda: [self.view])
        self._mover.adopt(self.view)
        self._trails = Trails()
        self.placed = PlacedCentres(self, self.view)
        self.easel.adopt(pane)
        self.density = self._switch("density", "Shade the ground by how densely rows lie there")
        self.density.clicked.connect(lambda on: self.change(density=on))
        self.classes = self._switch("classes", "Colour rows by the classes that come with the data")
        self.classes.clicked.connect(lambda on: self.change(classes=on))
        self.by_hand = self._switch(
            "by hand", "Put the first centres down by clicks; drag them, take them away with "
            "the right button or Delete"
        )  # fmt: skip
        self.by_hand.clicked.connect(lambda _=False: self._switch_hand())
        bridge.project_changed.connect(self._on_project)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the clusters probe, in the shape of the picture."""
        info = self.learner
        if info is None:
            return ()
        aspect = aspect_of(self.width(), self.height() - self.header.height())
        chosen: dict[str, Any] = {"aspect": aspect}
        if self.easel.window is not None and len(info.inputs) <= 2:
            chosen["window"] = self.easel.window
        if len(info.inputs) > 2:
            chosen |= {"view": self.settings.view, "x": self.settings.x, "y": self.settings.y}
            if self._mover.held is not None:
                chosen["held"] = self._mover.held
        member = self.bridge.focus.member_of(info)
        if member is not None:
            chosen["member"] = member
        if self.settings.density:
            chosen["density"] = True
        if len(self._at) == len(info.inputs):
            chosen["at"] = self._at
        cells = cells_of(aspect, CELLS)
        return (Request("clusters", info.id, tuple(sorted(chosen.items())), cells),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest groups."""
        info = self.learner
        newest = next(reversed(snapshots.values()), None)
        if info is None or newest is None or self.easel.blank:
            return
        if "points" not in newest.arrays:
            self.show_empty("There are no rows to put into groups.")
            return
        grouping = Grouping(newest.arrays, self.settings.classes)
        self.view.learner = info.id
        trail = self._trails.take(newest.step, grouping)
        self.view.notice = self._notice(grouping)
        names = axis_names(grouping.arrays["axes"].tolist(), info.inputs)
        self.view.show_grouping(grouping, trail, names)
        self.easel.over(grouping.arrays["points"])
        self.view.mark(self.bridge.focus.brushed)
        self._decision = grouping
        self.placed.refresh()
        if self._labelled != ("labels" in newest.arrays):
            self._labelled = not self._labelled
            self._offer_switches()
        told = [learner_title(self.bridge, info.id), f"step {grouped(newest.step)}"]
        self.header.describe(" · ".join([*told, *([grouping.told] if grouping.told else [])]))
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        info = self.learner
        dress = (theme(), px(100), self.settings, info.id if info else "")
        if dress != self._worn:
            self._worn = dress
            self.view.forget()
        if (info.id if info else "") != self._of:
            self._of = info.id if info else ""
            self._trails.forget()
        self._offer_planes()
        self._offer_switches()
        self.density.setChecked(self.settings.density)
        self.classes.setChecked(self.settings.classes)
        self._offer_hand()
        if not self.easel.refresh() and not self._show_missing():
            self.draw(self.snapshots)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Leave out what the menu offers too where the header is short."""
        super().resizeEvent(event)
        self._offer_switches()

    def _offer_switches(self) -> None:
        roomy = self.width() >= px(ROOMY + PICKER * (not self.picker.isHidden()))
        self.density.setVisible(roomy)
        self.classes.setVisible(roomy and self._labelled)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it puts rows into groups."""
        return "clusters" in info.shows

    def _samples(self) -> PlaneView:
        """Return the picture of the rows."""
        return self.view

    def _refocus(self) -> None:
        """Ask about the place under the cursor, and mark it here when it is elsewhere."""
        super()._refocus()
        spot = self.bridge.focus.spot
        self.view.echo_features(spot.x if spot is not None else None)

    def _notice(self, grouping: Grouping) -> str:
        if "diverged" in grouping.arrays:
            return DIVERGED
        return FIRST if self.placed.armed and not len(self.placed.places) else ""

    def _offer_hand(self) -> None:
        self.by_hand.setVisible(self.placed.block is not None)
        self.by_hand.setChecked(self.placed.armed)
        self.placed.refresh()

    def _switch_hand(self) -> None:
        self.placed.switch()
        self._offer_hand()

    def _on_project(self, _old: Project, _new: Project) -> None:
        if self._seen:
            self._offer_hand()

    def _on_loaded(self, loaded: Loaded) -> None:
        self._trails.forget()
        super()._on_loaded(loaded)

    def _switch(self, words: str, tip: str) -> QToolButton:
        tool = QToolButton(self.header)
        tool.setText(words)
        tool.setToolTip(tip)
        tool.setAccessibleName(tip)
        tool.setCheckable(True)
        tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.header.add_control(tool)
        return tool
