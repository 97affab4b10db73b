"""Finish what the person began: data, a learner, and the wires between loose ends."""

from collections.abc import Iterator

from playground.core.block import Port
from playground.document.arrange import COLUMN
from playground.document.edits import Edit, add_block, in_turn, new_id
from playground.document.flow import unwired
from playground.document.graph import (
    Catalogue,
    blocks_by_id,
    neighbours,
    reached,
    wires_into,
)
from playground.document.joining import add_models, join, joining_port, joins, mates
from playground.document.project import Placed, Project
from playground.document.wiring import connect

DATA, LAYER, HEAD = "circle", "dense", "fit"
"""Kinds that stand in for what is missing."""

BENT = {LAYER: {"activation": "relu"}}
"""Settings by kind: a layer that stays linear adds nothing to the linear read-out behind it."""


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
    if families & {"fit", "model", "unsupervised"} or alone:
        return project
    waiting = _without_models(project, catalogue)
    if "ensemble" in families and not waiting:
        return project
    for id, port in waiting[:1]:
        given = add_models(id, port.name, catalogue)(project)
        if given != project:
            return given
    wanted = [HEAD] if families & {"layer", "objective"} else [LAYER, HEAD]
    for kind in wanted:
        if kind in catalogue:
            last = max(project.blocks, key=lambda b: b.position[0], default=None)
            x, y = last.position if last else (-COLUMN, 0.0)
            project = add_block(kind, (x + COLUMN, y), BENT.get(kind))(project)
    return project


def _without_models(project: Project, catalogue: Catalogue) -> list[tuple[str, Port]]:
    """Return the ensembles that cannot do without models and have none, with their inputs."""
    found = []
    for placed in project.blocks:
        cls = catalogue.get(placed.kind)
        port = joining_port(cls)
        if cls is None or port is None or port.also is not None:
            continue
        if port.name in unwired(cls, wires_into(project)[placed.id]):
            found.append((placed.id, port))
    return found


def _wired(project: Project, catalogue: Catalogue) -> Project:
    def order(placed: Placed) -> tuple[bool, tuple[float, float]]:
        cls = catalogue.get(placed.kind)
        return cls is not None and cls.family == "ensemble", placed.position

    for placed in sorted(project.blocks, key=order):
        cls = catalogue.get(placed.kind)
        for name in unwired(cls, wires_into(project)[placed.id]) if cls else ():
            port = next(port for port in cls.inputs if port.name == name) if cls else None
            if port is not None:
                project = _fed(project, catalogue, placed.id, port)
    return project


def _fed(project: Project, catalogue: Catalogue, id: str, port: Port) -> Project:
    """Wire what is nearest into an input; into one for models all those on one data set."""
    found = mates(project, catalogue, id) if joins(port) and port.also is None else []
    if found:
        return join(found, id, port.name, catalogue)(project)
    near = nearest_output(project, catalogue, id, port)
    if near is None:
        return project
    return connect(near[0], id, near[1], port.name, catalogue=catalogue)(project)


def nearest_output(
    project: Project, catalogue: Catalogue, id: str, port: Port
) -> tuple[str, str] | None:
    """Return block and output that would best feed an input, or None when nothing can.

    Outputs on the left that feed nothing yet come first, then the nearest; where models or data
    may enter, data do.
    """
    placed = blocks_by_id(project)
    behind = reached([id], neighbours(project.wires))
    used = {wire.source for wire in project.wires}
    x, y = placed[id].position

    def distance(pair: tuple[Placed, Port]) -> tuple[bool, bool, bool, float]:
        (u, v), given = pair[0].position, pair[1].type
        # What takes data too works from data alone: models are wired in when someone asks.
        second = port.also is not None and given != port.also
        return second, u >= x, pair[0].id in used, (x - u) ** 2 + (y - v) ** 2

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
