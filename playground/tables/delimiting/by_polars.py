"""Pieces of a long text taken apart by polars, many times faster than by Python's own reader."""

import re
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from threading import Thread
from typing import Any

import numpy as np

from playground.kernels.array import Array
from playground.tables.delimiting.dates import MARKS, MONTHS, NOON, PATTERNS, PLACES, counted
from playground.tables.delimiting.dialect import MISSING, is_missing, squeezed
from playground.tables.delimiting.numbers import BRACKETED, GROUPED, GROUPS, Way, written
from playground.tables.delimiting.parsing import (
    Numbers,
    Part,
    Plan,
    Texts,
    check_width,
    texts_of,
    too_wide,
)
from playground.tables.preview import Chosen, DateOrder
from playground.tables.trouble import TableError

NULLS = sorted({form for word in MISSING for form in (word, word.upper(), word.capitalize(),
               "NaN", "N/A")})  # fmt: skip

BLANK = re.compile(rb"[\r\n]*\n")
"""Line ends of which all but one are those of blank lines."""

MOST_CARE = 2

FEW = 1000
"""Texts that Python numbers sooner than polars begins."""


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


class ByPolars:
    """Takes pieces apart with polars.

    Where every entry of the number columns is a number this is one quick pass. Else words for
    missing entries are looked for in a second one, and where there are other words too, entries
    are read as text and turned into numbers one column at a time. What was needed for a piece is
    tried first on the next. Columns of dates, and of numbers with a unit, are read as text always.
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
        if too_wide(rows, len(plan.columns), len(text)):
            rows = BLANK.sub(b"\n", text).count(b"\n")
        check_width(rows, len(plan.columns), len(text))
        text, care = text.lstrip(b"\r\n"), self._care
        while True:
            try:
                frame = _frame(text, plan, first, max(care, _least_care(text, plan)))
                break
            except (pl.exceptions.PolarsError, ValueError) as error:
                if care == MOST_CARE:
                    reason = str(error).split("\n")[0].rstrip(".")
                    raise TableError(f"this is no table: {reason}") from None
                care += 1
        self._care = max(self._care, care)
        return [
            _numbers(series, column, plan.dialect.decimal)
            if column.kind == "continuous"
            else _texts(series)
            for series, column in zip(frame.iter_columns(), plan.columns, strict=True)
        ]


def _least_care(text: bytes, plan: Plan) -> int:
    """Return the care without which numbers would be misread: 1.234 as 1,234 where commas count."""
    return MOST_CARE if plan.dialect.decimal == "," and b"." in text else 0


def _frame(text: bytes, plan: Plan, first: bool, care: int) -> Any:
    """Return a piece as a frame of polars, the more slowly the more care is taken."""
    import polars as pl

    schema = {
        str(place): pl.Float64 if care < MOST_CARE and _is_plain(column) else pl.String
        for place, column in enumerate(plan.columns)
    }
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


def _is_plain(column: Chosen) -> bool:
    return column.kind == "continuous" and not column.unit and not column.dates


def _numbers(series: Any, column: Chosen, decimal: str) -> Numbers:
    import polars as pl

    if series.dtype != pl.String:
        return Numbers(series.to_numpy(), 0)
    bare = series.str.strip_chars()
    ways: frozenset[Way] = frozenset()
    if column.dates:
        values = _days(bare, column.dates)
    else:
        plain, grouped = _plain(bare, column.unit, decimal)
        values = plain.cast(pl.Float64, strict=False).to_numpy()
        ways = written(grouped, _some_bracketed(bare.filter(values < 0)))
    lost = bare.filter(np.isnan(values)).drop_nulls()
    return Numbers(values, sum(not is_missing(entry) for entry in lost), ways)


def _plain(bare: Any, unit: str, decimal: str) -> tuple[Any, bool]:
    """Return entries as polars reads numbers, and whether some had thousands marks."""
    bare = _signed(bare.str.replace("\u2212", "-", literal=True))
    if unit:
        bare = bare.str.strip_suffix(unit).str.strip_prefix(unit)
        bare = bare.str.replace(f"-{unit}", "-", literal=True).str.strip_chars()
        bare = _signed(bare.str.replace("- ", "-", literal=True))
    marked = bare.str.contains(GROUPED[decimal]).fill_null(False)
    grouped = bool(marked.any())
    if grouped:
        bare = bare.str.replace_all(GROUPS[decimal], "").zip_with(marked, bare)
    if decimal == ",":
        # A point is no part of a number whose mark is the comma: 12.34 is told as missing.
        bare = bare.str.replace_all(".", "?", literal=True).str.replace(",", ".", literal=True)
    return bare, grouped


def _signed(bare: Any) -> Any:
    """Return entries with a minus instead of brackets."""
    # Where there are none, which is the rule, looking for one is many times faster.
    some = bare.str.ends_with(")").any()
    return bare.str.replace(BRACKETED, "-$1") if some else bare


def _some_bracketed(negative: Any) -> bool:
    """Say whether some of the entries that are negative say so by brackets alone."""
    without = negative.filter(~negative.str.contains("-", literal=True))
    return bool(without.str.contains("(", literal=True).any())


def _days(bare: Any, order: DateOrder) -> Array:
    """Return entries that are dates as days since 1970-01-01."""
    import polars as pl

    groups = bare.str.extract_groups(PATTERNS[order]).struct.unnest()
    # Whether it is before or after noon is told by a letter, which is no number.
    noon = [np.where(groups[:, place].is_null(), np.nan, 1.0) for place in NOON]
    place = PLACES[order][1]
    month = groups[:, place].str.strip_chars(MARKS)
    if month.str.contains("^[^0-9]").any():
        month = month.str.to_lowercase().replace({name: str(MONTHS[name]) for name in MONTHS})
    groups.replace_column(place, month)
    parts = groups.cast(pl.Float64, strict=False).to_numpy().T
    parts[NOON, :] = noon
    return counted(parts, order)


def _texts(series: Any) -> Texts:
    import polars as pl

    if len(series) < FEW:
        return texts_of([(entry or "").strip() for entry in series.to_list()])
    raw = series.drop_nulls().unique(maintain_order=True)
    found = texts_of([text.strip() for text in raw])
    # What is missing comes last, where -1 finds it.
    codes = np.append(found.codes, -1)
    places = series.cast(pl.Enum(raw)).to_physical().cast(pl.Int64).fill_null(-1)
    return Texts(found.names, codes[places.to_numpy()])
