"""Which single weights join which units on the canvas, where they are drawn, and their names."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPointF

from playground.document.project import Wire
from playground.engine.signals.unit import unit_title
from playground.kernels.array import Array
from playground.ui.canvas import geometry as g
from playground.ui.canvas.cells import cells_of, face_area
from playground.ui.canvas.scene import CanvasScene
from playground.ui.canvas.strings import Weight
from playground.ui.focus import Unit

FEATURE_STEP = 14.0


def units_of(scene: CanvasScene, id: str) -> dict[int, QPointF]:
    """Return where the units of a block are drawn in the scene, by number."""
    item = scene.blocks[id]
    fields = item.looks.fields
    if fields is not None:
        squares = cells_of(item.facts, len(fields.units))
        return {
            unit: square.center() + item.pos()
            for unit, square in zip(fields.units, squares, strict=False)
        }
    ports = [port for port in item.facts.ports if port.output]
    if item.facts.family not in ("data", "transform") or not ports:
        return {}
    corner = ports[0].point(item.pos())
    return {i: corner + QPointF(0, (i - 0.5) * FEATURE_STEP) for i in range(2)}


def into(scene: CanvasScene, id: str) -> Wire | None:
    """Return the wire that brings a block what its weights multiply."""
    wires = [w for w in scene.wires if w.target == id and w.input in ("", "x")]
    return wires[0] if len(wires) == 1 else None


def edge_of(scene: CanvasScene, id: str, right: bool) -> dict[int, QPointF]:
    """Return places on a card's edge for the units that are drawn on it, one below the other."""
    units, item = units_of(scene, id), scene.blocks[id]
    if item.looks.fields is None:
        return units
    area = face_area(item.facts)
    x = item.x() + (g.WIDTH if right else 0.0)
    step = area.height() / max(len(units), 1)
    top = item.y() + area.top() + step / 2
    return {unit: QPointF(x, top + place * step) for place, unit in enumerate(units)}


def joints(
    scene: CanvasScene, wire: Wire, edges: bool = False
) -> Iterator[tuple[Weight, QPointF, QPointF]]:
    """Yield every weight between units that are drawn at both ends of a wire, with its ends.

    Parameters
    ----------
    edges
        Whether lines end at the cards' edges, instead of in the middle of the thumbnails.
    """
    if wire.source not in scene.blocks or wire.target not in scene.blocks:
        return
    if scene.blocks[wire.target].looks.fields is None:
        return
    if edges:
        sources, targets = edge_of(scene, wire.source, True), edge_of(scene, wire.target, False)
    else:
        sources, targets = units_of(scene, wire.source), units_of(scene, wire.target)
    for j, end in targets.items():
        for i, start in sources.items():
            yield Weight(wire.target, "weight", (i, j)), start, end


def around(scene: CanvasScene, unit: Unit) -> Iterator[tuple[Weight, QPointF, QPointF]]:
    """Yield the weights into and out of one unit, with their ends."""
    wire = into(scene, unit.block)
    for found in joints(scene, wire) if wire else ():
        if found[0].index[1] == unit.index:
            yield found
    for other in scene.wires:
        if other.source == unit.block and into(scene, other.target) == other:
            for found in joints(scene, other):
                if found[0].index[0] == unit.index:
                    yield found


def lookup(arrays: dict[str, Array], weight: Weight) -> float:
    """Return the value of a weight among what the connections probe sent; NaN if it is not."""
    values = arrays.get(weight.name)
    if values is None and len(weight.index) == 2:
        column = arrays.get(f"{weight.name} column")
        values, index = column, weight.index[:1]
    else:
        index = weight.index
    if values is None or len(index) != values.ndim:
        return float("nan")
    if any(not 0 <= i < size for i, size in zip(index, values.shape, strict=True)):
        return float("nan")
    return float(values[index])


def input_name(scene: CanvasScene, id: str, number: int) -> str:
    """Return what people call the input of a block that a weight multiplies."""
    wire = into(scene, id)
    if wire is None or wire.source not in scene.blocks:
        return f"input {number + 1}"
    source = scene.blocks[wire.source].facts
    if source.family == "layer":
        return f"{source.id} unit {number + 1}"
    flow = scene.bridge.flows.get(wire.source)
    names: Any = getattr(flow.out, "names", ()) if flow else ()
    return names[number] if number < len(names) else f"feature {number + 1}"


def part_name(scene: CanvasScene, weight: Weight) -> str:
    """Return what a weight is, within its unit: ``weight from x1``, ``bias``."""
    if len(weight.index) == 2 and weight.name == "weight":
        return f"weight from {input_name(scene, weight.block, weight.index[0])}"
    return weight.name


def weight_title(scene: CanvasScene, weight: Weight) -> str:
    """Return the full name of a weight: ``dense-1 · weight from x1 to unit 3``."""
    part = part_name(scene, weight)
    if len(weight.index) == 2:
        return f"{weight.block} · {part} to unit {weight.index[1] + 1}"
    return f"{unit_title(weight.block, weight.index[-1])} · {part}"

