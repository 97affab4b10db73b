"""How a table is written as text: characters, separator, decimal mark, header."""

import codecs
import csv
import io
import re
from collections import Counter

import msgspec

from playground.tables.delimiting.numbers import Mark
from playground.tables.trouble import TableError

MISSING = frozenset(
    ("", "na", "n/a", "#n/a", "#na", "<na>", "n.a.", "n.d.", "k.a.", "k. a.", "nan", "-nan", "null",
     "none", "?", "-", "–", "—", ".", "...", "…", ":", "nil", "inf", "-inf", "+inf", "infinity",
     "+infinity", "-infinity", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!")
)  # fmt: skip
"""What stands for a missing entry, in small letters, where pandas, spreadsheets, statistics offices
and laboratories write it.
"""

DOCUMENTS = (
    b"pk\3\4", b"\xd0\xcf\x11\xe0", b"%pdf", b"{\\rtf", b"<!", b"<?xml", b"<html", b"<head",
    b"<meta", b"<table",
)  # fmt: skip
"""What spreadsheets, documents and web pages begin with, in small letters."""

SEPARATORS = ("\t", ";", ",", "|", " ")
ROWS = 1000
"""Rows of a sample."""


class Dialect(msgspec.Struct, frozen=True):
    """How a text is to be taken apart."""

    separator: str
    decimal: Mark = "."
    header: bool = True


def is_missing(text: str) -> bool:
    """Say whether an entry stands for nothing.

    Examples
    --------
    >>> is_missing(" NA "), is_missing("0")
    (True, False)
    """
    return text.strip().lower() in MISSING


def is_document(head: bytes) -> bool:
    """Say whether a file is a spreadsheet, a document or a web page, whatever it is called."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(DOCUMENTS)


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
        if separator not in text:
            continue
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
