"""The pointer on the canvas: which gesture a press begins, and what lies under the mouse."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from playground.document.problem import Problem
from playground.ui.canvas import geometry as g
from playground.ui.canvas.afterlife import is_left_behind
from playground.ui.canvas.block_item import BlockItem
from playground.ui.canvas.context_menu import open_context_menu
from playground.ui.canvas.gestures import SLACK, Gesture, Keys, Move, Pan, Rubber, Slash
from playground.ui.canvas.overlay import Overlay
from playground.ui.canvas.scene import CanvasScene
from playground.ui.canvas.wire_item import WireItem
from playground.ui.canvas.wiring_gesture import WiringGesture

ADDING = Keys.ShiftModifier | Keys.ControlModifier


class Pointer(QObject):
    """Turns mouse events of a view into gestures.

    A press on a port draws a wire, on a card drags it, on empty canvas spans a frame; with Ctrl a
    slash cuts wires; the middle button pans. A press that does not wander is a click.
    """

    def __init__(self, view: Any, scene: CanvasScene, overlay: Overlay) -> None:
        super().__init__(view)
        self._view, self._scene, self._overlay = view, scene, overlay
        self.gesture: Gesture | None = None
        self._pan: Pan | None = None
        self._pressed: QPoint | None = None
        self._moved = False
        self._hovered: BlockItem | WireItem | None = None
        self._steps = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._double,
        }
        scene.touched.connect(self.cancel)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mouse events; leave all else to the view."""
        if is_left_behind(self):
            return False
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif isinstance(event, QWheelEvent):
            return self._turn(event)
        elif event.type() == QEvent.Type.ToolTip:
            return self._explain(event.pos(), event.globalPos())
        step = self._steps.get(event.type())
        return step(event) if step and isinstance(event, QMouseEvent) else False

    def cancel(self) -> bool:
        """Give up the gesture under way; returns whether there was one."""
        gesture, self.gesture, self._pressed = self.gesture, None, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def _press(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        self._view.setFocus()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan = Pan(self._view, at)
            self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton and self.gesture is None:
            self._pressed, self._moved = at, False
            self.gesture = self._begin(self._view.mapToScene(at), event.modifiers())
        elif event.button() == Qt.MouseButton.RightButton and not self.cancel():
            item = self._scene.block_at(self._view.mapToScene(at))
            if item is None:
                self._view.open_menu(at)
            else:
                unit = self._view.neurons.unit_at(item, self._view.mapToScene(at))
                open_context_menu(self._view, item, at, unit)
        return True

    def _begin(self, at: QPointF, keys: Keys) -> Gesture | None:
        """Return the gesture that a press here begins; a press on a card selects it."""
        block, adding = self._scene.block_at(at), bool(keys & ADDING)
        if block is not None:
            if block.badge_at(at):
                return None
            port = block.port_near(at)
            return self._wire_from(port) if port else self._grab(block, at, adding)
        wire = self._scene.wire_at(at)
        if wire is not None:
            kept = self._scene.chosen_wires if adding else ()
            self._scene.select(self._scene.selected_ids() if adding else (), (*kept, wire.wire))
            return None
        if keys & Keys.ControlModifier:
            return Slash(self._scene, self._overlay, at)
        return Rubber(self._scene, self._overlay, at, adding)

    def _grab(self, block: BlockItem, at: QPointF, adding: bool) -> Gesture | None:
        id, chosen = block.facts.id, self._scene.selected_ids()
        if adding:
            others = tuple(other for other in chosen if other != id)
            self._scene.select(others if id in chosen else (*chosen, id))
        elif id not in chosen:
            self._scene.select((id,))
        return Move(self._scene, id, at) if id in self._scene.selected_ids() else None

    def _wire_from(self, port: g.Port) -> Gesture:
        """Draw a wire from a port; an input that has one gives it up to be moved.

        One that takes several models keeps them: the wire is to another.
        """
        joins = port.many and port.type == "model"
        wires = [] if port.output or joins else [
            w for w in self._scene.wires
            if w.target == port.block and w.input in (port.name, port.label)
        ]  # fmt: skip
        if wires:
            start = self._scene.port(wires[-1].source, wires[-1].output, True)
            if start is not None:
                choose = self._view.choose
                return WiringGesture(self._scene, self._overlay, start, choose, wires[-1])
        return WiringGesture(self._scene, self._overlay, port, self._view.choose)

    def _move(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        if self._pan:
            self._pan.drag(at)
        elif self.gesture and event.buttons() & Qt.MouseButton.LeftButton:
            wandered = self._pressed and (at - self._pressed).manhattanLength() > SLACK
            self._moved = self._moved or bool(wandered)
            if self._moved:
                self.gesture.follow(self._view.mapToScene(at), event.modifiers())
        elif not event.buttons():
            self._hover(self._view.mapToScene(at))
        return True

    def _release(self, event: QMouseEvent) -> bool:
        at = self._view.mapToScene(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan = None
            self._view.viewport().unsetCursor()
        elif event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            gesture, self.gesture, self._pressed = self.gesture, None, None
            if self._moved and gesture:
                gesture.finish(at, event.modifiers())
            else:
                self._click(gesture, at, event.modifiers())
        return True

    def _click(self, gesture: Gesture | None, at: QPointF, keys: Keys) -> None:
        if gesture is not None:
            gesture.cancel()
        block = self._scene.block_at(at)
        if block is not None and block.badge_at(at):
            self._mend(block.facts.problems)
        elif block is not None:
            taken = self._view.neurons.click(block, at, keys)
            if not (keys & ADDING or (taken and keys & Keys.AltModifier)):
                self._scene.select((block.facts.id,))
        elif self._view.weights.click(at):
            return
        elif (wire := self._scene.wire_at(at)) is None:
            if not keys & ADDING:
                self._scene.select(())
        elif any(p.fix for p in wire.problems) and wire.on_pill(at):
            self._mend(wire.problems)

    def _mend(self, problems: tuple[Problem, ...]) -> None:
        fix = next((problem.fix for problem in problems if problem.fix), None)
        if fix is not None:
            self._scene.bridge.apply(fix.label, fix.edit)

    def _double(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        scene = self._view.mapToScene(at)
        if event.button() == Qt.MouseButton.LeftButton:
            self.cancel()
            block = self._scene.block_at(scene)
            unit = self._view.neurons.unit_at(block, scene)
            if unit is not None:
                self._view.neurons.opened.emit(unit)
            elif block is None and self._scene.wire_at(scene) is None:
                self._view.open_menu(at)
        return True

    def _turn(self, event: QWheelEvent) -> bool:
        """Zoom around the pointer; pan with Shift, or with two fingers on a touch pad."""
        pixels, notches = event.pixelDelta(), event.angleDelta()
        if event.modifiers() & Keys.ShiftModifier:
            self._view.pan((notches.x() + notches.y()) / 2, 0)
        elif not pixels.isNull() and not event.modifiers():
            self._view.pan(pixels.x(), pixels.y())
        else:
            self._view.zoom_by(1.0015 ** notches.y(), event.position().toPoint())
        event.accept()
        return True

    def _hover(self, at: QPointF | None) -> None:
        block = self._scene.block_at(at) if at is not None else None
        item = block or (self._scene.wire_at(at) if at is not None else None)
        if item is not self._hovered:
            known = (*self._scene.blocks.values(), *self._scene.wires.values())
            if self._hovered in known:
                self._hovered.mark(hovered=False)
            if item is not None:
                item.mark(hovered=True)
            self._hovered = item
        unit = self._view.neurons.hover(block, at or QPointF())
        port = block.port_near(at) if block is not None and at is not None else None
        self._overlay.say(port.label if port else "", at or QPointF())
        over = block is not None and at is not None and (block.badge_at(at) or block.pager_at(at))
        hand = port is not None or unit is not None or bool(over)
        shape = Qt.CursorShape.CrossCursor if port else Qt.CursorShape.PointingHandCursor
        hand = self._view.weights.hover(item, unit, at) or hand
        if hand:
            self._view.viewport().setCursor(shape)
        else:
            self._view.viewport().unsetCursor()

    def _explain(self, at: QPoint, on_screen: QPoint) -> bool:
        point = self._view.mapToScene(at)
        item = self._scene.block_at(point) or self._scene.wire_at(point)
        text = item.help(point) if item else ""
        QToolTip.showText(on_screen, text, self._view.viewport())
        return True
