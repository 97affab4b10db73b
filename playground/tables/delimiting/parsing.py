"""A piece of text taken apart into columns of numbers and of codes."""

import csv
import io
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from threading import Thread
from typing import Any, TypeAlias

import numpy as np

from playground.kernels.array import Array
from playground.tables.delimiting.dialect import MISSING, Dialect, is_missing, is_number, squeezed
from playground.tables.trouble import TableError

NULLS = sorted({form for word in MISSING for form in (word, word.upper(), word.capitalize(),
               "NaN", "N/A")})  # fmt: skip


BLANK = re.compile(rb"[\r\n]*\n")
"""Line ends of which all but one are those of blank lines."""

PADDING = 1_000_000
"""Entries that may be missing at the ends of rows, whatever the size of the text."""

MOST_CARE = 2

FEW = 1000
"""Texts that Python numbers sooner than polars begins."""


@dataclass(frozen=True)
class Numbers:
    """A column of numbers, and how many entries were none.

    They are ``(n,)`` with NaN where one is missing; some may be infinite.
    """

    values: Array
    wrong: int


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
    numbers
        For each column whether it holds numbers.
    """

    dialect: Dialect
    numbers: tuple[bool, ...]


def polars_is_there() -> bool:
    """Say whether the package that reads long texts is installed."""
    return find_spec("polars") is not None


def start_polars(wait: Callable[[], object]) -> None:
    """Import polars, which may take half a second, calling `wait` in the meantime."""
    if "polars" in sys.modules:
        return
    starting = Thread(target=import_module, args=("polars",), daemon=True)
    starting.start()
    while starting.is_alive():
        starting.join(0.03)
        wait()


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
    check_width(len(rows), len(plan.numbers), len(text))
    rows = rows[1:] if first and plan.dialect.header else rows
    parts: list[Part] = []
    for place, number in enumerate(plan.numbers):
        entries = [row[place].strip() if place < len(row) else "" for row in rows]
        parts.append(numbers_of(entries, plan.dialect.decimal) if number else texts_of(entries))
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


def numbers_of(entries: Sequence[str], decimal: str) -> Numbers:
    """Turn entries into numbers; what is none is missing, and counted unless it says so."""
    values, wrong = np.full(len(entries), np.nan), 0
    for place, entry in enumerate(entries):
        if is_number(entry, decimal):
            values[place] = float(entry.replace(",", "."))
        elif not is_missing(entry):
            wrong += 1
    return Numbers(values, wrong)


def texts_of(entries: Sequence[str]) -> Texts:
    """Give the different entries numbers, in the order in which they come."""
    places: dict[str, int] = {}
    codes = np.empty(len(entries), np.int64)
    for row, entry in enumerate(entries):
        codes[row] = -1 if is_missing(entry) else places.setdefault(entry, len(places))
    return Texts(list(places), codes)


class ByPolars:
    """Takes pieces apart with polars.

    Where every entry of the number columns is a number this is one quick pass. Else words for
    missing entries are looked for in a second one, and where there are other words too, entries
    are read as text and turned into numbers one column at a time. What was needed for a piece is
    tried first on the next.
    """

    def __init__(self) -> None:
        self._care = 0

    def __call__(self, text: bytes, plan: Plan, first: bool) -> list[Part]:
        """Take a piece apart.

        Raises
        ------
        TableError
            If it is no table.
        """
        import polars as pl

        if plan.dialect.separator == " ":
            text = squeezed(text.decode("utf-8", "replace")).encode()
        rows = int(np.count_nonzero(np.frombuffer(text, np.uint8) == ord("\n")))
        if too_wide(rows, len(plan.numbers), len(text)):
            rows = BLANK.sub(b"\n", text).count(b"\n")
        check_width(rows, len(plan.numbers), len(text))
        text, care = text.lstrip(b"\r\n"), self._care
        while True:
            try:
                frame = _frame(text, plan, first, care)
                break
            except (pl.exceptions.PolarsError, ValueError) as error:
                if care == MOST_CARE:
                    reason = str(error).split("\n")[0].rstrip(".")
                    raise TableError(f"this is no table: {reason}") from None
                care += 1
        self._care = max(self._care, care)
        return [
            _polars_numbers(series, plan.dialect.decimal) if number else _polars_texts(series)
            for series, number in zip(frame.iter_columns(), plan.numbers, strict=True)
        ]


def _frame(text: bytes, plan: Plan, first: bool, care: int) -> Any:
    """Return a piece as a frame of polars, the more slowly the more care is taken."""
    import polars as pl

    kinds = [pl.Float64 if number and care < MOST_CARE else pl.String for number in plan.numbers]
    schema = {str(place): kind for place, kind in enumerate(kinds)}
    head = int(first and plan.dialect.header)
    if care:
        # Without names polars takes a table to be as wide as its first row, which may be short.
        text = plan.dialect.separator.join(schema).encode() + b"\n" + text
    return pl.read_csv(
        text, has_header=care > 0, skip_rows=0 if care else head,
        skip_rows_after_header=head if care else 0,
        schema=schema, separator=plan.dialect.separator,
        null_values=NULLS if care else None, truncate_ragged_lines=True, encoding="utf8-lossy",
        decimal_comma=plan.dialect.decimal == ",", raise_if_empty=False,
    )  # fmt: skip


def _polars_numbers(series: Any, decimal: str) -> Numbers:
    import polars as pl

    wrong = 0
    if series.dtype == pl.String:
        bare = series.str.strip_chars()
        if decimal == ",":
            # A point is no part of a number whose mark is the comma: 1.234,5 is told as missing.
            bare = bare.str.replace_all(".", "?", literal=True).str.replace(",", ".", literal=True)
        series = bare.cast(pl.Float64, strict=False)
        lost = bare.filter(series.is_null() & bare.is_not_null())
        wrong = sum(not is_missing(entry) for entry in lost)
    return Numbers(series.to_numpy(), wrong)


def _polars_texts(series: Any) -> Texts:
    import polars as pl

    if len(series) < FEW:
        return texts_of([(entry or "").strip() for entry in series.to_list()])
    raw = series.drop_nulls().unique(maintain_order=True)
    found = texts_of([text.strip() for text in raw])
    # What is missing comes last, where -1 finds it.
    codes = np.append(found.codes, -1)
    places = series.cast(pl.Enum(raw)).to_physical().cast(pl.Int64).fill_null(-1)
    return Texts(found.names, codes[places.to_numpy()])
