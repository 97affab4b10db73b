"""A piece of text taken apart into columns of numbers and of codes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from playground.kernels.array import Array
from playground.tables.delimiting.dates import days
from playground.tables.delimiting.dialect import Dialect, is_missing, squeezed
from playground.tables.delimiting.numbers import Way, number_of, ways_of
from playground.tables.preview import Chosen
from playground.tables.trouble import TableError

PADDING = 1_000_000
"""Entries that may be missing at the ends of rows, whatever the size of the text."""


@dataclass(frozen=True)
class Numbers:
    """A column of numbers.

    Attributes
    ----------
    values
        They are ``(n,)`` with NaN where one is missing; some may be infinite.
    wrong
        How many entries were no numbers.
    ways
        How some of them were written.
    """

    values: Array
    wrong: int
    ways: frozenset[Way] = frozenset()


@dataclass(frozen=True)
class Texts:
    """A column of texts: each different one, and for every row its place there, -1 for none."""

    names: Sequence[str]
    codes: Array


Part: TypeAlias = Numbers | Texts


@dataclass(frozen=True)
class Plan:
    """How a text is taken apart.

    Attributes
    ----------
    dialect
        Separator, decimal mark and header.
    columns
        What each holds.
    """

    dialect: Dialect
    columns: tuple[Chosen, ...]


def by_csv(text: bytes, plan: Plan, first: bool) -> list[Part]:
    """Take a piece apart with Python's own reader: slow, but it starts at once.

    Raises
    ------
    TableError
        If it is no table.
    """
    separator = plan.dialect.separator
    told = text.decode("utf-8", "replace")
    lines = io.StringIO(squeezed(told) if separator == " " else told, newline="")
    reader = csv.reader(lines, delimiter=separator)
    try:
        rows = [row for row in reader if row and (len(row) > 1 or row[0].strip())]
    except csv.Error as error:
        raise TableError(f"this is no table: {error}") from None
    check_width(len(rows), len(plan.columns), len(text))
    rows = rows[1:] if first and plan.dialect.header else rows
    parts: list[Part] = []
    for place, column in enumerate(plan.columns):
        entries = [row[place].strip() if place < len(row) else "" for row in rows]
        numbers = column.kind == "continuous"
        parts.append(
            numbers_of(entries, column, plan.dialect.decimal) if numbers else texts_of(entries)
        )
    return parts


def too_wide(rows: int, width: int, size: int) -> bool:
    """Say whether a table would have far more entries than the text that it is read from."""
    return rows * width > PADDING + 4 * size


def check_width(rows: int, width: int, size: int) -> None:
    """Refuse rows most of which end long before the widest: a short text would be a huge table.

    Raises
    ------
    TableError
        In words.
    """
    if too_wide(rows, width, size):
        raise TableError(f"this is no table: most rows are far shorter than its {width:,} columns")


def numbers_of(entries: Sequence[str], column: Chosen, decimal: str) -> Numbers:
    """Turn entries into numbers; what is none is missing, and counted unless it says so."""
    ways: frozenset[Way] = frozenset()
    if column.dates:
        values = days(entries, column.dates)
    else:
        ways = ways_of(entries, decimal, column.unit)
        read = [number_of(entry, decimal, column.unit) for entry in entries]
        values = np.array([np.nan if number is None else number for number in read], np.float64)
    pairs = zip(entries, np.isnan(values), strict=True)
    wrong = sum(gone and not is_missing(entry) for entry, gone in pairs)
    return Numbers(values, wrong, ways)


def texts_of(entries: Sequence[str]) -> Texts:
    """Give the different entries numbers, in the order in which they come."""
    names = [entry for entry in dict.fromkeys(entries) if not is_missing(entry)]
    places = {name: place for place, name in enumerate(names)}
    return Texts(names, np.array([places.get(entry, -1) for entry in entries], np.int64))
