"""Text in rows and columns: CSV, TSV, what a spreadsheet puts on the clipboard."""

from typing import ClassVar

from playground.core.aside import in_order
from playground.core.progress import Progress
from playground.tables.delimiting.dialect import (
    ROWS,
    Dialect,
    decimal_of,
    encoding_of,
    has_header,
    is_missing,
    is_number,
    sample_rows,
    separator_of,
)
from playground.tables.delimiting.gathering import Gathering
from playground.tables.delimiting.guessing import column_names, guessed
from playground.tables.delimiting.parsing import (
    ByPolars,
    Part,
    Plan,
    by_csv,
    polars_is_there,
    start_polars,
)
from playground.tables.delimiting.pieces import beginning, decoder, pieces, size_of
from playground.tables.format import Pasted, Source, TableFormat
from playground.tables.preview import SHOWN, Choices, Imported, Preview
from playground.tables.trouble import TableError

SAMPLE = 2**20
"""Bytes that a look reads."""

SMALL = 2**18
"""Bytes up to which Python's own reader is faster than starting polars."""

HANDS = 3
"""Pieces of a long text that are taken apart at a time: one or two more than are waited for."""

LARGE = 2**25
"""Bytes from which Python's own reader would take too long."""

ENTRIES = 100_000
"""Entries by which the kinds of the columns are guessed."""

WIDEST = 5000
"""Most columns of a text."""


class Delimited(TableFormat):
    """Rows of entries that a comma, a semicolon, a tab, a bar or blanks divide.

    Separator, characters, decimal mark, header and the kinds of the columns are guessed from the
    first megabyte.
    """

    title: ClassVar[str] = "text in rows and columns (.csv .tsv .txt)"
    endings: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab", ".txt")
    rank: ClassVar[int] = 900

    def suits(self, source: Source, head: bytes) -> bool:
        """Say whether a file is text, or text was pasted."""
        if isinstance(source, Pasted):
            return True
        if super().suits(source, head):
            return source.is_file()
        marked = encoding_of(head) in ("utf-8-sig", "utf-16", "utf-32")
        return source.is_file() and (marked or b"\0" not in head)

    def look(self, source: Source, choices: Choices | None = None) -> Preview:
        """Return the first rows, and how the text would be read."""
        head = beginning(source, SAMPLE)
        whole = len(head) >= size_of(source)
        encoding = choices.encoding if choices else encoding_of(head)
        text = decoder(encoding).decode(head, whole)
        if "\0" in text:
            raise TableError(f"{source}: this is not text.")
        text = text if "\n" in text else text.replace("\r", "\n")
        separator = choices.separator if choices else separator_of(text, whole)
        rows = _rows(source, text, separator, whole)
        decimal = choices.decimal if choices else decimal_of(rows, separator)
        header = choices.header if choices else has_header(rows, decimal)
        body = rows[1:] if header else rows
        width = max(len(row) for row in rows)
        if width > WIDEST:
            raise TableError(f"{source}: {width:,} columns are more than can be read.")
        names = column_names(rows[0] if header else (), width)
        some = body[: max(ENTRIES // width, 20)]
        columns = guessed(names, some, decimal)
        if choices and len(choices.columns) == width:
            columns = choices.columns
        found = Choices(columns, separator, encoding, decimal, header)
        density = text.count("\n") / max(len(head), 1)
        total = len(body) if whole and len(rows) < ROWS else round(size_of(source) * density)
        trouble = _trouble(some, width, found)
        return Preview("Text in rows and columns", found, _shown(body, width), total, trouble)

    def read(self, source: Source, choices: Choices, progress: Progress) -> Imported:
        """Read the text piece by piece."""
        if not choices.columns:
            choices = self.look(source, choices).choices
        dialect = Dialect(choices.separator, choices.decimal, choices.header)
        plan = Plan(dialect, tuple(column.kind == "continuous" for column in choices.columns))
        quick = _with_polars(source)
        parse = ByPolars() if quick else by_csv
        gathered = Gathering(choices.columns, lambda: progress(0.95))
        if quick:
            start_polars(lambda: progress(0.0))

        def take_apart(piece: tuple[int, tuple[bytes, float]]) -> tuple[list[Part], float]:
            place, (text, share) = piece
            return parse(text, plan, place == 0), share

        numbered = enumerate(pieces(source, choices.encoding))
        for parts, share in in_order(take_apart, numbered, HANDS if quick else 1):
            gathered.add(parts, share)
            progress(0.95 * share)
        table, notes = gathered.table()
        return Imported(table, choices, notes)


def _with_polars(source: Source) -> bool:
    size = size_of(source)
    if size > LARGE and not polars_is_there():
        raise TableError(
            f"{source}: polars reads texts this long: pip install \"nn-playground[tables]\""
        )
    return size > SMALL and polars_is_there()


def _rows(source: Source, text: str, separator: str, whole: bool) -> list[list[str]]:
    if len(separator) != 1 or separator in '"\r\n':
        raise TableError(f"{separator!r} cannot stand between entries: it takes one character.")
    try:
        rows = sample_rows(text, separator, whole)
    except TableError as error:
        raise TableError(f"{source}: {error}.") from None
    if not rows:
        raise TableError(f"{source}: it is empty.")
    return rows


def _shown(rows: list[list[str]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple("" if is_missing(entry) else entry[:200] for entry in (row + [""] * width)[:width])
        for row in rows[:SHOWN]
    )


def _trouble(rows: list[list[str]], width: int, choices: Choices) -> tuple[str, ...]:
    """Say what is odd about a sample of rows."""
    found = []
    ragged = sum(len(row) != width for row in rows)
    if ragged:
        found.append(f"{ragged} of the first {len(rows)} rows have fewer than {width} entries")
    for place, column in enumerate(choices.columns):
        there = [row[place] for row in rows if place < len(row)]
        gone = sum(is_missing(entry) for entry in there)
        odd = [e for e in there if not is_missing(e) and not is_number(e, choices.decimal)]
        if gone:
            found.append(f"{column.name!r} misses {gone} of the first {len(rows)} entries")
        if odd and column.kind == "continuous":
            found.append(f"{column.name!r} holds {odd[0][:30]!r}, which is no number")
    return tuple(found[:20])
