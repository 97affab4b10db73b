"""A dendrogram: which groups join how high, and a cut to drag through them."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.document.edits import set_settings
from playground.document.flow import built
from playground.engine.hierarchy.hierarchical import Hierarchical
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.hierarchy.cut import Cut
from playground.ui.plots.hierarchy.dendrogram_view import DendrogramView
from playground.ui.plots.hierarchy.leaf_strip import row_colors
from playground.ui.plots.hierarchy.tree_shape import TreeShape
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.wording import stamp
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

HIGH = 300
"""Height from which words have room."""

HINT = "Drag the dashed line. Point at a branch to see its rows."
ENDLESS = "The heights at which groups join are too large to be drawn."
EQUAL = "All rows are equal: they join at height 0, and there is nothing to cut."


class DendrogramSettings(PanelSettings, frozen=True, kw_only=True):
    """What the dendrogram shows."""

    log: Annotated[
        bool, setting("Logarithmic", "Heights on a logarithmic axis: low joins get room.")
    ] = False


class Dendrogram(Panel):
    """A dendrogram: which groups join how high, and a cut to drag through them.

    It grows join by join, or from its root down where groups are split. Branches below the cut
    have the colours of their groups. The cut is dragged, or moved by the arrow keys. A branch
    pointed at has its rows marked everywhere, and rows pointed at elsewhere are marked here.
    """

    title: ClassVar[str] = "Dendrogram"
    settings_type: ClassVar[type[PanelSettings]] = DendrogramSettings
    unsuited: ClassVar[str] = (
        "Not applicable: nothing here builds a tree of groups. Wire data to Agglomerative or to "
        "Bisecting k-means."
    )
    settings: DendrogramSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.view, self.words = DendrogramView(self.body), Caption(self.body)
        self.words.set_text(HINT)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.words)
        self._add_controls()
        self.view.cut_moved.connect(self._cut)
        self.view.pointed.connect(self._point)
        bridge.focus.changed.connect(self._follow)
        bridge.project_changed.connect(self._show_cut)
        self.refresh()

    def _add_controls(self) -> None:
        tip = "How the tree is cut, and how heights are drawn"
        self.ways = MenuButton("cut", tip, self._choices, self.header)
        self.ways.chosen.connect(lambda value, _: self._choose(value))
        self.header.add_control(self.ways, spare=True)

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the dendrogram probe."""
        info = self.learner
        return () if info is None else (self._request_to("dendrogram", info),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest state of the tree."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        arrays = snapshot.arrays
        if "pairs" not in arrays:
            trouble = str(arrays["trouble"]) if "trouble" in arrays else self.unsuited
            self.view.show_tree(None, None, "")
            self.show_empty(trouble[:1].upper() + trouble[1:])
            return
        shape = TreeShape(arrays)
        self.header.describe(self._told(info, snapshot.step))
        if not 0 < shape.tallest < np.inf:
            self.view.show_tree(None, None, "")
            self.show_empty(ENDLESS if shape.tallest else EQUAL)
            return
        told = "root of inertia" if shape.descends else "height"
        self.view.show_tree(shape, row_colors(arrays), told)
        self._show_cut()
        self._follow()
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        self.words.setVisible(self.height() >= px(HIGH))
        if self.ways.isHidden() == (self.learner is not None):
            self.ways.setVisible(self.learner is not None)
        self._show_cut()
        if not self._show_missing():
            self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it builds a tree of groups."""
        return "dendrogram" in info.shows

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Leave words out where room is short."""
        super().resizeEvent(event)
        self.words.setVisible(self.height() >= px(HIGH))

    def hideEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Take the marks away with the picture."""
        self.view.point_at(None)
        super().hideEvent(event)

    def _block(self) -> Hierarchical | None:
        """Return the settings as the project has them now, which may be ahead of the worker."""
        info, blocks = self.learner, self.bridge.store.value.blocks
        placed = next((p for p in blocks if info is not None and p.id == info.id), None)
        block = built(placed, self.bridge.catalogue) if placed is not None else None
        return block if isinstance(block, Hierarchical) else None

    def _told(self, info: LearnerInfo, step: int) -> str:
        """Return what the header says: of several trees, the linkage tells them apart."""
        text, linkage = stamp(self.bridge, info.id, step), getattr(self._block(), "linkage", "")
        return f"{linkage.capitalize()} linkage · {text.partition(' · ')[2]}" if linkage else text

    def _show_cut(self) -> None:
        block = self._block()
        if block is None:
            return
        self.view.show_cut(Cut(block.cut_by, block.clusters, block.height), self.settings.log)

    def _choices(self) -> list[Item]:
        block, shape = self._block(), self.view.shape
        by = block.cut_by if block is not None else ""
        items = [
            Item("clusters", "Cut by number of groups", checked=by == "clusters"),
            Item("height", "Cut by height", checked=by == "height"),
        ]
        if shape is not None and shape.gap is not None:
            items.append(Item("gap", f"Cut at the longest gap: {shape.gap.clusters} groups"))
        return [*items, Item("log", "Logarithmic heights", checked=self.settings.log)]

    def _choose(self, value: str) -> None:
        """Cut the other way, at the same place; or where the longest gap is."""
        shape, cut = self.view.shape, self.view.cut
        if value == "log":
            self.change(log=not self.settings.log)
        if shape is None:
            return
        if value == "gap" and shape.gap is not None:
            self._set("Cut at the longest gap", cut_by="clusters", clusters=shape.gap.clusters)
        elif value == "clusters":
            self._set("Cut by groups", cut_by="clusters", clusters=max(cut.groups(shape), 1))
        elif value == "height":
            share = min(cut.at(shape, self.settings.log) / shape.tallest, 1.0)
            self._set("Cut by height", cut_by="height", height=round(share, 4))

    def _cut(self, cut: Cut, gesture: int) -> None:
        self._set("Move the cut", merge=(id(self), gesture), **cut.values())

    def _set(self, label: str, merge: Any = None, **values: Any) -> None:
        info = self.learner
        if info is not None:
            edit = set_settings(info.id, values, self.bridge.catalogue)
            self.bridge.apply(label, edit, merge)

    def _point(self, node: int | None) -> None:
        """Mark the rows of a branch everywhere."""
        shape = self.view.shape
        rows = () if node is None or shape is None else shape.rows_of(node).tolist()
        self.bridge.focus.brush(rows)

    def _follow(self) -> None:
        """Mark rows that are pointed at elsewhere."""
        self.view.mark(self.bridge.focus.brushed if self.view.node is None else ())
