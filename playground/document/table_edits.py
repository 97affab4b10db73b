"""Edits that bring a table into a project that is there already."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from playground.document.arrange import COLUMN
from playground.document.by_hand import hold_rows
from playground.document.edits import Edit, in_turn, new_id
from playground.document.graph import Catalogue, class_of
from playground.document.project import Placed, Project, Wire

SCALER = "standardise"


def give_rows(
    id: str, settings: Mapping[str, Any], scaled: bool, catalogue: Catalogue
) -> Edit:
    """Give a data set the rows of a table, in place of its own.

    Parameters
    ----------
    settings
        Of the table block.
    scaled
        Whether a block that brings features to one scale comes behind it, unless one is there.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """
    held = hold_rows(id, settings)
    return in_turn(held, scale(id, catalogue)) if scaled else held


def scale(id: str, catalogue: Catalogue) -> Edit:
    """Put a block that brings features to one scale behind a data set, for all that it feeds."""

    def edit(project: Project) -> Project:
        leaving = [wire for wire in project.wires if wire.source == id]
        takers = [class_of(project, catalogue, wire.target) for wire in leaving]
        if not leaving or any(cls is not None and cls.family == "transform" for cls in takers):
            return project
        name, (x, y) = new_id(project, SCALER), project.block(id).position
        later = {p.id for p in project.blocks if p.position[0] > x}
        blocks = tuple(
            replace(p, position=(p.position[0] + COLUMN, p.position[1])) if p.id in later else p
            for p in project.blocks
        )
        wires = tuple(
            replace(wire, source=name, output="") if wire in leaving else wire
            for wire in project.wires
        )
        added = Placed(name, SCALER, {}, (x + COLUMN, y))
        return replace(project, blocks=(*blocks, added), wires=(*wires, Wire(id, name)))

    return edit


def without_scaler(project: Project) -> Project:
    """Return a project on a table without the block that brings features to one scale."""
    gone = {placed.id for placed in project.blocks if placed.kind == SCALER}
    into = {wire.target: wire.source for wire in project.wires if wire.target in gone}
    wires = tuple(
        replace(wire, source=into.get(wire.source, wire.source))
        for wire in project.wires
        if wire.target not in gone
    )
    return replace(
        project, blocks=tuple(p for p in project.blocks if p.id not in gone), wires=wires
    )
