"""Edits by hand: single weights set, units switched off and on, rows of data moved."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from playground.document.edits import Edit, change_block
from playground.document.project import Hand, Moved, Placed
from playground.document.rows import KIND


def set_weight(id: str, hand: Hand) -> Edit:
    """Set one weight of a block; setting the same one again at the same step replaces it.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """

    def changed(placed: Placed) -> Placed:
        told = placed.hand
        last = told[-1] if told else None
        if last is not None and _place(last) == _place(hand):
            told, before = told[:-1], last.before
        else:
            before = hand.before
        return replace(placed, hand=(*told, replace(hand, before=before)))

    return change_block(id, changed)


def switch_unit(id: str, unit: int, on: bool) -> Edit:
    """Switch a unit of a layer off, or on again.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """

    def changed(placed: Placed) -> Placed:
        off = set(placed.off) - {unit} if on else {*placed.off, unit}
        if off == set(placed.off):
            return placed
        return replace(placed, off=tuple(sorted(off)))

    return change_block(id, changed)


def move_row(id: str, moved: Moved) -> Edit:
    """Put a row of a data set elsewhere; the last place of each row counts.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """

    def changed(placed: Placed) -> Placed:
        others = tuple(move for move in placed.moved if move.row != moved.row)
        return replace(placed, moved=(*others, moved))

    return change_block(id, changed)


def put_rows_back(id: str) -> Edit:
    """Put all rows of a data set back to where it gives them."""
    return change_block(id, lambda placed: replace(placed, moved=()))


def hold_rows(id: str, settings: Mapping[str, Any]) -> Edit:
    """Give a data set rows of its own: it becomes a table, and keeps its id, place and wires.

    Parameters
    ----------
    settings
        Of the table, its content hash among them.

    Raises
    ------
    KeyError
        By the edit, if the project has no such block.
    """
    return change_block(
        id, lambda placed: replace(placed, kind=KIND, settings=dict(settings), moved=())
    )


def _place(hand: Hand) -> tuple[object, ...]:
    return hand.name, hand.index, hand.step
