"""The scene: shows the project as cards and wires, and follows every change of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from playground.document.project import Project, Wire
from playground.kernels.array import Array
from playground.runtime.messages import Frame
from playground.ui.canvas import geometry as g
from playground.ui.canvas.block_item import BlockItem
from playground.ui.canvas.decision_face import THUMBNAIL as DECISION
from playground.ui.canvas.faces import Looks
from playground.ui.canvas.live import Live
from playground.ui.canvas.preview import Previews
from playground.ui.canvas.reading import Reading
from playground.ui.canvas.wanted import PICTURED
from playground.ui.canvas.wire_item import WireItem
from playground.ui.theme import themes

EXTENT = 40_000.0


class CanvasScene(QGraphicsScene):
    """A view of the store's project; it listens, and edits only through the bridge.

    Parameters
    ----------
    bridge
        Joins the window to the project and its learners.

    Signals
    -------
    touched()
        The project changed: whoever is in the middle of a gesture gives it up.
    rearranged()
        Cards came, went, moved or changed their size.
    picked()
        Other blocks or wires are selected.
    refreshed()
        Cards show other facts of the project.
    """

    touched = Signal()
    refreshed = Signal()
    rearranged = Signal()
    picked = Signal()

    def __init__(self, bridge: Any) -> None:
        super().__init__()
        self.bridge = bridge
        self.hasty = [False]
        self.blocks: dict[str, BlockItem] = {}
        self.wires: dict[Wire, WireItem] = {}
        self.chosen_wires: frozenset[Wire] = frozenset()
        self._around: dict[str, set[Wire]] = {}
        self._live = Live()
        self._reading = Reading(bridge)
        self._previews = Previews(self)
        self._previews.ready.connect(self._refresh_preview)
        self.setSceneRect(-EXTENT, -EXTENT, 2 * EXTENT, 2 * EXTENT)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        bridge.project_changed.connect(self._follow)
        bridge.problems_changed.connect(self._read)
        bridge.selection_changed.connect(self._mark_selection)
        bridge.frame.connect(self._take)
        themes().changed.connect(self._repaint)
        self._rebuild()

    @property
    def figures(self) -> Mapping[str, Array]:
        """What the units of wide layers can be sorted by; see `Live.take_units`."""
        return self._live.figures

    def item(self, id: str) -> BlockItem:
        """Return the card of a block.

        Raises
        ------
        KeyError
            If the canvas has no such block.
        """
        return self.blocks[id]

    def selected_ids(self) -> tuple[str, ...]:
        """Return the ids of the selected blocks."""
        return tuple(id for id in self.bridge.selection if id in self.blocks)

    def select(self, ids: Iterable[str], wires: Iterable[Wire] = ()) -> None:
        """Select blocks and wires instead of what was selected."""
        chosen = frozenset(wires) & self.wires.keys()
        for wire in self.chosen_wires ^ chosen:
            if wire in self.wires:
                self.wires[wire].mark(selected=wire in chosen)
        self.chosen_wires = chosen
        self.bridge.select(tuple(id for id in ids if id in self.blocks))
        self.picked.emit()

    def place(self, positions: Mapping[str, tuple[float, float]]) -> None:
        """Move cards and their wires without changing the project: how a drag looks."""
        for id, at in positions.items():
            self.blocks[id].setPos(*at)
        near: set[Wire] = set()
        for id in positions:
            near |= self._around.get(id, set())
        for wire in near:
            self._span(wire)
        self.rearranged.emit()

    def settle(self) -> None:
        """Put every card where the project says."""
        known = [b for b in self.bridge.store.value.blocks if b.id in self.blocks]
        self.place({placed.id: placed.position for placed in known})

    def block_at(self, at: QPointF) -> BlockItem | None:
        """Return the card under a point or with a port in reach of it, the uppermost, or None."""
        near = [b for b in self.blocks.values() if b.sceneBoundingRect().contains(at)]
        near = [
            b for b in near
            if g.card(b.facts.height).contains(at - b.pos()) or b.port_near(at) or b.badge_at(at)
        ]  # fmt: skip
        return max(near, key=QGraphicsItem.zValue, default=None)

    def wire_at(
        self, at: QPointF, among: Iterable[Wire] | None = None, reach: float = 0.0
    ) -> WireItem | None:
        """Return the wire under a point, or None.

        `among` says which may be found, `reach` how far beside it the point may lie.
        """
        around = QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)
        for wire in self.wires if among is None else among:
            item = self.wires.get(wire)
            if item is None:
                continue
            if item.sceneBoundingRect().contains(at) and item.shape().contains(at - item.pos()):
                return item
            if reach and item.shape().intersects(around.translated(-item.pos())):
                return item
        return None

    def outline(self, ids: Iterable[str] | None = None) -> QRectF:
        """Return the rectangle that holds the cards, or some of them."""
        known = [self.blocks[id] for id in (self.blocks if ids is None else ids)]
        spots = [(item.x(), item.y(), item.facts.height) for item in known]
        if not spots:
            return QRectF()
        left, top = min(x for x, _, _ in spots), min(y for _, y, _ in spots)
        right = max(x for x, _, _ in spots) + g.WIDTH
        bottom = max(y + tall for _, y, tall in spots)
        return QRectF(left, top, right - left, bottom - top).adjusted(
            -g.MARGIN, -g.MARGIN, g.MARGIN, g.MARGIN
        )

    def port(self, id: str, name: str, output: bool) -> g.Port | None:
        """Return a port of a block by the name that wires use, or None."""
        item = self.blocks.get(id)
        ports = [p for p in item.facts.ports if p.output == output] if item else []
        return next((p for p in ports if name in (p.name, p.label)), None)

    def _follow(self, old: Project, new: Project) -> None:
        self.touched.emit()
        store = self.bridge.store
        # Only a project that was just opened has no history on either side.
        if not (store.can_undo() or store.can_redo()):
            self._live = Live()
            for wire in self.wires.values():
                wire.show_strands(())
        moved = _only_moved(old, new)
        if moved is not None and moved.keys() <= self.blocks.keys():
            self.place(moved)
        else:
            self._rebuild()

    def _rebuild(self) -> None:
        project = self.bridge.store.value
        kept = {placed.id for placed in project.blocks}
        for id in [id for id in self.blocks if id not in kept]:
            self.removeItem(self.blocks.pop(id))
        for wire in self.wires.keys() - set(project.wires):
            self.removeItem(self.wires.pop(wire))
        self.chosen_wires &= self.wires.keys()
        self._read()
        self._around = {}
        for wire in self.wires:
            self._around.setdefault(wire.source, set()).add(wire)
            self._around.setdefault(wire.target, set()).add(wire)
        self.settle()
        self._mark_selection()

    def _read(self, _problems: object = None) -> None:
        """Give every card and wire what it shows now; adds those that are missing."""
        reading = self._reading = Reading(self.bridge)
        for placed in self.bridge.store.value.blocks:
            facts = reading.facts(placed)
            item = self.blocks.get(placed.id)
            if item is None:
                item = self.blocks[placed.id] = BlockItem(facts, Looks(), self.hasty)
                item.setPos(*placed.position)
                self.addItem(item)
            self._look(item)
            item.show_facts(facts)
        for wire in self.bridge.store.value.wires:
            if wire.source in self.blocks and wire.target in self.blocks:
                if wire not in self.wires:
                    item = WireItem(wire, self.blocks[wire.source].facts.family)
                    self.wires[wire] = item
                    self.addItem(item)
                self.wires[wire].say(*reading.wire(wire))
                self._span(wire)
        self.refreshed.emit()

    def _look(self, item: BlockItem) -> None:
        id = item.facts.id
        if item.facts.face in ("points", "ranges", "map"):
            chain = self._reading.chain(id)
            seen = self._previews.get(id, chain)
            # What is still to be drawn leaves what was; of no rows there is nothing to see.
            if seen is not item.looks.preview and (seen or self._previews.drawn(chain)):
                item.looks.preview = seen
                item.forget()
        item.looks.score = self._live.scores.get(id)
        item.looks.fields = self._live.fields.get(id)
        item.looks.decision = self._live.decisions.get(id)
        item.looks.numbers = self._live.numbers.get(id, "")
        item.looks.end = self._live.ends.get(id, "")

    def _refresh_preview(self, id: str) -> None:
        if id in self.blocks:
            self._look(self.blocks[id])

    def _span(self, wire: Wire) -> None:
        start = self.port(wire.source, wire.output, True)
        end = self.port(wire.target, wire.input, False)
        item = self.wires.get(wire)
        if item is None:
            return
        item.setVisible(start is not None and end is not None)
        if start and end:
            item.span(
                start.point(self.blocks[wire.source].pos()),
                end.point(self.blocks[wire.target].pos()),
            )

    def _mark_selection(self, _ids: object = None) -> None:
        chosen = set(self.bridge.selection)
        for id, item in self.blocks.items():
            item.mark(selected=id in chosen)
        self.picked.emit()

    def _take(self, frame: Frame) -> None:
        member, infos = self.bridge.focus.member, self.bridge.infos
        changed = self._live.take_rows(frame.rows, self.bridge.traces)
        changed |= self._live.show(self.bridge.scores, member)
        changed |= self._live.take_ends(frame.status.finished)
        for snapshot in frame.snapshots:
            if snapshot.request.probe == "units":
                info = infos.get(snapshot.request.learner)
                classes = len(info.classes) if info is not None else 0
                changed |= self._live.take_units(snapshot.request, snapshot.arrays, classes)
            elif snapshot.request.size == DECISION and snapshot.request.probe in PICTURED:
                changed |= self._live.take_decision(snapshot.request, snapshot.arrays)
            elif snapshot.request.probe == "strands":
                self._show_strands(snapshot.arrays)
        for id in changed & self.blocks.keys():
            self._look(self.blocks[id])
            self.blocks[id].update()

    def _show_strands(self, arrays: Mapping[str, Array]) -> None:
        """Show weights on the wire into each layer that a single wire enters."""
        for id, strands in arrays.items():
            near = [wire for wire in self._around.get(id, ()) if wire.target == id]
            if len(near) == 1:
                self.wires[near[0]].show_strands(tuple(float(s) for s in strands))

    def _repaint(self, _theme: object) -> None:
        for item in self.blocks.values():
            item.forget()
        for wire in self.wires.values():
            wire.update()


def _only_moved(old: Project, new: Project) -> dict[str, tuple[float, float]] | None:
    """Return the new positions when nothing but positions differs, else None."""
    if old.wires != new.wires or len(old.blocks) != len(new.blocks):
        return None
    moved = {}
    for before, after in zip(old.blocks, new.blocks, strict=True):
        if before is not after:
            if replace(before, position=after.position) != after:
                return None
            moved[after.id] = after.position
    return moved
