"""The project as a graph: ports by name, order, ancestors and cycles."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from msgspec.structs import replace

from playground.core.block import Block, Port
from playground.document.project import Placed, Project, Wire

Catalogue: TypeAlias = Mapping[str, type[Block]]

SEARCHED = 300_000
"""Blocks and wires that are looked through for cycles, over all of them."""


def blocks_by_id(project: Project) -> dict[str, Placed]:
    """Return the blocks by id; of several with one id the first."""
    return {placed.id: placed for placed in reversed(project.blocks)}


def class_of(project: Project, catalogue: Catalogue, id: str) -> type[Block] | None:
    """Return the class of a block, or None when the block or its kind is unknown."""
    for placed in project.blocks:
        if placed.id == id:
            return catalogue.get(placed.kind)
    return None


def port_named(ports: tuple[Port, ...], name: str) -> Port | None:
    """Return the port of that name, the first for "", or None."""
    if not name:
        return ports[0] if ports else None
    return next((port for port in ports if port.name == name), None)


def output_of(cls: type[Block] | None, name: str) -> Port | None:
    """Return an output port of a class by name, the first for "", or None."""
    return port_named(cls.outputs, name) if cls else None


def input_of(cls: type[Block] | None, name: str) -> Port | None:
    """Return an input port of a class by name, the first for "", or None."""
    return port_named(cls.inputs, name) if cls else None


def wires_into(project: Project) -> dict[str, list[Wire]]:
    """Return the entering wires of every block, in the order of creation."""
    found: dict[str, list[Wire]] = {placed.id: [] for placed in project.blocks}
    for wire in project.wires:
        if wire.target in found:
            found[wire.target].append(wire)
    return found


def by_port(cls: type[Block] | None, wires: Iterable[Wire]) -> list[Wire]:
    """Sort the wires into a block by its ports, and drop those to ports that do not exist."""
    places = {port.name: place for place, port in enumerate(cls.inputs)} if cls else {}
    known = [(places[end.name], wire) for wire in wires if (end := input_of(cls, wire.input))]
    return [wire for _, wire in sorted(known, key=lambda pair: pair[0])]


def neighbours(wires: Iterable[Wire], back: bool = False) -> dict[str, list[str]]:
    """Return for every block those that its wires lead to, or come from."""
    found: dict[str, list[str]] = {}
    for wire in wires:
        start, end = (wire.target, wire.source) if back else (wire.source, wire.target)
        found.setdefault(start, []).append(end)
    return found


def reached(starts: Iterable[str], steps: Mapping[str, list[str]]) -> set[str]:
    """Return the blocks that can be reached from `starts`, these included."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(steps.get(here, ()))
    return seen


def leads_to(project: Project, start: str, goal: str) -> bool:
    """Say whether wires lead from one block to another (or both are the same)."""
    return goal in reached([start], neighbours(project.wires))


def leading_to(project: Project, ids: Iterable[str]) -> Project:
    """Return blocks of a project and all that leads to them."""
    kept = reached(ids, neighbours(project.wires, back=True))
    blocks = tuple(placed for placed in project.blocks if placed.id in kept)
    wires = tuple(wire for wire in project.wires if wire.target in kept)
    return replace(project, blocks=blocks, wires=wires)


def in_order(project: Project) -> tuple[list[str], list[str]]:
    """Sort the blocks so that every wire leads onwards.

    Returns
    -------
    tuple
        Ids in order, and the ids on cycles or behind them, in the order of creation.
    """
    return _peel(list(dict.fromkeys(placed.id for placed in project.blocks)), project.wires)


def _peel(ids: list[str], wires: Iterable[Wire]) -> tuple[list[str], list[str]]:
    known = set(ids)
    inside = [w for w in wires if w.source in known and w.target in known]
    onwards = neighbours(inside)
    missing = dict.fromkeys(ids, 0)
    for wire in inside:
        missing[wire.target] += 1
    order = [id for id in ids if not missing[id]]
    for id in order:
        for after in onwards.get(id, ()):
            missing[after] -= 1
            if not missing[after]:
                order.append(after)
    done = set(order)
    return order, [id for id in ids if id not in done]


def cycles(project: Project) -> list[list[Wire]]:
    """Return cycles that share no block, each as its wires in order.

    When every one of them is broken, those that ran through the same blocks show up; so do the
    rest of very many.
    """
    _, left = in_order(project)
    found: list[list[Wire]] = []
    most = 1 + SEARCHED // (len(project.blocks) + len(project.wires) + 1)
    while left and len(found) < most:
        left = _peel(left, (_turned(w) for w in project.wires))[1]
        if not left:
            break
        cycle = _walk(left, project.wires)
        found.append(cycle)
        gone = {wire.source for wire in cycle}
        left = _peel([id for id in left if id not in gone], project.wires)[1]
    return found


def _turned(wire: Wire) -> Wire:
    return Wire(wire.target, wire.source)


def _walk(ids: list[str], wires: Iterable[Wire]) -> list[Wire]:
    known = set(ids)
    onwards = {w.source: w for w in wires if w.source in known and w.target in known}
    path: list[Wire] = []
    place: dict[str, int] = {}
    here = ids[0]
    while here not in place:
        place[here] = len(path)
        path.append(onwards[here])
        here = path[-1].target
    return path[place[here] :]
