"""Text in rows and columns: CSV, TSV, what a spreadsheet puts on the clipboard."""

from typing import ClassVar

from playground.core.aside import in_order
from playground.core.progress import Progress, unwatched
from playground.tables.delimiting.by_polars import ByPolars, polars_is_there, start_polars
from playground.tables.delimiting.dialect import (
    ROWS,
    Dialect,
    encoding_of,
    is_document,
    is_missing,
    sample_rows,
    separator_of,
)
from playground.tables.delimiting.gathering import Gathering
from playground.tables.delimiting.guessing import column_names, guessed
from playground.tables.delimiting.heading import (
    below,
    declared_separator,
    has_header,
    lines_above,
    unmarked,
)
from playground.tables.delimiting.notes import changes, oddities
from playground.tables.delimiting.numbers import decimal_of
from playground.tables.delimiting.parsing import Part, Plan, by_csv
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

SMALLER = 8
"""How much smaller pieces are where units and dates make them slow."""

LARGE = 2**25
"""Bytes from which Python's own reader would take too long."""

ENTRIES = 100_000
"""Entries by which the kinds of the columns are guessed, in so many rows at least."""
FEWEST = 20

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
        if is_document(head):
            return False
        if super().suits(source, head):
            return source.is_file()
        marked = encoding_of(head) in ("utf-8-sig", "utf-16", "utf-32")
        return source.is_file() and (marked or b"\0" not in head)

    def look(
        self, source: Source, choices: Choices | None = None, progress: Progress = unwatched
    ) -> Preview:
        """Return the first rows, and how the text would be read."""
        head = beginning(source, SAMPLE)
        whole = len(head) >= size_of(source)
        encoding = choices.encoding if choices else encoding_of(head)
        text = decoder(encoding).decode(head, whole)
        if "\0" in text:
            raise TableError(f"{source}: this is not text.")
        text = text if "\n" in text else text.replace("\r", "\n")
        separator, above = (
            (choices.separator, choices.above) if choices else _beginning(source, text, whole)
        )
        rows = _rows(source, below(text, above), separator, whole)
        some = rows[: max(ENTRIES // max(map(len, rows)), FEWEST)]
        decimal = choices.decimal if choices else decimal_of(some, separator)
        header = choices.header if choices else has_header(some, decimal)
        first, body = (unmarked(rows[0]), rows[1:]) if header else ([], rows)
        width, some = max(map(len, (first, *body))), some[header:]
        columns = choices.columns if choices else ()
        if len(columns) != width:
            columns = guessed(column_names(first, width), some, decimal)
        found = Choices(columns, separator, encoding, decimal, header, above)
        density = text.count("\n") / max(len(head), 1)
        total = len(body) if whole and len(rows) < ROWS else round(size_of(source) * density)
        odd = oddities(some, width, found)
        return Preview("Text in rows and columns", found, _shown(body, width), total, odd, True)

    def read(self, source: Source, choices: Choices, progress: Progress) -> Imported:
        """Read the text piece by piece."""
        if not choices.columns:
            choices = self.look(source, choices).choices
        dialect = Dialect(choices.separator, choices.decimal, choices.header)
        plan = Plan(dialect, choices.columns)
        quick = _with_polars(source)
        parse = ByPolars() if quick else by_csv
        gathered = Gathering(choices.columns, lambda: progress(0.95))
        if quick:
            start_polars(lambda: progress(0.0))

        def take_apart(piece: tuple[int, tuple[bytes, float]]) -> tuple[list[Part], float]:
            place, (text, share) = piece
            return parse(text, plan, place == 0), share

        smaller = SMALLER if any(one.unit or one.dates for one in choices.columns) else 1
        numbered = enumerate(pieces(source, choices.encoding, choices.above, smaller))
        for parts, share in in_order(take_apart, numbered, HANDS if quick else 1):
            gathered.add(parts, share)
            progress(0.95 * share)
        table, notes = gathered.table()
        return Imported(table, choices, (*changes(choices, gathered.ways), *notes))


def _with_polars(source: Source) -> bool:
    size = size_of(source)
    if size > LARGE and not polars_is_there():
        raise TableError(
            f"{source}: polars reads texts this long: pip install \"nn-playground[tables]\""
        )
    return size > SMALL and polars_is_there()


def _beginning(source: Source, text: str, whole: bool) -> tuple[str, int]:
    """Return the separator of a text, and how many lines stand above its table."""
    separator = declared_separator(text) or separator_of(text, whole)
    return separator, lines_above(text, separator, _rows(source, text, separator, whole))


def _rows(source: Source, text: str, separator: str, whole: bool) -> list[list[str]]:
    if len(separator) != 1 or separator in '"\r\n':
        raise TableError(f"{separator!r} cannot stand between entries: it takes one character.")
    try:
        rows = sample_rows(text, separator, whole)
    except TableError as error:
        raise TableError(f"{source}: {error}.") from None
    if not rows:
        raise TableError(f"{source}: it is empty.")
    if (width := max(map(len, rows))) > WIDEST:
        raise TableError(f"{source}: {width:,} columns are more than can be read.")
    return rows


def _shown(rows: list[list[str]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple("" if is_missing(entry) else entry[:200] for entry in (row + [""] * width)[:width])
        for row in rows[:SHOWN]
    )
