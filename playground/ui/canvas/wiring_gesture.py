"""The gesture that draws a wire: from a port to a port, a card, or a block yet to be chosen."""

from collections.abc import Callable

from PySide6.QtCore import QPointF

from playground.core.block import Block, accepts
from playground.core.block import Port as BlockPort
from playground.document.edits import Edit, add_block, in_turn, new_id
from playground.document.flow import trace
from playground.document.graph import neighbours, reached
from playground.document.joining import feed_model
from playground.document.project import Wire
from playground.document.wiring import can_connect, connect, disconnect
from playground.ui.canvas import geometry as g
from playground.ui.canvas.gestures import Gesture, Keys, title_of_kind
from playground.ui.canvas.overlay import Overlay
from playground.ui.canvas.scene import CanvasScene

Choose = Callable[[QPointF, list[str], Callable[[str], None]], None]
"""Lets the person choose a kind at a point of the scene, then calls back with it."""


class WiringGesture(Gesture):
    """Draws a wire from a port; ports that would take it glow, others dim.

    Parameters
    ----------
    start
        Port that holds the wire's fixed end.
    choose
        Opens the block menu where the wire is dropped on empty canvas.
    taken
        The wire that was taken off its input, when one is moved elsewhere.
    """

    def __init__(
        self, scene: CanvasScene, overlay: Overlay, start: g.Port, choose: Choose,
        taken: Wire | None = None,
    ) -> None:  # fmt: skip
        self._scene, self._overlay, self._start = scene, overlay, start
        self._choose, self._taken = choose, taken
        self._verdicts: dict[g.Port, tuple[str, bool]] = {}
        project = scene.bridge.store.value
        self._base = disconnect(taken)(project) if taken else project
        self._good = self._compatible()
        if taken in scene.wires:
            scene.wires[taken].setVisible(False)
        self._glow()

    def follow(self, at: QPointF, keys: Keys) -> None:
        """Draw the wire to the pointer, or to the port it would join, and say why not."""
        port = self._aim(at)
        fixed = self._point(self._start)
        end = self._point(port) if port in self._good else at
        self._overlay.wire = g.curve(fixed, end) if self._start.output else g.curve(end, fixed)
        words, tone = "", "secondary"
        if port is not None and port != self._start:
            reason, fits = self._verdict(port)
            words, tone = reason, "warning" if fits else "error"
            if fits and not reason:
                words, tone = self._told(port), "secondary"
        self._overlay.say(words, at, tone)

    def finish(self, at: QPointF, keys: Keys) -> None:
        """Join the ports, offer blocks on empty canvas, or let a moved wire go."""
        port, empty = self._aim(at), self._scene.block_at(at) is None
        self.cancel()
        cut = [disconnect(self._taken)] if self._taken else []
        if port in self._good:
            wire = self._wire(port)
            self._apply("Connect", in_turn(*cut, self._connect(wire)))
        elif empty and self._taken:
            self._apply("Cut wire", in_turn(*cut))
        elif empty and self._far(at):
            self._choose(at, self._fitting(), lambda kind: self._add(kind, at))

    def cancel(self) -> None:
        """Draw no wire."""
        self._overlay.clear()
        if self._taken in self._scene.wires:
            self._scene.wires[self._taken].setVisible(True)

    def _told(self, port: g.Port) -> str:
        """Say where a wire to a port would lead, and what it would replace."""
        item = self._scene.item(port.block)
        twins = [p for p in item.facts.ports if p.output == port.output]
        name = f"{port.block}: {port.label}" if len(twins) > 1 else port.block
        after = self._connect(self._wire(port))(self._base).wires
        gone = [wire.source for wire in self._base.wires if wire not in after]
        return f"{name}, instead of {gone[0]}" if gone else name

    def _far(self, at: QPointF) -> bool:
        return (at - self._point(self._start)).manhattanLength() > 2 * g.REACH

    def _apply(self, label: str, edit: Edit) -> None:
        self._scene.bridge.apply(label, edit)

    def _wire(self, port: g.Port) -> Wire:
        a, b = (self._start, port) if self._start.output else (port, self._start)
        return Wire(a.block, b.block, a.name, b.name)

    def _connect(self, w: Wire) -> Edit:
        catalogue = self._scene.bridge.catalogue
        return connect(w.source, w.target, w.output, w.input, catalogue=catalogue)

    def _point(self, port: g.Port) -> QPointF:
        return port.point(self._scene.item(port.block).pos())

    def _aim(self, at: QPointF) -> g.Port | None:
        """Return the port meant: the one in reach, or the first that fits on the card."""
        item = self._scene.block_at(at)
        if item is None or item.facts.id == self._start.block:
            return None
        near = item.port_near(at)
        if near is not None and near.output != self._start.output:
            return near
        sides = [p for p in item.facts.ports if p.output != self._start.output]
        return next((p for p in sides if p in self._good), sides[0] if sides else None)

    def _compatible(self) -> set[g.Port]:
        """Return the ports whose type fits and that close no circle."""
        project, start = self._base, self._start
        forbidden = reached([start.block], neighbours(project.wires, back=start.output))
        good = set()
        for id, item in self._scene.blocks.items():
            for port in item.facts.ports:
                if port.output == start.output or id in forbidden:
                    continue
                if self._suits(port):
                    good.add(port)
        return good

    def _verdict(self, port: g.Port) -> tuple[str, bool]:
        """Return why a port does not take the wire ("" when it does), and whether it still may."""
        if port not in self._verdicts:
            bridge, w = self._scene.bridge, self._wire(port)
            never = can_connect(
                self._base, bridge.catalogue, w.source, w.output, w.target, w.input
            )
            reason = never or ""
            if not never:
                flow = trace(self._connect(w)(self._base), bridge.catalogue).get(w.target)
                reason = f"{w.target}: {flow.refusal}" if flow and flow.refusal else ""
            self._verdicts[port] = (reason, not never)
        return self._verdicts[port]

    def _glow(self) -> None:
        every = [p for item in self._scene.blocks.values() for p in item.facts.ports]
        self._overlay.glowing = tuple(self._point(p) for p in every if p in self._good)
        dim = [p for p in every if p not in self._good and p != self._start]
        self._overlay.dim = tuple(self._point(p) for p in dim)
        self._overlay.refresh()

    def _suits(self, port: g.Port | BlockPort) -> bool:
        """Say whether the other end of the wire may be this port."""
        giver, taker = (self._start, port) if self._start.output else (port, self._start)
        return accepts(taker.type, giver.type) or taker.also == giver.type

    def _fitting(self) -> list[str]:
        catalogue = self._scene.bridge.catalogue
        return [
            kind for kind, cls in catalogue.items() if self._ends(cls) and self._learns(kind, cls)
        ]

    def _learns(self, kind: str, cls: type[Block]) -> bool:
        """Say whether a model could learn from what the wire brings; all else is let pass."""
        if cls.family not in ("model", "ensemble") or not self._start.output:
            return True
        id, wire = self._beginning(kind)
        made = in_turn(add_block(kind, id=id), self._connect(wire))(self._base)
        return trace(made, self._scene.bridge.catalogue)[id].refusal is None

    def _beginning(self, kind: str) -> tuple[str, Wire]:
        """Return the id of a block that is yet to be added, and the wire to it."""
        bridge, start = self._scene.bridge, self._start
        id, name = new_id(bridge.store.value, kind), self._ends(bridge.catalogue[kind])[0]
        if start.output:
            return id, Wire(start.block, id, start.name, name)
        return id, Wire(id, start.block, name, start.name)

    def _ends(self, cls: type[Block]) -> list[str]:
        """Return the names of a block's ports at which the wire may end."""
        ports = cls.inputs if self._start.output else cls.outputs
        return [port.name for port in ports if self._suits(port)]

    def _add(self, kind: str, at: QPointF) -> None:
        start, (id, wire) = self._start, self._beginning(kind)
        corner = QPointF(at.x() - (0 if start.output else g.WIDTH), at.y() - g.FIRST_PORT)
        place = g.snapped(corner.x(), corner.y())
        catalogue = self._scene.bridge.catalogue
        rows = [] if start.output else [feed_model(id, start.block, catalogue)]
        edit = in_turn(add_block(kind, place, id=id), *rows, self._connect(wire))
        self._apply(f"Add {title_of_kind(self._scene, kind)}", edit)
        self._scene.select((id,))
