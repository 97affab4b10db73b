"""Edits of wires: connect, disconnect, insert, and the removal that joins what it leaves."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from playground.core.block import Block, Port, PortType, title_of
from playground.document.edits import Edit, add_block, in_turn, move, new_id
from playground.document.graph import (
    Catalogue,
    class_of,
    input_of,
    leads_to,
    output_of,
)
from playground.document.project import Placed, Project, Wire

WORDS: dict[PortType, str] = {
    "data": "data",
    "tensor": "values",
    "model": "a model",
    "objective": "a function",
}


def wanted(port: Port) -> str:
    """Say in words what an input takes."""
    several = port.many and port.type == "model"
    words = "models" if several else WORDS[port.type]
    return f"{words} or {WORDS[port.also]}" if port.also else words


def can_connect(
    project: Project,
    catalogue: Catalogue,
    source: str,
    output: str,
    target: str,
    input: str,
) -> str | None:
    """Return why a wire may not join two ports, in words, or None when it may.

    An input that holds a wire already is no reason: `connect` replaces it.
    """
    giver, taker = class_of(project, catalogue, source), class_of(project, catalogue, target)
    if giver is None or taker is None:
        return "This block is not known here."
    start, end = output_of(giver, output), input_of(taker, input)
    if start is None:
        return f"{title_of(giver)} has no output{f' {output!r}' if output else ''}."
    if end is None:
        return f"{title_of(taker)} has no input{f' {input!r}' if input else ''}."
    if source == target:
        return "A block cannot feed itself."
    if not end.takes(start.type):
        return (
            f"{title_of(taker)} takes {wanted(end)} here, "
            f"but {title_of(giver)} gives {WORDS[start.type]}."
        )
    if leads_to(project, target, source):
        return f"{target} already feeds {source}: this wire would close a circle."
    return None


def connect(
    source: str, target: str, output: str = "", input: str = "", *, catalogue: Catalogue
) -> Edit:
    """Join two ports by a wire; an input that takes a single wire loses the one it had.

    One that takes models or data loses the data where a model comes, and all where data come.
    The edit changes nothing when a port is missing or the same wire is there. Whether the types
    fit is asked of `can_connect`.
    """

    def edit(project: Project) -> Project:
        start = output_of(class_of(project, catalogue, source), output)
        end = input_of(class_of(project, catalogue, target), input)
        if start is None or end is None:
            return project
        wire = named(Wire(source, target, start.name, end.name), project, catalogue)
        present = {named(w, project, catalogue) for w in project.into(target)}
        if wire in present:
            return project
        here = {w for w in present if w.input == wire.input}
        gone = here if not end.many else _displaced(project, catalogue, here, start, end)
        return _joined(project, gone, wire, catalogue)

    return edit


def _displaced(
    project: Project, catalogue: Catalogue, here: set[Wire], start: Port, end: Port
) -> set[Wire]:
    """Return the wires at an input for several that do not go with what comes."""
    if end.also is None:
        return set()
    given = {w: output_of(class_of(project, catalogue, w.source), w.output) for w in here}
    return {w for w, port in given.items() if port and end.also in (port.type, start.type)}


def _joined(project: Project, gone: set[Wire], wire: Wire, catalogue: Catalogue) -> Project:
    kept = tuple(w for w in project.wires if named(w, project, catalogue) not in gone)
    return replace(project, wires=(*kept, wire))


def named(wire: Wire, project: Project, catalogue: Catalogue) -> Wire:
    """Return the wire with "" for the name of a first port, so that equal wires compare equal."""
    output = _short(wire.output, class_of(project, catalogue, wire.source), "outputs")
    input = _short(wire.input, class_of(project, catalogue, wire.target), "inputs")
    if (output, input) == (wire.output, wire.input):
        return wire
    return Wire(wire.source, wire.target, output, input)


def _short(name: str, cls: type[Block] | None, side: str) -> str:
    ports: tuple[Port, ...] = getattr(cls, side) if cls else ()
    return "" if ports and ports[0].name == name else name


def disconnect(wire: Wire) -> Edit:
    """Take a wire away (one, where files hold the same wire twice)."""

    def edit(project: Project) -> Project:
        if wire not in project.wires:
            return project
        last = len(project.wires) - 1 - project.wires[::-1].index(wire)
        return replace(project, wires=project.wires[:last] + project.wires[last + 1 :])

    return edit


def remove(ids: Iterable[str], catalogue: Catalogue) -> Edit:
    """Delete blocks; one that a single wire entered joins its neighbours, where types fit."""
    chosen = tuple(dict.fromkeys(ids))

    def edit(project: Project) -> Project:
        for id in chosen:
            if any(placed.id == id for placed in project.blocks):
                project = _without(project, id, catalogue)
        return project

    return edit


def _without(project: Project, id: str, catalogue: Catalogue) -> Project:
    entering = [wire for wire in project.into(id) if wire.source != id]
    present = {named(wire, project, catalogue) for wire in project.wires}
    wires: list[Wire] = []
    for wire in project.wires:
        if wire.source == id and len(entering) == 1:
            joined = Wire(entering[0].source, wire.target, entering[0].output, wire.input)
            joined = named(joined, project, catalogue)
            if joined.target != id and joined not in present and _fits(project, joined, catalogue):
                present.add(joined)
                wires.append(joined)
        elif id not in (wire.source, wire.target):
            wires.append(wire)
    blocks = tuple(placed for placed in project.blocks if placed.id != id)
    return replace(project, blocks=blocks, wires=tuple(wires))


def _fits(project: Project, wire: Wire, catalogue: Catalogue) -> bool:
    start = output_of(class_of(project, catalogue, wire.source), wire.output)
    end = input_of(class_of(project, catalogue, wire.target), wire.input)
    if not (start and end and end.takes(start.type)) or wire.source == wire.target:
        return False
    # What several models enter is no place for the data that one of them learned from.
    return end.also != start.type or len(project.into(wire.target)) == 1


def can_insert(project: Project, catalogue: Catalogue, wire: Wire, kind: str) -> str | None:
    """Return why a block of a kind may not sit on a wire, in words, or None when it may."""
    cls = catalogue.get(kind)
    if cls is None:
        return "This block is not known here."
    if _way_through(project, catalogue, wire, cls) is None:
        return f"{title_of(cls)} cannot sit between {wire.source} and {wire.target}."
    return None


def _way_through(
    project: Project, catalogue: Catalogue, wire: Wire, cls: type[Block]
) -> tuple[Port, Port] | None:
    """Find the input and the output by which a block would sit on a wire."""
    start = output_of(class_of(project, catalogue, wire.source), wire.output)
    end = input_of(class_of(project, catalogue, wire.target), wire.input)
    if start is None or end is None:
        return None
    entrances = [port for port in cls.inputs if port.takes(start.type)]
    exits = [port for port in cls.outputs if end.takes(port.type)]
    return (entrances[0], exits[0]) if entrances and exits else None


def insert_on_wire(
    wire: Wire,
    kind: str,
    at: tuple[float, float],
    catalogue: Catalogue,
    settings: Mapping[str, Any] | None = None,
) -> Edit:
    """Add a block in the middle of a wire; where it does not fit, the block alone is added."""

    def edit(project: Project) -> Project:
        name = new_id(project, kind)
        added = add_block(kind, at, settings, name)(project)
        return _spliced(added, wire, name, catalogue)

    return edit


def insert_existing(wire: Wire, id: str, catalogue: Catalogue) -> Edit:
    """Put a block of the canvas that has no wires in the middle of a wire, where it fits."""

    def edit(project: Project) -> Project:
        placed = next((b for b in project.blocks if b.id == id), None)
        if placed is None or _wired(project, placed):
            return project
        return _spliced(project, wire, id, catalogue)

    return edit


def _wired(project: Project, placed: Placed) -> bool:
    return any(placed.id in (wire.source, wire.target) for wire in project.wires)


def _spliced(project: Project, wire: Wire, id: str, catalogue: Catalogue) -> Project:
    cls = class_of(project, catalogue, id)
    way = _way_through(project, catalogue, wire, cls) if cls else None
    if way is None or wire not in project.wires:
        return project
    first = named(Wire(wire.source, id, wire.output, way[0].name), project, catalogue)
    second = named(Wire(id, wire.target, way[1].name, wire.input), project, catalogue)
    place = project.wires.index(wire)
    wires = (*project.wires[:place], first, second, *project.wires[place + 1 :])
    return replace(project, wires=wires)


def move_and_insert(
    positions: Mapping[str, tuple[float, float]], wire: Wire, id: str, catalogue: Catalogue
) -> Edit:
    """Move blocks and let one of them land on a wire, as one edit."""
    return in_turn(move(positions), insert_existing(wire, id, catalogue))
