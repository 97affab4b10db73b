"""What is told about a text that was read otherwise than it is written."""

from collections.abc import Mapping, Sequence

import numpy as np

from playground.tables.delimiting.dates import days, either_order
from playground.tables.delimiting.dialect import is_missing
from playground.tables.delimiting.numbers import Way, number_of, ways_of
from playground.tables.preview import Choices, Chosen
from playground.tables.table import listed
from playground.tables.wording import counted


def changes(choices: Choices, ways: Mapping[Way, Sequence[str]]) -> list[str]:
    """Say what is left out above the rows, and what becomes of numbers and dates.

    Parameters
    ----------
    ways
        Names of the columns in which numbers are written in some way.
    """
    told = []
    if choices.above:
        many = "line is" if choices.above == 1 else f"{choices.above:,} lines are"
        told.append(f"the first {many} left out: the table begins below")
    read = [column for column in choices.columns if column.kind == "continuous"]
    marks: dict[str, list[str]] = {}
    for column in read:
        if column.unit:
            marks.setdefault(repr(column.unit), []).append(column.name)
    if "grouped" in ways:
        marks["thousands marks"] = list(ways["grouped"])
    if marks:
        off = ", ".join(f"{mark} of {listed(names, 4)}" for mark, names in marks.items())
        told.append(f"taken off the numbers: {off}")
    if "bracketed" in ways:
        told.append(f"the numbers of {listed(ways['bracketed'], 4)} in brackets are negative")
    dates = [column.name for column in read if column.dates]
    if dates:
        told.append(f"the dates of {listed(dates)} are read as days since 1970-01-01")
    return told


def oddities(
    rows: Sequence[Sequence[str]], width: int, choices: Choices, most: int = 20
) -> tuple[str, ...]:
    """Say what is odd about a sample of rows, and what :func:`changes` says."""
    of_rows = f"of the first {counted(len(rows), 'row', 'rows')}"
    of_entries = f"of the first {counted(len(rows), 'entry', 'entries')}"
    found: list[str] = []
    ways: dict[Way, list[str]] = {}
    if ragged := sum(len(row) != width for row in rows):
        has = "has" if ragged == 1 else "have"
        found.append(f"{ragged} {of_rows} {has} fewer than {width} entries")
    for place, column in enumerate(choices.columns):
        entries = [row[place] for row in rows if place < len(row)]
        there = [entry for entry in entries if not is_missing(entry)]
        if len(there) < len(entries):
            found.append(f"{column.name!r} misses {len(entries) - len(there)} {of_entries}")
        if column.kind == "categorical" and either_order(there):
            found.append(
                f"the dates of {column.name!r} may begin with the day or the month: choose one "
                "to have them read"
            )
        if column.kind != "continuous":
            continue
        odd = _odd(there, column, choices.decimal)
        if odd:
            what = "date" if column.dates else "number"
            found.append(f"{column.name!r} holds {odd[0][:30]!r}, which is no {what}")
        for way in () if column.dates else ways_of(there, choices.decimal, column.unit):
            ways.setdefault(way, []).append(column.name)
    return (*changes(choices, ways), *found)[:most]


def _odd(entries: Sequence[str], column: Chosen, decimal: str) -> list[str]:
    """Return the entries that are no numbers, or no dates where a column holds those."""
    if column.dates:
        lost = np.isnan(days(entries, column.dates))
        return [entry for entry, gone in zip(entries, lost, strict=True) if gone]
    return [entry for entry in entries if number_of(entry, decimal, column.unit) is None]
