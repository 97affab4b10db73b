"""Columns that arrive piece by piece, put together to a table."""

from collections.abc import Callable, Sequence

import numpy as np

from playground.kernels.array import Array
from playground.tables.delimiting.numbers import Way
from playground.tables.delimiting.parsing import Numbers, Part
from playground.tables.preview import Chosen
from playground.tables.table import MOST_ROWS, Column, Table
from playground.tables.trouble import TableError
from playground.tables.wording import counted

MOST_CATEGORIES = 1000
"""More different texts than this are no categories."""

MOST_ENTRIES = 60_000_000
"""Entries of the largest table: some 480 megabytes."""


class Gathering:
    """Takes the parts of piece after piece.

    Parameters
    ----------
    columns
        How each column is read.
    tick
        Called between parts of the work that take a while.
    """

    def __init__(self, columns: Sequence[Chosen], tick: Callable[[], object]) -> None:
        self._columns, self._tick = tuple(columns), tick
        self._values = np.empty((0, len(columns)))
        self._places: list[dict[str, int]] = [{} for _ in columns]
        self._wrong = [0] * len(columns)
        self._ways: dict[Way, set[int]] = {}
        self._crowded: set[int] = set()
        self.rows = 0

    def add(self, parts: Sequence[Part], share: float) -> None:
        """Take the columns of one piece; rows where everything is missing are dropped.

        Parameters
        ----------
        share
            How much of the whole there has been then, by which room is made for the rest.

        Raises
        ------
        TableError
            If the table becomes too large.
        """
        count = _length(parts[0])
        self._make_room(count, share)
        block = self._values[self.rows : self.rows + count]
        columns = []
        for place, part in enumerate(parts):
            if isinstance(part, Numbers):
                columns.append(part.values)
                self._wrong[place] += part.wrong
                for way in part.ways:
                    self._ways.setdefault(way, set()).add(place)
            else:
                columns.append(self._numbered(place, part.names)[part.codes])
        # In one go: column by column every line of memory would be fetched once for each of them.
        block[:] = np.array(columns).T
        infinite = np.isinf(block)
        if infinite.any():
            block[infinite] = np.nan
        self.rows += count - self._close_gaps(block)

    def _make_room(self, count: int, share: float) -> None:
        width, rows = len(self._columns), self.rows + count
        most = min(MOST_ENTRIES // width, MOST_ROWS)
        if rows > most:
            raise TableError(
                f"it is too large: tables have at most {MOST_ROWS:,} rows and {MOST_ENTRIES:,} "
                f"entries; with {width} columns that is {most:,} rows"
            )
        if rows > len(self._values):
            room = min(int(rows / max(share, 1e-3) * 1.02) + 100, most)
            larger = np.empty((max(room, rows), width))
            larger[: self.rows] = self._values[: self.rows]
            self._values = larger

    def _close_gaps(self, block: Array) -> int:
        """Move rows up over those where everything is missing; returns how many there were."""
        bare = np.flatnonzero(np.isnan(block[:, 0]))
        empty = bare[np.isnan(block[bare]).all(axis=1)]
        if not len(empty) or self._crowded:
            return 0
        block[: len(block) - len(empty)] = np.delete(block, empty, axis=0)
        return len(empty)

    def _numbered(self, place: int, names: Sequence[str]) -> Array:
        """Return the codes of a piece's names in the whole table, and NaN at the end for none."""
        known = self._places[place]
        codes = np.full(len(names) + 1, np.nan)
        if place not in self._crowded:
            # In order from the first piece on, nothing need be brought into it at the end.
            for i in sorted(range(len(names)), key=lambda i: natural(names[i])):
                codes[i] = known.setdefault(names[i], len(known))
            if len(known) > MOST_CATEGORIES:
                self._crowded.add(place)
        return codes

    @property
    def ways(self) -> dict[Way, list[str]]:
        """The names of the columns in which numbers were written in some way."""
        return {
            way: [self._columns[place].name for place in sorted(places)]
            for way, places in self._ways.items()
        }

    def table(self) -> tuple[Table, tuple[str, ...]]:
        """Return the table and notes on what was left out or taken as missing.

        Raises
        ------
        TableError
            If nothing is left, or the target is no set of categories.
        """
        if not self.rows:
            raise TableError("it holds no rows")
        notes = [
            counted(count, f"entry of {column.name!r} is no number and counts as missing",
                    f"entries of {column.name!r} are no numbers and count as missing")
            for column, count in zip(self._columns, self._wrong, strict=True)
            if count
        ]  # fmt: skip
        kept: list[int] = []
        for place, column in enumerate(self._columns):
            if place not in self._crowded:
                kept.append(place)
                continue
            text = f"{column.name!r} holds more than {MOST_CATEGORIES:,} different texts"
            if column.role == "target":
                raise TableError(f"{text}, too many to learn as classes: choose another target")
            notes.append(f"{text} and is left out")
        if not kept:
            raise TableError("it holds no numbers and no categories")
        values = self._values[: self.rows]
        values = values[:, kept] if len(kept) < len(self._columns) else values
        columns = tuple(
            self._column(place, values[:, position]) for position, place in enumerate(kept)
        )
        return Table(values, columns), tuple(notes)

    def _column(self, place: int, values: Array) -> Column:
        """Describe a column, and bring its codes into the order of their names, in place."""
        chosen, names = self._columns[place], list(self._places[place])
        if chosen.kind == "continuous":
            return Column(chosen.name)
        self._tick()
        ordered = sorted(names, key=natural)
        if names == ordered:
            return Column(chosen.name, chosen.kind, tuple(ordered))
        places = {name: place for place, name in enumerate(ordered)}
        new = np.array([*(float(places[name]) for name in names), np.nan])
        codes = np.nan_to_num(values, nan=len(names))
        values[:] = new[codes.astype(np.int64)]
        return Column(chosen.name, chosen.kind, tuple(ordered))


def natural(name: str) -> tuple[bool, float, str]:
    """Return what names are sorted by: numbers by their value, then texts by their letters.

    Examples
    --------
    >>> sorted(["10", "b", "9", "a"], key=natural)
    ['9', '10', 'a', 'b']
    """
    try:
        return False, float(name.replace(",", ".")), name
    except ValueError:
        return True, 0.0, name


def _length(part: Part) -> int:
    return len(part.values if isinstance(part, Numbers) else part.codes)
