"""A block added beside what it continues, and wired to it: what a double-click does."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.core.block import Block
from playground.document.arrange import COLUMN, ROW, TALLEST
from playground.document.edits import Edit, add_block, in_turn, move, new_id
from playground.document.flow import unwired
from playground.document.graph import (
    Catalogue,
    class_of,
    leads_to,
    neighbours,
    reached,
    wires_into,
)
from playground.document.joining import join, joining_port, to_join
from playground.document.project import Placed, Project, Wire
from playground.document.wiring import can_insert, connect, insert_on_wire


def auto_wire(
    kind: str,
    catalogue: Catalogue,
    selected: str | Sequence[str] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Edit:
    """Add a block beside the block it continues, and wire the two.

    It continues the selected block where their ports fit, else the newest block that has a
    compatible output (one that feeds nothing yet comes first); where that block has one wire that
    the new one may sit on, it goes in between. A model goes beside the selected model, to the same
    data, and an ensemble behind the models that are selected or loose. A block that only gives,
    such as a data set, goes in front of an input that lacks a wire. `edits.new_id` tells its id
    beforehand.
    """
    chosen = (selected,) if isinstance(selected, str) else tuple(selected or ())

    def edit(project: Project) -> Project:
        name, cls = new_id(project, kind), catalogue.get(kind)
        several = to_join(project, catalogue, cls, chosen) if cls else []
        if several:
            at = _behind(project, several)
            added = add_block(kind, at, settings, name)(project)
            port = joining_port(cls)
            return join(several, name, port.name if port else "", catalogue)(added)
        before = _continued(project, catalogue, cls, chosen) if cls else None
        if before is not None:
            onward = project.out_of(before.id)
            if len(onward) == 1 and can_insert(project, catalogue, onward[0], kind) is None:
                return _between(onward[0], kind, catalogue, settings)(project)
            at = _free_place(project, before.position, COLUMN)
            added = add_block(kind, at, settings, name)(project)
            return _first_fit(added, catalogue, before.id, name)
        after = _lacking(project, catalogue, cls, chosen) if cls else None
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
    project: Project, catalogue: Catalogue, cls: type[Block], selected: Sequence[str]
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
    chosen = [placed for placed in fitting if placed.id in selected]
    if any(end.type == "data" for end in cls.inputs):
        beside = {wire.source for wire in project.wires if wire.target in selected}
        chosen += [placed for placed in fitting if placed.id in beside]
    if any(end.also for end in cls.inputs):
        # What works from data alone is given models only when someone asks, and joins of models
        # are no model to copy unasked.
        chosen = [placed for placed in chosen if catalogue[placed.kind].family != "ensemble"]
        fitting = [
            placed for placed in fitting
            if all(port.type != "model" for port in catalogue[placed.kind].outputs)
        ]  # fmt: skip
    used = {wire.source for wire in project.wires}
    loose = [placed for placed in fitting if placed.id not in used]
    return next(iter([*chosen, *reversed(loose), *reversed(fitting)]), None)


def _lacking(
    project: Project, catalogue: Catalogue, cls: type[Block], selected: Sequence[str]
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
    return next((p for p in found if p.id in selected), found[-1] if found else None)


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


def _behind(project: Project, ids: Sequence[str]) -> tuple[float, float]:
    """Return a free place right of some blocks, halfway down."""
    places = [project.block(id).position for id in ids]
    y = sum(v for _, v in places) / len(places)
    return _free_place(project, (max(u for u, _ in places), y), COLUMN)


def _last_place(project: Project) -> tuple[float, float]:
    return project.blocks[-1].position if project.blocks else (-COLUMN, 0.0)


def _free_place(project: Project, beside: tuple[float, float], shift: float) -> tuple[float, float]:
    """Return a free place in the next column, or in those beyond where it is full."""
    x, y, down = beside[0] + shift, beside[1], 0
    while any(
        abs(b.position[0] - x) < COLUMN / 2 and abs(b.position[1] - y) < ROW / 2
        for b in project.blocks
    ):
        down += 1
        y += ROW
        if down % TALLEST == 0:
            x, y = x + shift, beside[1] + (ROW / 2 if down // TALLEST % 2 else 0.0)
    return x, y
