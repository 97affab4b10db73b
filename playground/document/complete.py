"""Finish what the person began: data, a learner, and the wires between loose ends."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.core.block import Block, Port
from playground.document.arrange import COLUMN, ROW
from playground.document.edits import Edit, add_block, in_turn, move, new_id
from playground.document.flow import unwired
from playground.document.graph import (
    Catalogue,
    blocks_by_id,
    class_of,
    leads_to,
    neighbours,
    reached,
    wires_into,
)
from playground.document.project import Placed, Project, Wire
from playground.document.wiring import can_insert, connect, insert_on_wire

DATA, LAYER, HEAD = "circle", "dense", "fit"
"""Kinds that stand in for what is missing."""


def complete(project: Project, catalogue: Catalogue) -> Edit | None:
    """Return the edit that makes Play possible, or None when nothing is missing.

    It adds a data set when there is neither data nor a function, a layer and a head when nothing
    learns, and wires loose ends from left to right. What is there already it leaves alone.
    """
    finished = _wired(_with_learner(_with_data(project, catalogue), catalogue), catalogue)
    if finished == project:
        return None
    return lambda now: _wired(_with_learner(_with_data(now, catalogue), catalogue), catalogue)


def _families(project: Project, catalogue: Catalogue) -> set[str]:
    return {cls.family for b in project.blocks if (cls := catalogue.get(b.kind)) is not None}


def _with_data(project: Project, catalogue: Catalogue) -> Project:
    families = _families(project, catalogue)
    kind = data_kind(catalogue)
    if families & {"data", "objective"} or families == {"lab"} or kind is None:
        return project
    known = [b.position for b in project.blocks]
    x = min((x for x, _ in known), default=COLUMN) - COLUMN
    y = min((y for _, y in known), default=0.0)
    return add_block(kind, (x, y))(project)


def data_kind(catalogue: Catalogue) -> str | None:
    """Return the kind of data set to add when there is none, or None when none is known."""
    kinds = [kind for kind, cls in catalogue.items() if cls.family == "data"]
    return DATA if DATA in kinds else next(iter(kinds), None)


def _with_learner(project: Project, catalogue: Catalogue) -> Project:
    families = _families(project, catalogue)
    alone = "lab" in families and "ensemble" not in families
    if families & {"fit", "model"} or alone:
        return project
    wanted = [HEAD] if families & {"layer", "objective"} else [LAYER, HEAD]
    for kind in wanted:
        if kind in catalogue:
            last = max(project.blocks, key=lambda b: b.position[0], default=None)
            x, y = last.position if last else (-COLUMN, 0.0)
            project = add_block(kind, (x + COLUMN, y))(project)
    return project


def _wired(project: Project, catalogue: Catalogue) -> Project:
    for placed in sorted(project.blocks, key=lambda b: b.position):
        cls = catalogue.get(placed.kind)
        for name in unwired(cls, wires_into(project)[placed.id]) if cls else ():
            port = next(port for port in cls.inputs if port.name == name) if cls else None
            near = nearest_output(project, catalogue, placed.id, port) if port else None
            if near:
                edit = connect(near[0], placed.id, near[1], name, catalogue=catalogue)
                project = edit(project)
    return project


def nearest_output(
    project: Project, catalogue: Catalogue, id: str, port: Port
) -> tuple[str, str] | None:
    """Return block and output that would best feed an input, or None when nothing can.

    Outputs on the left that feed nothing yet come first, then the nearest.
    """
    placed = blocks_by_id(project)
    behind = reached([id], neighbours(project.wires))
    used = {wire.source for wire in project.wires}
    x, y = placed[id].position

    def distance(pair: tuple[Placed, Port]) -> tuple[bool, bool, float]:
        u, v = pair[0].position
        return u >= x, pair[0].id in used, (x - u) ** 2 + (y - v) ** 2

    free = [pair for pair in _outputs(project, catalogue, port) if pair[0].id not in behind]
    if not free:
        return None
    best, output = min(free, key=distance)
    return best.id, output.name


def _outputs(project: Project, catalogue: Catalogue, port: Port) -> Iterator[tuple[Placed, Port]]:
    for placed in project.blocks:
        cls = catalogue.get(placed.kind)
        for output in cls.outputs if cls else ():
            if port.takes(output.type):
                yield placed, output


def add_data(id: str, input: str, catalogue: Catalogue) -> Edit | None:
    """Return the edit that adds a data set left of a block and wires it there, if one is known."""
    kind = data_kind(catalogue)
    if kind is None:
        return None

    def edit(project: Project) -> Project:
        x, y = project.block(id).position
        name = new_id(project, kind)
        wire = connect(name, id, "", input, catalogue=catalogue)
        return in_turn(add_block(kind, (x - COLUMN, y), id=name), wire)(project)

    return edit


def auto_wire(
    kind: str,
    catalogue: Catalogue,
    selected: str | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Edit:
    """Add a block beside the block it continues, and wire the two.

    It continues the selected block where their ports fit, else the newest block that has a
    compatible output (one that feeds nothing yet comes first); where that block has one wire that
    the new one may sit on, it goes in between. A block that only gives, such as a data set, goes
    in front of an input that lacks a wire. `edits.new_id` tells its id beforehand.
    """

    def edit(project: Project) -> Project:
        name, cls = new_id(project, kind), catalogue.get(kind)
        before = _continued(project, catalogue, cls, selected) if cls else None
        if before is not None:
            onward = project.out_of(before.id)
            if len(onward) == 1 and can_insert(project, catalogue, onward[0], kind) is None:
                return _between(onward[0], kind, catalogue, settings)(project)
            at = _free_place(project, before.position, COLUMN)
            added = add_block(kind, at, settings, name)(project)
            return _first_fit(added, catalogue, before.id, name)
        after = _lacking(project, catalogue, cls, selected) if cls else None
        if after is not None:
            at = _free_place(project, after.position, -COLUMN)
            added = add_block(kind, at, settings, name)(project)
            return _first_fit(added, catalogue, name, after.id)
        at = _free_place(project, _last_place(project), COLUMN)
        return add_block(kind, at, settings, name)(project)

    return edit


def _between(
    wire: Wire, kind: str, catalogue: Catalogue, settings: Mapping[str, Any] | None
) -> Edit:
    """Put a block on a wire, and make room for it by moving on what comes after."""

    def edit(project: Project) -> Project:
        (x, y), after = project.block(wire.source).position, project.block(wire.target).position
        later = reached([wire.target], neighbours(project.wires))
        room = max(x + 2 * COLUMN - after[0], 0.0)
        places = {
            placed.id: (placed.position[0] + room, placed.position[1])
            for placed in project.blocks
            if placed.id in later
        }
        at = (x + COLUMN, (y + after[1]) / 2)
        return in_turn(move(places), insert_on_wire(wire, kind, at, catalogue, settings))(project)

    return edit


def _continued(
    project: Project, catalogue: Catalogue, cls: type[Block], selected: str | None
) -> Placed | None:
    fitting = [
        placed
        for placed in project.blocks
        if (giver := catalogue.get(placed.kind)) is not None
        and any(
            end.takes(port.type)
            for port in giver.outputs
            for end in cls.inputs
            if not end.optional
        )
    ]
    used = {wire.source for wire in project.wires}
    loose = [placed for placed in fitting if placed.id not in used]
    chosen = [placed for placed in fitting if placed.id == selected]
    return next(iter([*chosen, *reversed(loose), *reversed(fitting)]), None)


def _lacking(
    project: Project, catalogue: Catalogue, cls: type[Block], selected: str | None
) -> Placed | None:
    given = [port.type for port in cls.outputs]
    entering = wires_into(project)
    found = []
    for placed in project.blocks:
        taker = catalogue.get(placed.kind)
        empty = unwired(taker, entering[placed.id]) if taker else []
        ends = [port for port in taker.inputs if port.name in empty] if taker else []
        if any(end.takes(start) for end in ends for start in given):
            found.append(placed)
    return next((p for p in found if p.id == selected), found[-1] if found else None)


def _first_fit(project: Project, catalogue: Catalogue, source: str, target: str) -> Project:
    giver, taker = class_of(project, catalogue, source), class_of(project, catalogue, target)
    if giver is None or taker is None or leads_to(project, target, source):
        return project
    empty = unwired(taker, wires_into(project)[target])
    # What a block works without is never wired unasked.
    required = [port for port in taker.inputs if not port.optional]
    ends = sorted(required, key=lambda port: port.name not in empty)
    for end in ends:
        for start in giver.outputs:
            if end.takes(start.type):
                return connect(source, target, start.name, end.name, catalogue=catalogue)(project)
    return project


def _last_place(project: Project) -> tuple[float, float]:
    return project.blocks[-1].position if project.blocks else (-COLUMN, 0.0)


def _free_place(project: Project, beside: tuple[float, float], shift: float) -> tuple[float, float]:
    x, y = beside[0] + shift, beside[1]
    while any(
        abs(b.position[0] - x) < COLUMN / 2 and abs(b.position[1] - y) < ROW / 2
        for b in project.blocks
    ):
        y += ROW
    return x, y
