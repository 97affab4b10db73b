"""What keys and menus do on the canvas: copy, paste, duplicate, delete, nudge, add."""

from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication

from playground.document.arrange import arrange, free_shift, make_room
from playground.document.auto_wire import auto_wire
from playground.document.clipboard import duplicate, extract, paste, pasted_ids
from playground.document.edits import add_block, freeze, in_turn, move, new_id
from playground.document.project import Project, Wire
from playground.document.text import FileError, dumps, loads
from playground.document.wiring import disconnect, insert_on_wire, remove
from playground.ui.canvas import geometry as g
from playground.ui.canvas.gestures import title_of_kind
from playground.ui.canvas.scene import CanvasScene

LARGEST = 4_000_000
"""Characters of a clipboard text beyond which it is no fragment of a project."""


class Editing:
    """Edits of the selection; each is one undo step.

    Parameters
    ----------
    scene
        Knows what is selected.
    """

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._bridge: Any = scene.bridge

    @property
    def _project(self) -> Project:
        value: Project = self._bridge.store.value
        return value

    def copy(self) -> None:
        """Put the selected blocks on the clipboard, as the text of a small project."""
        ids = self._scene.selected_ids()
        if ids:
            QGuiApplication.clipboard().setText(dumps(extract(self._project, ids)))

    def cut(self) -> None:
        """Put the selected blocks on the clipboard and delete them."""
        if self._scene.selected_ids():
            self.copy()
            self.delete()

    def paste(self, at: QPointF | None = None) -> None:
        """Add what the clipboard holds, at a point or near where it was; else do nothing."""
        text = QGuiApplication.clipboard().text()
        if not text.lstrip().startswith("{") or len(text) > LARGEST:
            return
        try:
            fragment = loads(text)
        except FileError:
            return
        if not fragment.blocks:
            return
        ids = tuple(pasted_ids(self._project, fragment).values())
        self._bridge.apply("Paste", paste(fragment, self._offset(fragment, at)))
        self._scene.select(ids)

    def _offset(self, fragment: Project, at: QPointF | None) -> tuple[float, float]:
        if at is not None:
            left = min(b.position[0] for b in fragment.blocks)
            top = min(b.position[1] for b in fragment.blocks)
            return g.snapped(at.x() - left, at.y() - top)
        return free_shift(self._project, fragment)

    def duplicate(self) -> None:
        """Copy the selected blocks to a free place below, wired to the same inputs."""
        ids = self._scene.selected_ids()
        if ids:
            fresh = pasted_ids(self._project, extract(self._project, ids)).values()
            self._bridge.apply("Duplicate", duplicate(ids))
            self._scene.select(fresh)

    def delete(self) -> None:
        """Delete the selected blocks, joining what they leave, and the selected wires."""
        ids, wires = self._scene.selected_ids(), tuple(self._scene.chosen_wires)
        if not ids and not wires:
            return
        name = ids[0] if len(ids) == 1 else f"{len(ids)} blocks"
        if not ids:
            name = "wire" if len(wires) == 1 else f"{len(wires)} wires"
        cuts = [disconnect(wire) for wire in wires]
        self._bridge.apply(f"Delete {name}", in_turn(*cuts, remove(ids, self._bridge.catalogue)))

    def select_all(self) -> None:
        """Select every block."""
        self._scene.select(self._scene.blocks)

    def nudge(self, dx: float, dy: float, gesture: object) -> None:
        """Move the selected blocks a little; nudges of one gesture are one undo step."""
        ids = set(self._scene.selected_ids())
        blocks = [b for b in self._project.blocks if b.id in ids]
        places = {b.id: (b.position[0] + dx, b.position[1] + dy) for b in blocks}
        if places:
            self._bridge.apply("Move", move(places), merge=("nudge", gesture))

    def freeze(self, frozen: bool = True) -> None:
        """Keep the weights of the selected blocks as they are, or let them learn again."""
        ids = self._scene.selected_ids()
        self._bridge.apply("Freeze" if frozen else "Unfreeze", freeze(ids, frozen))

    def arrange(self) -> None:
        """Lay all blocks out in columns from left to right."""
        sizes = {i: (g.WIDTH, item.facts.height) for i, item in self._scene.blocks.items()}
        self._bridge.apply("Arrange", arrange(sizes))

    def add(self, kind: str, at: QPointF | None = None, wire: Wire | None = None) -> None:
        """Add a block: at a point, in the middle of a wire, or wired beside the selection."""
        catalogue, selected = self._bridge.catalogue, self._scene.selected_ids()
        id = new_id(self._project, kind)
        if at is None:
            edit = auto_wire(kind, catalogue, selected)
        elif wire is not None:
            placed = insert_on_wire(wire, kind, g.snapped(at.x(), at.y()), catalogue)
            edit = in_turn(placed, make_room(id))
        else:
            edit = add_block(kind, g.snapped(at.x(), at.y()), id=id)
        self._bridge.apply(f"Add {title_of_kind(self._scene, kind)}", edit)
        self._scene.select((id,))
