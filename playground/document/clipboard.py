"""Copies of parts of a project: extract, paste, duplicate."""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from playground.document.arrange import free_shift
from playground.document.edits import Edit, new_id
from playground.document.project import Project


def extract(project: Project, ids: Iterable[str]) -> Project:
    """Return the fragment of some blocks and the wires among them, as a project of its own."""
    chosen = frozenset(ids)
    return Project(
        title=project.title,
        blocks=tuple(placed for placed in project.blocks if placed.id in chosen),
        wires=tuple(w for w in project.wires if w.source in chosen and w.target in chosen),
    )


def pasted_ids(project: Project, fragment: Project) -> dict[str, str]:
    """Return the id that every block of a fragment gets when it is pasted into a project."""
    fresh: dict[str, str] = {}
    for placed in fragment.blocks:
        stem = re.sub(r"-\d+$", "", placed.id) or placed.kind
        fresh.setdefault(placed.id, new_id(project, stem, fresh.values()))
    return fresh


def paste(fragment: Project, offset: tuple[float, float] = (0.0, 0.0)) -> Edit:
    """Add the blocks and wires of a fragment under fresh ids, moved by an offset."""

    def edit(project: Project) -> Project:
        if not fragment.blocks:
            return project
        fresh = pasted_ids(project, fragment)
        blocks = tuple(
            replace(
                placed,
                id=fresh[placed.id],
                position=(placed.position[0] + offset[0], placed.position[1] + offset[1]),
            )
            for placed in {placed.id: placed for placed in reversed(fragment.blocks)}.values()
        )[::-1]
        wires = tuple(
            replace(wire, source=fresh[wire.source], target=fresh[wire.target])
            for wire in fragment.wires
            if wire.source in fresh and wire.target in fresh
        )
        return replace(project, blocks=project.blocks + blocks, wires=project.wires + wires)

    return edit


def duplicate(ids: Iterable[str], inputs: bool = True) -> Edit:
    """Copy blocks to a free place below, with the wires among them.

    Parameters
    ----------
    inputs
        Whether the copies take what the originals take from blocks that are not copied.
    """
    chosen = frozenset(ids)

    def edit(project: Project) -> Project:
        fragment = extract(project, chosen)
        fresh = pasted_ids(project, fragment)
        copied = paste(fragment, free_shift(project, fragment))(project)
        if not inputs or copied is project:
            return copied
        feeding = tuple(
            replace(wire, target=fresh[wire.target])
            for wire in project.wires
            if wire.target in fresh and wire.source not in fresh
        )
        return replace(copied, wires=copied.wires + feeding)

    return edit
