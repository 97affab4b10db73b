"""Gestures of the pointer: each begins with a press, follows moves, and ends or is given up.

A gesture changes what the canvas shows; the project changes once, when it ends.
"""

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker

from playground.core.block import title_of
from playground.document import wiring
from playground.document.arrange import make_room
from playground.document.edits import in_turn, move
from playground.document.project import Wire
from playground.ui.canvas import geometry as g
from playground.ui.canvas.overlay import Overlay
from playground.ui.canvas.scene import CanvasScene
from playground.ui.theme import px

SLACK = 3.0
"""Pixels a press may wander and still be a click."""

BESIDE = 8.0
"""Pixels by which a block may miss a wire and still land on it, however small all is drawn."""

Keys = Qt.KeyboardModifier


class Gesture:
    """What the pointer does between press and release."""

    def follow(self, at: QPointF, keys: Keys) -> None:
        """Show the gesture with the pointer at a point of the scene."""

    def finish(self, at: QPointF, keys: Keys) -> None:
        """Do what the gesture means, as one edit."""

    def cancel(self) -> None:
        """Give the gesture up and leave everything as it was."""


class Move(Gesture):
    """Drags the selected cards; one that has no wires may land on a wire."""

    def __init__(self, scene: CanvasScene, grabbed: str, at: QPointF) -> None:
        self._scene, self._from = scene, at
        ids = scene.selected_ids() or (grabbed,)
        blocks = {p.id: p for p in scene.bridge.store.value.blocks}
        self._start = {id: blocks[id].position for id in ids}
        self._grabbed = grabbed
        self._over: Wire | None = None
        self._loose = len(ids) == 1 and not any(
            grabbed in (w.source, w.target) for w in scene.bridge.store.value.wires
        )

    def follow(self, at: QPointF, keys: Keys) -> None:
        """Move the cards, the grabbed one to the grid and the rest with it."""
        self._scene.place(self._places(at, keys))
        if self._loose:
            item = self._scene.item(self._grabbed)
            middle = item.pos() + QPointF(g.WIDTH / 2, g.FIRST_PORT)
            self._over = point_at_wire(self._scene, middle, self._kind(), self._over)

    def finish(self, at: QPointF, keys: Keys) -> None:
        """Make the new positions the project's."""
        places, over, count = self._places(at, keys), self._over, len(self._start)
        self._forget_wire()
        scene, name = self._scene, f"{len(self._start)} blocks" if count > 1 else self._grabbed
        if over is not None:
            edit = wiring.move_and_insert(places, over, self._grabbed, scene.bridge.catalogue)
            scene.bridge.apply(f"Insert {name}", in_turn(edit, make_room(self._grabbed)))
        else:
            scene.bridge.apply(f"Move {name}", move(places))
        scene.settle()

    def cancel(self) -> None:
        """Put the cards back."""
        self._forget_wire()
        self._scene.settle()

    def _forget_wire(self) -> None:
        if self._over in self._scene.wires:
            self._scene.wires[self._over].mark(hovered=False)
        self._over = None

    def _kind(self) -> str:
        return self._scene.bridge.store.value.block(self._grabbed).kind

    def _places(self, at: QPointF, keys: Keys) -> dict[str, tuple[float, float]]:
        x, y = self._start[self._grabbed]
        shift = at - self._from
        free = bool(keys & Keys.AltModifier)
        to = g.snapped(x + shift.x(), y + shift.y(), free)
        dx, dy = to[0] - x, to[1] - y
        return {id: (u + dx, v + dy) for id, (u, v) in self._start.items()}


class Rubber(Gesture):
    """Spans a frame; the blocks and wires it touches are selected."""

    def __init__(self, scene: CanvasScene, overlay: Overlay, at: QPointF, keep: bool) -> None:
        self._scene, self._overlay, self._from = scene, overlay, at
        self._before = scene.selected_ids() if keep else ()
        self._found: tuple[str, ...] = self._before

    def follow(self, at: QPointF, keys: Keys) -> None:
        """Stretch the frame and mark what it would select."""
        frame = QRectF(self._from, at).normalized()
        self._overlay.frame = frame
        self._overlay.refresh()
        inside = [
            id for id, item in self._scene.blocks.items()
            if frame.intersects(g.card(item.facts.height).translated(item.pos()))
        ]  # fmt: skip
        self._found = tuple(dict.fromkeys((*self._before, *inside)))
        for id, item in self._scene.blocks.items():
            item.mark(selected=id in self._found)

    def finish(self, at: QPointF, keys: Keys) -> None:
        """Select what the frame holds."""
        self._overlay.clear()
        self._scene.select(self._found)

    def cancel(self) -> None:
        """Leave the selection as it was."""
        self._overlay.clear()
        for id, item in self._scene.blocks.items():
            item.mark(selected=id in self._scene.bridge.selection)


class Slash(Gesture):
    """Draws a line that cuts every wire it crosses."""

    def __init__(self, scene: CanvasScene, overlay: Overlay, at: QPointF) -> None:
        self._scene, self._overlay, self._from = scene, overlay, at

    def follow(self, at: QPointF, keys: Keys) -> None:
        """Stretch the line and mark the wires it crosses."""
        self._overlay.cut = (self._from, at)
        crossed = self._crossed(at)
        words = f"cut {len(crossed)} wire{'s' * (len(crossed) > 1)}" if crossed else ""
        self._overlay.say(words, at)
        for wire, item in self._scene.wires.items():
            item.mark(hovered=wire in crossed)

    def finish(self, at: QPointF, keys: Keys) -> None:
        """Cut the wires that the line crosses, as one step."""
        crossed = self._crossed(at)
        self.cancel()
        if crossed:
            edits = [wiring.disconnect(wire) for wire in crossed]
            name = "wire" if len(crossed) == 1 else f"{len(crossed)} wires"
            self._scene.bridge.apply(f"Cut {name}", in_turn(*edits))

    def cancel(self) -> None:
        """Cut nothing."""
        self._overlay.clear()
        for item in self._scene.wires.values():
            item.mark(hovered=False)

    def _crossed(self, at: QPointF) -> list[Wire]:
        line = QPainterPath(self._from)
        line.lineTo(at)
        stroker = QPainterPathStroker()
        stroker.setWidth(0.5)
        blade = stroker.createStroke(line)
        box = blade.boundingRect()
        near = [i for i in self._scene.wires.values() if i.sceneBoundingRect().intersects(box)]
        return [i.wire for i in near if i.shape().translated(i.pos()).intersects(blade)]


class Pan(Gesture):
    """Drags the canvas itself."""

    def __init__(self, view: Any, at: QPoint) -> None:
        self._view, self._last = view, at

    def drag(self, at: QPoint) -> None:
        """Move the view by what the pointer moved on the screen."""
        shift, self._last = at - self._last, at
        self._view.pan(shift.x(), shift.y())


def point_at_wire(
    scene: CanvasScene, at: QPointF, kind: str, before: Wire | None
) -> Wire | None:
    """Mark the wire under a point on which a block of a kind may sit, and return it."""
    bridge = scene.bridge
    scale = scene.views()[0].transform().m11() if scene.views() else 1.0
    found = scene.wire_at(at) or scene.wire_at(at, reach=px(BESIDE) / scale)
    wire = found.wire if found else None
    if wire and wiring.can_insert(bridge.store.value, bridge.catalogue, wire, kind):
        wire = None
    if before != wire:
        for other, on in ((before, False), (wire, True)):
            if other in scene.wires:
                scene.wires[other].mark(hovered=on)
    return wire


def title_of_kind(scene: CanvasScene, kind: str) -> str:
    """Return the title of a kind of block, for labels of undo steps."""
    cls = scene.bridge.catalogue.get(kind)
    return title_of(cls) if cls else kind
