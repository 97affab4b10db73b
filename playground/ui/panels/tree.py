"""A tree as a diagram, growing question by question, tied to the plane it cuts up."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from playground.core.settings import setting
from playground.runtime.messages import LearnerInfo, Request, Snapshot
from playground.ui.focus import Cell
from playground.ui.panel import Panel, PanelSettings
from playground.ui.plots.caption import Caption
from playground.ui.plots.menu_button import Item, MenuButton
from playground.ui.plots.trees.branches import Branches
from playground.ui.plots.trees.tree_picture import TreePicture
from playground.ui.plots.trees.ways import box_of, rows_of, way_of
from playground.ui.plots.wording import grouped, learner_title
from playground.ui.theme import px

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

NO_TREE = "Not applicable: {} is not made of trees."
NOT_YET = "{} has no tree yet: press play and watch it grow."
HINT = "Left is yes, right is no. Point at a node to see its cell and its rows."
HIGH = 270
"""Height from which words have room."""


class TreeSettings(PanelSettings, frozen=True, kw_only=True):
    """What the tree panel shows."""

    number: Annotated[
        int, setting("Tree", "Which tree of a forest, from 1; 0 is the newest.", low=0)
    ] = 0


class Tree(Panel):
    """A tree as a diagram, growing question by question, tied to the plane it cuts up.

    A node pointed at has its cell outlined where a boundary is drawn, and its rows marked
    everywhere; a place pointed at there lights the way down the tree. The wheel zooms, a drag
    moves, a double click shows all of it, and the arrow keys walk from node to node.
    """

    title: ClassVar[str] = "Tree"
    settings_type: ClassVar[type[PanelSettings]] = TreeSettings
    unsuited: ClassVar[str] = (
        "Not applicable: no tree learns here. Wire data to a decision tree or a forest."
    )
    settings: TreeSettings

    def __init__(self, bridge: "Bridge", settings: dict[str, Any] | None = None) -> None:
        super().__init__(bridge, settings)
        self.picture, self.words = TreePicture(self.body), Caption(self.body)
        self.words.set_text(HINT)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self.words)
        self._trees = 0
        tip = "Which tree is shown (Page up and Page down in the diagram)"
        self.which = MenuButton("newest", tip, self._choices, self.header)
        self.which.chosen.connect(lambda number, _: self.change(number=int(number)))
        self.which.hide()
        self.header.add_control(self.which)
        self.picture.pointed.connect(self._point)
        self.picture.turned.connect(self._turn)
        bridge.focus.changed.connect(self._follow)
        self.refresh()

    def requests(self) -> tuple[Request, ...]:
        """Return one request of the tree probe."""
        info = self.learner
        if info is None:
            return ()
        return (Request("tree", info.id, (("number", self.settings.number - 1),), (0, 0)),)

    def draw(self, snapshots: dict[Request, Snapshot]) -> None:
        """Show the newest state of the tree."""
        info, snapshot = self.learner, next(reversed(snapshots.values()), None)
        if info is None or snapshot is None:
            return
        if "feature" not in snapshot.arrays:
            told = NOT_YET if "tree" in info.shows else NO_TREE
            self._offer(0)
            self.header.describe("")
            self.show_empty(told.format(learner_title(self.bridge, info.id)))
            return
        branches = Branches(snapshot.arrays, info.classes)
        self._offer(int(snapshot.arrays["trees"]))
        self.picture.show_branches(branches)
        self.header.describe(self._told(info, branches, snapshot.step))
        self.words.set_text(self._words())
        self._follow()
        self.show_empty(None)

    def refresh(self) -> None:
        """Show the settings' effect on the newest snapshot, or what is missing."""
        wanted = self.requests()
        self.snapshots = {r: s for r, s in self.snapshots.items() if r in wanted}
        self.words.setVisible(self.height() >= px(HIGH))
        if not self.snapshots:
            self._offer(0)
            self.picture.show_branches(None)
            self.header.describe("")
            self.show_empty(self.missing if self.learner is None else "…")
        self.draw(self.snapshots)

    def suits(self, info: LearnerInfo) -> bool:
        """Say whether it may be made of trees."""
        return "tree" in info.shows or info.kind in ("gradient-boosting", "bagging", "ada-boost")

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Leave words out where room is short."""
        super().resizeEvent(event)
        self.words.setVisible(self.height() >= px(HIGH))

    def hideEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Take the outline away with the picture."""
        self.picture.point_at(None)
        super().hideEvent(event)

    def _offer(self, trees: int) -> None:
        """Offer the trees there are."""
        self._trees = trees
        if self.which.isHidden() == (trees > 1):
            self.which.setVisible(trees > 1)
        number = self.settings.number
        text = f"tree {number}" if number else "newest"
        if self.which.text() != text:
            self.which.setText(text)

    def _choices(self) -> list[Item]:
        """Return some of the trees: the first few, then ever further apart."""
        now, marks = self.settings.number, (1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1000)
        near = {now - 1, now, now + 1, *marks, self._trees} & set(range(1, self._trees + 1))
        return [Item("0", "newest", "The one that grew last", now == 0)] + [
            Item(str(number), f"tree {number}", checked=number == now) for number in sorted(near)
        ]

    def _turn(self, by: int) -> None:
        """Go on to the next tree, or back."""
        if self._trees > 1:
            now = self.settings.number or self._trees
            self.change(number=min(max(now + by, 1), self._trees))

    def _told(self, info: LearnerInfo, branches: Branches, step: int) -> str:
        arrays = branches.arrays
        there = ~branches.cut
        leaves = sum(branches.is_leaf(i) for i in range(branches.count) if there[i])
        trees, cut = int(arrays["trees"]), int((~there).sum())
        parts = [
            learner_title(self.bridge, info.id),
            f"tree {int(arrays['number']) + 1} of {trees}" if trees > 1 else "",
            f"{leaves} lea{'ves' if leaves != 1 else 'f'}",
            f"depth {int(arrays['depth'][there].max(initial=0))}",
            f"{cut} nodes cut" if cut else "",
            f"step {grouped(step)}",
        ]
        return " · ".join(part for part in parts if part)

    def _words(self) -> str:
        branches, node = self.picture.branches, self.picture.node
        if branches is None or node is None:
            return HINT
        return branches.told(node)

    def _point(self, node: int | None) -> None:
        """Show the cell and the rows of a node elsewhere."""
        focus, info, branches = self.bridge.focus, self.learner, self.picture.branches
        self.words.set_text(self._words())
        if node is None or info is None or branches is None:
            focus.outline(None)
            focus.brush(())
            return
        self.picture.setToolTip("" if self.words.isVisible() else branches.told(node))
        box = box_of(branches, node, len(info.inputs))
        focus.outline(Cell(info.id, *box) if box is not None else None)
        focus.brush(rows_of(branches, node))

    def _follow(self) -> None:
        """Light the way that the place under the cursor takes."""
        spot, info, branches = self.bridge.focus.spot, self.learner, self.picture.branches
        if spot is None or info is None or branches is None or spot.learner != info.id:
            self.picture.light([])
            return
        self.picture.light(way_of(branches, spot.x))
