"""Edits by hand: single weights set, units switched off and on, rows of data moved."""

from msgspec.structs import replace

from playground.document.edits import Edit
from playground.document.project import Hand, Moved, Placed, Project


def set_weight(id: str, hand: Hand) -> Edit:
    """Set one weight of a block; setting the same one again at the same step replaces it.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """

    def edit(project: Project) -> Project:
        placed = project.block(id)
        told = placed.hand
        last = told[-1] if told else None
        if last is not None and _place(last) == _place(hand):
            told, before = told[:-1], last.before
        else:
            before = hand.before
        return _put(project, replace(placed, hand=(*told, replace(hand, before=before))))

    return edit


def switch_unit(id: str, unit: int, on: bool) -> Edit:
    """Switch a unit of a layer off, or on again.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """

    def edit(project: Project) -> Project:
        placed = project.block(id)
        off = set(placed.off) - {unit} if on else {*placed.off, unit}
        if off == set(placed.off):
            return project
        return _put(project, replace(placed, off=tuple(sorted(off))))

    return edit


def move_row(id: str, moved: Moved) -> Edit:
    """Put a row of a data set elsewhere; the last place of each row counts.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """

    def edit(project: Project) -> Project:
        placed = project.block(id)
        others = tuple(move for move in placed.moved if move.row != moved.row)
        return _put(project, replace(placed, moved=(*others, moved)))

    return edit


def put_rows_back(id: str) -> Edit:
    """Put all rows of a data set back to where it gives them."""

    def edit(project: Project) -> Project:
        return _put(project, replace(project.block(id), moved=()))

    return edit


def _place(hand: Hand) -> tuple[object, ...]:
    return hand.name, hand.index, hand.step


def _put(project: Project, placed: Placed) -> Project:
    blocks = tuple(placed if p.id == placed.id else p for p in project.blocks)
    return replace(project, blocks=blocks)
