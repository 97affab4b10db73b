"""Neurons under the pointer: looked at, kept, pinned, switched off, and their weights opened."""


from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtWidgets import QMenu

from playground.ui.canvas.block_item import BlockItem
from playground.ui.canvas.pages import Pages
from playground.ui.canvas.scene import CanvasScene
from playground.ui.canvas.units import Marks
from playground.ui.focus import Unit
from playground.ui.timers import after

PAUSE_MS = 25
"""How long the pointer rests on a neuron before it takes over the boundary panel."""


class Neurons(QObject):
    """Answers pointer and keys over the thumbnails of units, through the bridge's focus.

    Signals
    -------
    turned()
        Another page or order of units is shown: other fields are wanted.
    opened(Unit)
        The person wants to see the weights of a unit.
    """

    turned = Signal()
    opened = Signal(object)

    def __init__(self, scene: CanvasScene, parent: QObject) -> None:
        super().__init__(parent)
        self.pages = Pages()
        self._scene, self._bridge = scene, scene.bridge
        self._focus = scene.bridge.focus
        self._under: Unit | None = None
        self._kept: Unit | None = None
        self._settle = after(self, PAUSE_MS, self._point)
        self._focus.changed.connect(self.mark)
        scene.rearranged.connect(self.mark)
        scene.refreshed.connect(self.mark)

    @property
    def unit(self) -> Unit | None:
        """The neuron under the pointer, else the one kept."""
        return self._under or self._kept

    def unit_at(self, item: BlockItem | None, at: QPointF) -> Unit | None:
        """Return the neuron at a point of the scene, on a card."""
        index = item.unit_at(at) if item is not None else -1
        if item is None or index < 0 or item.looks.fields is None:
            return None
        return Unit(item.looks.fields.learner, item.facts.id, index)

    def hover(self, item: BlockItem | None, at: QPointF) -> Unit | None:
        """Take note of what is under the pointer; returns the neuron there."""
        unit = self.unit_at(item, at)
        if unit != self._under:
            self._under = unit
            self._settle.start()
        return unit

    def click(self, item: BlockItem, at: QPointF, keys: Qt.KeyboardModifier) -> bool:
        """Keep the neuron at a point in the boundary panel, or let it go; Alt switches it.

        Returns whether there was a neuron, or a control of the pages, at the point.
        """
        part = item.pager_at(at)
        if part:
            self._turn(item, part)
            return True
        unit = self.unit_at(item, at)
        if unit is None:
            return False
        if keys & Qt.KeyboardModifier.AltModifier:
            self.switch(unit)
        else:
            self._kept = None if unit == self._kept else unit
            self._under = unit
            self._point()
        return True

    def press(self, key: int) -> bool:
        """Take a key: P pins, O switches on or off, W shows the weights, Esc lets go."""
        unit = self.unit
        if key == Qt.Key.Key_Escape:
            return self.release()
        if unit is None:
            return False
        if key == Qt.Key.Key_P:
            self.pin(unit)
        elif key == Qt.Key.Key_O:
            self.switch(unit)
        elif key == Qt.Key.Key_W:
            self.opened.emit(unit)
        else:
            return False
        return True

    def release(self) -> bool:
        """Let go of the neuron that is kept, else of all that are pinned; returns whether any."""
        if self._kept is not None:
            self._kept = None
            self._point()
            return True
        pinned = self._focus.pinned
        for unit in pinned:
            self._focus.unpin(unit)
        return bool(pinned)

    def pin(self, unit: Unit) -> None:
        """Pin a neuron for comparison, or unpin it."""
        if unit in self._focus.pinned:
            self._focus.unpin(unit)
        else:
            self._focus.pin(unit)

    def is_off(self, unit: Unit) -> bool:
        """Say whether a neuron is switched off."""
        item = self._scene.blocks.get(unit.block)
        return item is not None and unit.index in item.facts.off

    def switch(self, unit: Unit) -> None:
        """Switch a neuron off, or on again."""
        self._bridge.hands.switch_unit(unit.block, unit.index, self.is_off(unit))

    def fill_menu(self, menu: QMenu, unit: Unit) -> None:
        """Add what can be done with a neuron to a menu."""
        pinned, off = unit in self._focus.pinned, self.is_off(unit)
        menu.addAction("Unpin unit\tP" if pinned else "Pin unit\tP", lambda: self.pin(unit))
        words = "Switch unit on\tO" if off else "Switch unit off\tO"
        menu.addAction(words, lambda: self.switch(unit))
        menu.addAction("Weights of the unit…\tW", lambda: self.opened.emit(unit))
        menu.addSeparator()

    def mark(self) -> None:
        """Show on every card which units are looked at and pinned, and its page."""
        if self._kept is not None and self._kept.block not in self._scene.blocks:
            self._kept = None
        shown = self._focus.unit
        for id, item in self._scene.blocks.items():
            facts = item.facts
            pinned = tuple(u.index for u in self._focus.pinned if u.block == id)
            pointed = shown.index if shown is not None and shown.block == id else -1
            marks = Marks(pointed, pinned)
            if facts.face == "units" and facts.count > facts.cells:
                marks.page, marks.pages = self.pages.page(facts), self.pages.count(facts)
                marks.order = self.pages.order(id)
            if marks != item.looks.marks:
                item.looks.marks = marks
                item.update()

    def _turn(self, item: BlockItem, part: str) -> None:
        if part == "sort":
            self.pages.sort(item.facts, self._scene.figures)
        elif not self.pages.turn(item.facts, {"back": -1, "on": 1}.get(part, 0)):
            return
        self.mark()
        self.turned.emit()

    def _point(self) -> None:
        self._settle.stop()
        self._focus.point_at(self._under or self._kept)
