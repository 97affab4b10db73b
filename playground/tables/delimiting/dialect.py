"""How a table is written as text: characters, separator, decimal mark, header."""

import codecs
import csv
import io
import re
from collections import Counter
from typing import Literal

import msgspec

from playground.tables.trouble import TableError

MISSING = frozenset(
    ("", "na", "n/a", "#n/a", "nan", "-nan", "null", "none", "?", "-", "nil", "inf", "-inf", "+inf",
     "infinity", "-infinity")
)  # fmt: skip
"""What stands for a missing entry, in small letters."""

SEPARATORS = ("\t", ";", ",", "|", " ")
ROWS = 1000
"""Rows of a sample."""

# No two parts that can take the same digits: a long row of them would be divided in all ways.
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
COMMA_NUMBER = re.compile(r"[+-]?(\d+(,\d*)?|,\d+)([eE][+-]?\d+)?")


class Dialect(msgspec.Struct, frozen=True):
    """How a text is to be taken apart."""

    separator: str
    decimal: Literal[".", ","] = "."
    header: bool = True


def is_missing(text: str) -> bool:
    """Say whether an entry stands for nothing.

    Examples
    --------
    >>> is_missing(" NA "), is_missing("0")
    (True, False)
    """
    return text.strip().lower() in MISSING


def is_number(text: str, decimal: str = ".") -> bool:
    """Say whether an entry is a plain number.

    Examples
    --------
    >>> is_number("-1.5e3"), is_number("1,5", ","), is_number("1.2.3")
    (True, True, False)
    """
    pattern = COMMA_NUMBER if decimal == "," else NUMBER
    return pattern.fullmatch(text.strip()) is not None


def encoding_of(head: bytes) -> str:
    """Guess how characters are written: by a mark at the start, by zeros, by what decodes."""
    marks = (
        (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    )  # fmt: skip
    for mark, name in marks:
        if head.startswith(mark):
            return name
    if head[1::2].count(0) > 0.3 * len(head):
        return "utf-16-le"
    if head[::2].count(0) > 0.3 * len(head):
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def squeezed(text: str) -> str:
    r"""Return a text whose columns are aligned by blanks with one blank between them.

    Examples
    --------
    >>> squeezed("  1   2 \n 30  4")
    '1 2\n30 4'
    """
    return re.sub(r"(?m)^ +| +(?=\r?$)", "", re.sub(r" {2,}", " ", text))


def sample_rows(text: str, separator: str, whole: bool, most: int = ROWS) -> list[list[str]]:
    """Take the first rows of a text apart; blank ones are skipped.

    Parameters
    ----------
    whole
        Whether the text ends where the file does; else its last row may be cut.

    Raises
    ------
    TableError
        If it is no table, or has more columns than can be.
    """
    text = squeezed(text) if separator == " " else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if row and (len(row) > 1 or row[0].strip()):
                rows.append([entry.strip() for entry in row])
            if len(rows) > most:
                break
    except csv.Error as error:
        raise TableError(f"this is no table: {error}") from None
    return rows if (whole and len(rows) <= most) or len(rows) < 2 else rows[:-1]


def separator_of(text: str, whole: bool) -> str:
    """Guess what stands between entries: what divides most rows into equally many."""
    best, found = 0.0, ","
    for separator in SEPARATORS:
        try:
            rows = sample_rows(text, separator, whole, 200)
        except TableError:
            continue
        (width, count), *_ = Counter(len(row) for row in rows).most_common(1) or [(1, 0)]
        share = count / max(len(rows), 1)
        # Blanks and commas occur inside entries, too: others that do as well are trusted more.
        score = (share if width > 1 else 0.0) * (0.7 if separator == " " else 1.0)
        if score > best + 1e-9:
            best, found = score, separator
    return found


def decimal_of(rows: list[list[str]], separator: str) -> Literal[".", ","]:
    """Guess the decimal mark from the entries that are numbers by one mark alone."""
    if separator == ",":
        return "."
    entries = [entry for row in rows[:200] for entry in row]
    commas = sum(is_number(e, ",") and not is_number(e) for e in entries)
    points = sum(is_number(e) and not is_number(e, ",") for e in entries)
    return "," if commas > points else "."


def has_header(rows: list[list[str]], decimal: str) -> bool:
    """Guess whether the first row names the columns.

    It does where it holds no number (but perhaps those of the columns) and a column below does;
    where no column holds numbers, its entries must be different and occur nowhere below.
    """
    if len(rows) < 2:
        return bool(rows) and not any(is_number(entry, decimal) for entry in rows[0])
    first, rest = rows[0], rows[1:]
    counted = {str(place + start) for place in range(len(first)) for start in (0, 1)}
    if any(is_number(entry, decimal) and entry not in counted for entry in first):
        return False
    if all(is_number(entry, decimal) for entry in first):
        return False
    for place in range(len(first)):
        column = [row[place] for row in rest if place < len(row) and not is_missing(row[place])]
        if column and sum(is_number(entry, decimal) for entry in column) > 0.5 * len(column):
            return not is_missing(first[place]) or any(first)
    below = {entry for row in rest for entry in row}
    return len(set(first)) == len(first) and not below & set(first)
