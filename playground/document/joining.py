"""Which models an ensemble joins where nobody says, and models for one that has none."""

from collections.abc import Iterator, Sequence

from playground.core.block import Block, Port, title_of
from playground.document.arrange import COLUMN, ROW
from playground.document.edits import Edit, add_block, new_id
from playground.document.flow import TARGET, trace
from playground.document.graph import (
    Catalogue,
    blocks_by_id,
    class_of,
    neighbours,
    reached,
    wires_into,
)
from playground.document.project import Placed, Project
from playground.document.wiring import connect

STARTERS = ("decision-tree", "nearest-neighbours", "logistic-regression", "linear-regression")
"""Kinds of models that an ensemble is given when it has none, as far as they suit the data."""

FEW = 3
"""How many of them."""


def joins(port: Port) -> bool:
    """Say whether an input takes several models."""
    return port.many and port.type == "model"


def joining_port(cls: type[Block] | None) -> Port | None:
    """Return the first input of a class that takes several models, or None."""
    return next((port for port in cls.inputs if joins(port)), None) if cls else None


def rows_behind(project: Project, catalogue: Catalogue, id: str) -> frozenset[str] | None:
    """Return the data sets that a learner learns from, or None where it gives no answers to join.

    That is one that goes down a function, or reproduces something else than labels or values.
    """
    placed = blocks_by_id(project)
    behind = reached([id], neighbours(project.wires, back=True))
    families = {
        other: cls.family
        for other in behind
        if other in placed and (cls := catalogue.get(placed[other].kind)) is not None
    }
    aimed = any(wire.input == TARGET for wire in wires_into(project).get(id, ()))
    if aimed or "objective" in families.values():
        return None
    return frozenset(other for other, family in families.items() if family == "data")


def mates(
    project: Project, catalogue: Catalogue, id: str = "", chosen: Sequence[str] = ()
) -> list[str]:
    """Return the models on one data set that a new or an empty ensemble would join.

    Those that feed nothing yet, or where all feed something, all that are no ensembles themselves.

    Parameters
    ----------
    id
        Of the ensemble, where it is there already; what comes after it is left out.
    chosen
        Models whose data set is meant; of several the one with the most models.
    """
    after = reached([id], neighbours(project.wires)) if id else set()
    used = {wire.source for wire in project.wires}
    every = [placed for placed in _models(project, catalogue) if placed.id not in after]
    loose = [placed for placed in every if placed.id not in used]
    single = [p for p in every if catalogue[p.kind].family != "ensemble"]
    groups: dict[frozenset[str], list[Placed]] = {}
    for placed in loose or single:
        rows = rows_behind(project, catalogue, placed.id)
        if rows is not None and len(rows) <= 1:
            groups.setdefault(rows, []).append(placed)
    meant = {rows for other in chosen if (rows := rows_behind(project, catalogue, other))}
    groups = {rows: found for rows, found in groups.items() if not meant or rows in meant}
    best = max(groups, key=lambda rows: (bool(rows), len(groups[rows])), default=None)
    found = groups[best] if best is not None else []
    return [p.id for p in sorted(found, key=lambda p: (p.position[1], p.position[0]))]


def _models(project: Project, catalogue: Catalogue) -> Iterator[Placed]:
    for placed in project.blocks:
        cls = catalogue.get(placed.kind)
        if cls is not None and any(port.type == "model" for port in cls.outputs):
            yield placed


def to_join(
    project: Project, catalogue: Catalogue, cls: type[Block], selected: Sequence[str]
) -> list[str]:
    """Return the models that a new ensemble of a class is wired to; [] where it joins none.

    Several that are selected are joined as they are. A single one brings along what learns from
    the same data beside it, but for an ensemble that works from data alone too: that copies it.
    """
    port = joining_port(cls)
    if port is None:
        return []
    every = {placed.id for placed in _models(project, catalogue)}
    chosen = [id for id in dict.fromkeys(selected) if id in every]
    if len(chosen) > 1 or (port.also and chosen):
        return chosen
    if port.also:
        return []
    found = mates(project, catalogue, "", chosen)
    return found if not chosen or chosen[0] in found else [*chosen, *found]


def join(ids: Sequence[str], id: str, input: str, catalogue: Catalogue) -> Edit:
    """Wire models into an ensemble."""

    def edit(project: Project) -> Project:
        for source in ids:
            project = connect(source, id, "", input, catalogue=catalogue)(project)
        return project

    return edit


def starters(project: Project, catalogue: Catalogue, data: str) -> list[str]:
    """Return kinds of models to begin an ensemble with, that learn what a data set holds."""
    signature = trace(project, catalogue)[data].data
    target = signature.target if signature else "none"

    def suits(kind: str) -> bool:
        cls = catalogue[kind]
        return cls.family == "model" and target in getattr(cls, "targets", (target,))

    known = [kind for kind in STARTERS if kind in catalogue and suits(kind)]
    others = sorted(
        (kind for kind in catalogue if kind not in known and suits(kind)),
        key=lambda kind: (catalogue[kind].rank, title_of(catalogue[kind])),
    )
    return [*known, *others][:FEW]


def add_models(id: str, input: str, catalogue: Catalogue) -> Edit:
    """Return the edit that adds models left of an ensemble, from the newest data to it.

    It changes nothing where there is no data set, or no model that suits it.
    """

    def edit(project: Project) -> Project:
        data = [p.id for p in project.blocks if _is_data(project, catalogue, p.id)]
        if not data:
            return project
        (x, y), kinds = project.block(id).position, starters(project, catalogue, data[-1])
        for place, kind in enumerate(kinds):
            name = new_id(project, kind)
            at = (x - COLUMN, y + (place - (len(kinds) - 1) / 2) * ROW)
            project = add_block(kind, at, id=name)(project)
            project = connect(data[-1], name, catalogue=catalogue)(project)
            project = connect(name, id, "", input, catalogue=catalogue)(project)
        return project

    return edit


def feed_model(id: str, ensemble: str, catalogue: Catalogue) -> Edit:
    """Wire a model that is to enter an ensemble to the data set that its other models share.

    Where there are none yet, to the newest data set; what is no model stays as it is.
    """

    def edit(project: Project) -> Project:
        cls = class_of(project, catalogue, id)
        port = next((port for port in cls.inputs if port.type == "data"), None) if cls else None
        if port is None or (cls is not None and cls.family not in ("model", "ensemble")):
            return project
        known = sorted(rows_behind(project, catalogue, ensemble) or ())
        data = known or [p.id for p in project.blocks if _is_data(project, catalogue, p.id)]
        if not data:
            return project
        return connect(data[-1], id, "", port.name, catalogue=catalogue)(project)

    return edit


def _is_data(project: Project, catalogue: Catalogue, id: str) -> bool:
    cls = class_of(project, catalogue, id)
    return cls is not None and cls.family == "data"
