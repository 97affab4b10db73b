"""Single weights on the canvas: lines between units under the pointer, and their small window."""

from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRect

from playground.engine.signals.unit import unit_title
from playground.kernels.array import Array
from playground.runtime.messages import Frame, Request
from playground.ui.canvas import geometry as g
from playground.ui.canvas.joints import (
    around,
    into,
    joints,
    lookup,
    part_name,
    weight_title,
)
from playground.ui.canvas.neurons import Neurons
from playground.ui.canvas.overlay import Overlay
from playground.ui.canvas.scene import CanvasScene
from playground.ui.canvas.strings import Strings, Weight
from playground.ui.canvas.weight_popover import WeightPopover
from playground.ui.canvas.wire_item import WireItem
from playground.ui.focus import Unit
from playground.ui.plots.lettering import number


class WeightViews(QObject):
    """Shows the weights at the pointer and lets one be changed.

    Parameters
    ----------
    view
        The canvas, which the small window lies over.
    """

    def __init__(
        self, view: Any, scene: CanvasScene, neurons: Neurons, overlay: Overlay
    ) -> None:
        super().__init__(view)
        self._view, self._scene, self._neurons, self._overlay = view, scene, neurons, overlay
        self._bridge = scene.bridge
        self.strings = Strings()
        scene.addItem(self.strings)
        self.popover = WeightPopover(view)
        self._of: object = None
        self._unit: Unit | None = None
        self._arrays: dict[tuple[str, int], dict[str, Array]] = {}
        self.popover.turned.connect(self._turn)
        self.popover.closed.connect(self._close)
        self.popover.pin_wanted.connect(lambda: self._unit and neurons.pin(self._unit))
        self.popover.switch_wanted.connect(lambda: self._unit and neurons.switch(self._unit))
        neurons.opened.connect(self.open)
        neurons.turned.connect(self.forget)
        scene.touched.connect(self.forget)
        scene.rearranged.connect(self.forget)
        self._bridge.frame.connect(self._take)
        self._bridge.focus.changed.connect(self._name)
        self._bridge.project_changed.connect(self._follow)

    def hover(self, item: object, unit: Unit | None, at: QPointF | None) -> bool:
        """Show the lines of what is under the pointer; returns whether it holds one."""
        over = unit or (item.wire if isinstance(item, WireItem) else None)
        among = at is not None and not unit and self.strings.covers(at)
        if over != self._of and (over is not None or not among):
            self._draw(over)
        line = self.strings.near(at) if at is not None and unit is None else -1
        self.strings.hold(line)
        if line >= 0 and at is not None:
            weight, value = self.strings.weights[line], number(self.strings.value(line), full=True)
            self._overlay.say(f"{weight_title(self._scene, weight)}: {value}", at, "text")
        return line >= 0

    def click(self, at: QPointF) -> bool:
        """Open the weight whose line is at a point of the scene; returns whether there is one."""
        line = self.strings.near(at)
        if line < 0:
            return False
        weight = self.strings.weights[line]
        learner = self._learner(weight.block)
        self.popover.choose(weight)
        self.open(Unit(learner, weight.block, weight.index[-1]))
        return True

    def open(self, unit: Unit) -> None:
        """Show the weights of a unit in the small window, as soon as they are known."""
        if unit != self._unit and self.popover.chosen and self.popover.isVisible():
            self.popover.chosen = None
        self._unit = unit
        self._arrays.pop((unit.block, unit.index), None)
        self._watch()

    def forget(self) -> None:
        """Take the lines away."""
        if self._of is not None:
            self._draw(None)

    def _follow(self, old: object, new: Any) -> None:
        unit = self._unit
        item = self._scene.blocks.get(unit.block) if unit is not None else None
        if unit is not None and (item is None or 0 < item.facts.count <= unit.index):
            self._unit = None
            self.popover.close_up()
            self._watch()
        self._name()

    def _draw(self, over: object) -> None:
        self._of = over
        found = []
        if isinstance(over, Unit):
            found = list(around(self._scene, over))
        elif over is not None and into(self._scene, over.target) == over:
            found = list(joints(self._scene, over, edges=True))
        weights = tuple(weight for weight, _, _ in found)
        ends = [[[a.x(), a.y()], [b.x(), b.y()]] for _, a, b in found]
        self.strings.span(weights, np.array(ends, float).reshape(-1, 2, 2))
        self._fill_strings()
        self._watch()

    def _watch(self) -> None:
        member = self._bridge.focus.member
        picked: tuple[tuple[str, Any], ...] = () if member is None else (("member", member),)
        wanted = {}
        for weight in self.strings.weights:
            unit = self._of.index if isinstance(self._of, Unit) else -1
            wanted[weight.block] = unit if self._column(weight.block) else -1
        requests = {
            Request("connections", self._learner(block),
                    (("block", block), *picked, *((("unit", unit),) if unit >= 0 else ()))): None
            for block, unit in wanted.items()
        }  # fmt: skip
        if self._unit is not None:
            block, unit = self._unit.block, self._unit.index
            chosen = (("block", block), ("loss", True), *picked, ("unit", unit))
            requests[Request("connections", self._learner(block), chosen)] = None
        self._bridge.watch(self, tuple(requests))

    def _column(self, block: str) -> bool:
        return isinstance(self._of, Unit) and self._of.block == block

    def _learner(self, block: str) -> str:
        item = self._scene.blocks.get(block)
        if item is None:
            return ""
        if item.looks.fields is not None:
            return item.looks.fields.learner
        heads = [i.facts.id for i in self._scene.blocks.values() if i.facts.family == "fit"]
        return item.facts.id if item.facts.family == "fit" else next(iter(heads), "")

    def _take(self, frame: Frame) -> None:
        fresh = False
        for snapshot in frame.snapshots:
            if snapshot.request.probe == "connections":
                chosen = dict(snapshot.request.settings)
                unit, own = chosen.get("unit", -1), chosen.get("loss", False)
                self._arrays[chosen.get("block", ""), unit] = snapshot.arrays
                if own:
                    self.popover.show_losses(told_losses(snapshot.arrays))
                fresh = True
        if fresh:
            self._fill_strings()
            self._fill_popover()

    def _fill_strings(self) -> None:
        weights = self.strings.weights
        if not weights:
            return
        unit = self._of.index if isinstance(self._of, Unit) else -1
        values = [
            lookup(self._arrays.get((w.block, unit if self._column(w.block) else -1), {}), w)
            for w in weights
        ]
        self.strings.show_values(np.array(values))

    def _fill_popover(self) -> None:
        unit = self._unit
        arrays = self._arrays.get((unit.block, unit.index)) if unit else None
        if unit is None or arrays is None:
            return
        weights, values = incoming(unit, arrays)
        if weights == list(self.popover.list.weights.weights) and self.popover.isVisible():
            self.popover.show_values(values)
        elif weights:
            names = [part_name(self._scene, weight) for weight in weights]
            titles = [weight_title(self._scene, weight) for weight in weights]
            title = unit_title(unit.block, unit.index)
            self.popover.fill(title, weights, names, titles, values)
            self._place(unit)
            self.popover.show()
            self.popover.raise_()
            self._name()

    def _place(self, unit: Unit) -> None:
        """Stand beside the card, over the whole window: the canvas may be low."""
        item, window = self._scene.blocks[unit.block], self._view.window()
        card = g.card(item.facts.height).translated(item.pos())
        area: QRect = self._view.mapFromScene(card).boundingRect()
        area.moveTopLeft(self._view.viewport().mapTo(window, area.topLeft()))
        if self.popover.parent() is not window:
            self.popover.setParent(window)
        self.popover.place(area, window.rect())

    def _name(self) -> None:
        unit = self._unit
        if unit is not None and self.popover.isVisible():
            pinned = unit in self._bridge.focus.pinned
            self.popover.show_state(pinned, self._neurons.is_off(unit))

    def _turn(self, weight: Weight, value: float, merge: object) -> None:
        unit = self._unit
        arrays = self._arrays.get((unit.block, unit.index), {}) if unit else {}
        before = lookup(arrays, weight)
        if before != before:
            before = 0.0
        hands = self._bridge.hands
        hands.set_weight(weight.block, weight.name, weight.index, value, before, merge)

    def _close(self) -> None:
        self._unit = None
        self._watch()
        self._view.setFocus()


LOSSES = ("loss on", "loss off")


def told_losses(arrays: dict[str, Array]) -> str:
    """Write the loss with and without a unit, or "" where it is not known."""
    if not all(name in arrays for name in LOSSES):
        return ""
    on, off = (number(float(arrays[name][0]), full=True) for name in LOSSES)
    return f"loss with it {on} · without it {off}"


def incoming(unit: Unit, arrays: dict[str, Array]) -> tuple[list[Weight], Array]:
    """Return the weights that belong to a unit, and their values, as the probe sent them."""
    weights: list[Weight] = []
    values: list[float] = []
    for name, array in arrays.items():
        own = name.removesuffix(" column")
        if own != name:
            column, indices = array, [(i, unit.index) for i in range(len(array))]
        elif array.ndim == 2 and unit.index < array.shape[1]:
            column = array[:, unit.index]
            indices = [(i, unit.index) for i in range(len(column))]
        elif name in LOSSES:
            continue
        elif array.ndim == 1 and unit.index < len(array):
            column, indices = array[unit.index : unit.index + 1], [(unit.index,)]
        else:
            continue
        weights += [Weight(unit.block, own, index) for index in indices]
        values += [float(v) for v in column]
    return weights, np.array(values)
