"""Everything a card shows about its block, gathered from the project without drawing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import prod

from playground.core.block import OF_ROWS, Block, title_of
from playground.core.block import Port as BlockPort
from playground.core.shape import Shape
from playground.document.flow import Flow
from playground.document.problem import Problem
from playground.document.project import Placed
from playground.ui.canvas import geometry as g
from playground.ui.canvas.summary import parameters, summary

THUMBNAILS = 18
"""Units on one page of a card."""
READ_OUT = 8
"""Outputs of a head that have a thumbnail at most."""
READ_OUT_ROW = 3
"""Outputs that stand in one row; more take two."""
TALLER = 18.0
"""By how much a card with two rows of outputs is higher."""
LAB_PICTURES = ("matrix",)
"""Probes of labs that a small picture can be drawn of."""
FACES = {"points": 84.0, "ranges": 58.0, "map": 72.0, "score": 62.0, "model": 88.0, "none": 0.0}


@dataclass(frozen=True)
class Facts:
    """What one card shows.

    Attributes
    ----------
    face
        ``points`` (a data set), ``ranges`` (a transform that data reaches), ``map`` (a function),
        ``units`` (a layer over a plane), ``model`` (one that is no network), ``score`` or
        ``none``.
    cells
        How many units have a thumbnail at once.
    count
        How many units there are.
    off
        Units that are switched off.
    note
        Right half of the summary line: parameters, or what a head reads out.
    pictured
        Name of the probe that a small picture of what it has found comes from.
    """

    id: str
    title: str
    tag: str
    family: str
    summary: str
    note: str
    face: str
    cells: int
    count: int
    ports: tuple[g.Port, ...]
    height: float
    frozen: bool = False
    off: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    pictured: str = "members"


def facts(
    placed: Placed,
    cls: type[Block] | None,
    flow: Flow,
    arriving: tuple[object, ...],
    twins: bool,
    problems: Iterable[Problem] = (),
) -> Facts:
    """Gather what the card of a block shows.

    Parameters
    ----------
    arriving
        Shapes at the inputs, in order.
    twins
        Whether other blocks have the same kind, so that the id must tell them apart.
    """
    family = cls.family if cls else "lab"
    pictured = pictured_by(cls)
    face, cells, count = face_of(family, flow, pictured)
    ports = ports_of(placed.id, cls)
    note = note_of(family, flow, arriving)
    title = title_of(cls) if cls else placed.kind
    tag = placed.id.removeprefix(placed.kind).removeprefix("-") if twins else ""
    return Facts(
        placed.id, title, tag, family, summary(flow) if cls else "unknown block", note, face,
        cells, count, ports, height(face, cells, ports), placed.frozen,
        placed.off, tuple(problems), pictured,
    )  # fmt: skip


def face_of(family: str, flow: Flow, pictured: str = "members") -> tuple[str, int, int]:
    """Return which face a card has, how many thumbnails, and how many units there are."""
    if family == "data":
        return "points", 0, 0
    if family == "objective":
        return "map", 0, 0
    if family == "transform" and flow.origin and flow.out is not None:
        return "ranges", 0, 0
    if family == "fit" and flow.data is not None and plane(flow.data.shape):
        return "score", min(flow.data.outputs, READ_OUT), flow.data.outputs
    if family in OF_ROWS or (family == "lab" and pictured in LAB_PICTURES):
        return "model", 0, 0
    if family in ("fit", "lab"):
        return "score", 0, 0
    if family == "layer" and over_a_plane(flow):
        (_, units), *_ = flow.shape or (("", 0),)
        return "units", min(units or 0, THUMBNAILS), units or 0
    return "none", 0, 0


def pictured_by(cls: type[Block] | None) -> str:
    """Return the probe that gives a small picture of what a block's learner has found."""
    shows = getattr(cls, "shows", ())
    pictured = ("clusters", "embedding", *LAB_PICTURES)
    return next((probe for probe in pictured if probe in shows), "members")


def columns_of(cells: int) -> int:
    """Return how many thumbnails stand side by side: fewer are larger."""
    return 4 if cells <= 8 else 5 if cells <= 10 else 6


def over_a_plane(flow: Flow) -> bool:
    """Say whether a layer's units can be drawn over the plane of the data."""
    if flow.data is None or flow.shape is None:
        return False
    return plane(flow.data.shape) and len(flow.shape) == 1


def plane(shape: Shape) -> bool:
    """Say whether samples of a shape are points in the plane."""
    return len(shape) == 1 and shape[0][1] == 2


def note_of(family: str, flow: Flow, arriving: tuple[object, ...]) -> str:
    """Return the right half of the summary line."""
    if family == "layer":
        count = parameters(flow, arriving)
        return f"{count:,} params".replace(",", " ") if count else ""
    if family == "transform" and flow.shape:
        count = prod(size or 1 for _, size in flow.shape)
        return f"→ {count}" if summary(flow) else f"{count} feature{'s' * (count != 1)}"
    if family == "fit" and flow.data and flow.data.outputs:
        return f"→ {flow.data.outputs}"
    if family == "ensemble" and arriving and all(shape is None for shape in arriving):
        return f"{len(arriving)} model{'s' * (len(arriving) != 1)}"
    return ""


def ports_of(id: str, cls: type[Block] | None) -> tuple[g.Port, ...]:
    """Return the ports of a block with their places on its card."""
    if cls is None:
        return ()
    return (*_side(id, cls.inputs, 0.0), *_side(id, cls.outputs, g.WIDTH))


def _side(id: str, ports: tuple[BlockPort, ...], x: float) -> Iterable[g.Port]:
    for place, port in enumerate(ports):
        name = port.name if place else ""
        at = (x, g.FIRST_PORT + place * g.PORT_STEP)
        yield g.Port(id, name, port.name, port.type, x > 0, at, port.also, port.many)


def height(face: str, cells: int, ports: tuple[g.Port, ...]) -> float:
    """Return the height of a card that holds its face and reaches below its lowest port."""
    tall = FACES.get(face, 0.0)
    if face == "units":
        columns = columns_of(cells)
        side = (g.WIDTH - 2 * g.PAD + 3.0) / columns
        tall = -(-cells // columns) * side
    if face == "score" and cells > READ_OUT_ROW:
        tall += TALLER
    lowest = max((port.at[1] for port in ports), default=0.0)
    return max(g.HEADER + g.SUMMARY + g.PAD + tall, lowest + 14.0)
