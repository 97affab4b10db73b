"""Where the units and connections of a small network stand in a picture."""

from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from playground.ui.plots.backprop.told_step import ToldStep
from playground.ui.theme import px

MOST_UNITS, MOST_EDGES, MOST_COLUMNS = 6, 40, 6


class UnitKey(NamedTuple):
    """A unit; layer -1 is the input, and one past the last layer the loss."""

    layer: int
    unit: int


class EdgeKey(NamedTuple):
    """A connection into a unit of a layer; source -1 is the bias."""

    layer: int
    source: int
    unit: int


def fits(told: ToldStep) -> bool:
    """Say whether a network is small enough to be drawn unit by unit."""
    edges = sum(len(layer.units) * len(layer.source_units) for layer in told.layers)
    small = told.widest <= MOST_UNITS and edges <= MOST_EDGES
    return told.chain and small and len(told.layers) <= MOST_COLUMNS


def has_room(told: ToldStep, area: QRectF) -> bool:
    """Say whether every unit and its numbers have room of their own in an area."""
    most = max(len(told.input_names), *(len(layer.units) for layer in told.layers))
    row, gap = (area.height() - px(20)) / most, area.width() / (len(told.layers) + 2)
    return row >= px(29) and gap >= px(52)


@dataclass
class DiagramLayout:
    """Places of everything, in pixels.

    Attributes
    ----------
    units
        Plates of the units, the inputs and the loss.
    edges
        Ends of the connections.
    captions
        Boxes of the columns' names, from the input to the loss.
    roomy
        Whether there is room for a line above every plate.
    scale
        Of text and plates: 1 in a small panel, more in a large one.
    """

    units: dict[UnitKey, QRectF] = field(default_factory=dict)
    edges: dict[EdgeKey, tuple[QPointF, QPointF]] = field(default_factory=dict)
    captions: list[QRectF] = field(default_factory=list)
    roomy: bool = True
    scale: float = 1.0


def lay_out(told: ToldStep, area: QRectF) -> DiagramLayout:
    """Place the inputs, the layers and the loss in columns from left to right."""
    made = DiagramLayout()
    counts = [len(told.input_names), *(len(layer.units) for layer in told.layers), 1]
    made.scale = min(max(area.width() / px(640), 1.0), max(area.height() / px(300), 1.0), 1.6)
    head = px(18 * made.scale)
    inner = area.adjusted(px(8), head, -px(8), -px(2))
    gap = inner.width() / len(counts)
    row = inner.height() / max(counts)
    made.roomy = row >= px(50 * made.scale)
    width = min(px(56 * made.scale), max(gap * 0.46, px(40)))
    height = min(px(24 * made.scale), max(px(15), row * 0.42))
    for column, count in enumerate(counts):
        x = inner.left() + gap * (column + 0.5)
        made.captions.append(QRectF(x - gap / 2, area.top(), gap, head))
        each = inner.height() / count if count > 1 else inner.height()
        each = min(each, max(row * 1.35, px(64)), px(150 * made.scale))
        top = inner.center().y() - each * count / 2
        for unit in range(count):
            y = top + each * (unit + 0.5)
            plate = QRectF(x - width / 2, y - height / 2, width, height)
            made.units[UnitKey(column - 1, unit)] = plate
    for at, layer in enumerate(told.layers):
        for unit in range(len(layer.units)):
            for source in range(len(layer.source_units)):
                if layer.matrix is not None or source == unit:
                    _join(made, UnitKey(at - 1, source), UnitKey(at, unit))
    for unit in range(len(told.layers[-1].units)):
        last = len(told.layers)
        _join(made, UnitKey(last - 1, unit), UnitKey(last, 0))
    return made


def _join(made: DiagramLayout, start: UnitKey, end: UnitKey) -> None:
    a, b = made.units[start], made.units[end]
    ends = QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())
    made.edges[EdgeKey(end.layer, start.unit, end.unit)] = ends


def edge_near(made: DiagramLayout, at: QPointF, reach: float) -> EdgeKey | None:
    """Return the connection nearest to a point, if it is within reach."""
    best: tuple[float, EdgeKey | None] = (reach, None)
    for key, (a, b) in made.edges.items():
        line, off = b - a, at - a
        length = QPointF.dotProduct(line, line) or 1.0
        share = min(max(QPointF.dotProduct(off, line) / length, 0.0), 1.0)
        away = off - line * share
        distance = QPointF.dotProduct(away, away) ** 0.5
        if distance < best[0]:
            best = distance, key
    return best[1]
