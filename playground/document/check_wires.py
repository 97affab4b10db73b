"""Problems of wires: ends that do not exist or do not fit, circles, and inputs left empty."""

from collections.abc import Iterable

from playground.core.block import LEARNING, Port, title_of
from playground.document.complete import add_data, nearest_output
from playground.document.edits import Edit, in_turn
from playground.document.flow import unwired
from playground.document.graph import (
    Catalogue,
    blocks_by_id,
    cycles,
    input_of,
    neighbours,
    output_of,
    reached,
    wires_into,
)
from playground.document.joining import add_models, join, joins, mates
from playground.document.problem import Fix, Problem
from playground.document.project import Placed, Project, Wire
from playground.document.wiring import WORDS, connect, disconnect, wanted

SEARCHED = 300_000
"""Blocks that are looked through for what could feed an input, over all inputs that lack a wire."""


def wire_problems(project: Project, catalogue: Catalogue) -> list[Problem]:
    """Return what is wrong with the wires, and which inputs lack one."""
    placed = blocks_by_id(project)
    found = [
        problem for wire in project.wires if (problem := _ends(wire, placed, catalogue)) is not None
    ]
    found.extend(_crowded(project, placed, catalogue))
    found.extend(_circle(cycle, project) for cycle in cycles(project))
    found.extend(_empty(project, placed, catalogue))
    return found


def _ends(wire: Wire, placed: dict[str, Placed], catalogue: Catalogue) -> Problem | None:
    for id in (wire.source, wire.target):
        if id not in placed:
            return _stray(wire, placed, f"A wire leads to {id!r}, but there is no such block.")
    giver = catalogue.get(placed[wire.source].kind)
    taker = catalogue.get(placed[wire.target].kind)
    start, end = output_of(giver, wire.output), input_of(taker, wire.input)
    if giver and not start:
        return _stray(wire, placed, f"{wire.source} has no output {wire.output or 'at all'}.")
    if taker and not end:
        return _stray(wire, placed, f"{wire.target} has no input {wire.input or 'at all'}.")
    if start and end and not end.takes(start.type):
        message = (
            f"{wire.source} gives {WORDS[start.type]}, "
            f"but {wire.target} takes {wanted(end)} there."
        )
        return _stray(wire, placed, message)
    return None


def _stray(wire: Wire, placed: dict[str, Placed], message: str) -> Problem:
    shown = next((id for id in (wire.target, wire.source) if id in placed), None)
    return Problem(shown, wire, message, Fix("Remove the wire", disconnect(wire)))


def _crowded(
    project: Project, placed: dict[str, Placed], catalogue: Catalogue
) -> Iterable[Problem]:
    taken: dict[tuple[str, str], list[Wire]] = {}
    for wire in project.wires:
        target = placed.get(wire.target)
        end = input_of(catalogue.get(target.kind), wire.input) if target else None
        if end and not end.many:
            taken.setdefault((wire.target, end.name), []).append(wire)
    for (id, name), wires in taken.items():
        if len(wires) > 1:
            sources = " and ".join(wire.source for wire in wires)
            message = f"{id}: its input {name!r} takes one wire, but {sources} lead there."
            fix = Fix("Keep the newest wire", _all_gone(wires[:-1]))
            yield Problem(id, wires[0], message, fix)


def _all_gone(wires: Iterable[Wire]) -> Edit:
    return in_turn(*(disconnect(wire) for wire in wires))


def _circle(cycle: list[Wire], project: Project) -> Problem:
    closing = max(cycle, key=project.wires.index)
    start = cycle.index(closing) + 1
    ids = [wire.source for wire in (*cycle[start:], *cycle[:start])]
    if len(ids) == 1:
        message = f"{ids[0]} feeds itself."
    else:
        message = f"{' -> '.join((*ids, ids[0]))} feed each other in a circle."
    return Problem(closing.target, closing, message, Fix("Remove the wire", disconnect(closing)))


def _empty(project: Project, placed: dict[str, Placed], catalogue: Catalogue) -> Iterable[Problem]:
    entering = wires_into(project)
    classes = {id: catalogue.get(block.kind) for id, block in placed.items()}
    learners = [id for id, cls in classes.items() if cls and cls.family in LEARNING]
    needed = reached(learners, neighbours(project.wires, back=True))
    # A search for each of thousands of inputs would take minutes, and nobody could read them all.
    left = SEARCHED
    for id, cls in classes.items():
        for name in unwired(cls, entering[id]) if cls else ():
            assert cls is not None
            port = next(port for port in cls.inputs if port.name == name)
            several = sum(not one.optional for one in cls.inputs) > 1
            what = f"its input {port.name!r}" if several else title_of(cls)
            message = f"{id}: {what} needs {wanted(port)}, but nothing is wired to it."
            left -= len(placed) ** 2 if joins(port) else len(placed)
            fix = _feed(project, id, port, catalogue) if left > 0 else None
            yield Problem(id, None, message, fix, "error" if id in needed else "warning")


def _feed(project: Project, id: str, port: Port, catalogue: Catalogue) -> Fix | None:
    """Offer what could feed an input: what is nearest, or a data set."""
    if joins(port) and port.also is None:
        return _models(project, id, port, catalogue)
    near = nearest_output(project, catalogue, id, port)
    if near:
        source, output = near
        wire = connect(source, id, output, port.name, catalogue=catalogue)
        return Fix(f"Wire {source} to it", wire)
    data = add_data(id, port.name, catalogue) if port.takes("data") else None
    return Fix("Add a data set", data) if data else None


def _models(project: Project, id: str, port: Port, catalogue: Catalogue) -> Fix | None:
    """Offer to wire in the models that are there, or to add some."""
    found = mates(project, catalogue, id)
    if found:
        names = " and ".join(found) if len(found) < 3 else f"the {len(found)} models"
        return Fix(f"Wire {names} to it", join(found, id, port.name, catalogue))
    edit = add_models(id, port.name, catalogue)
    return Fix("Add models", edit) if edit(project) != project else None
