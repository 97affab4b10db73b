"""A long text in pieces of whole rows, as UTF-8, without holding more than a few megabytes."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from playground.tables.format import Pasted, Source
from playground.tables.trouble import TableError

PIECE = 4 * 2**20
"""Bytes of a piece: small enough that reading one takes a fraction of a second."""

LONGEST = 16 * 2**20
"""Bytes without the end of a row after which a text is no table."""


def size_of(source: Source) -> int:
    """Return how many bytes a text has."""
    return len(source.text) if isinstance(source, Pasted) else source.stat().st_size


def beginning(source: Source, size: int) -> bytes:
    """Return the first bytes of a text."""
    if isinstance(source, Pasted):
        return source.text[:size].encode("utf-8", "replace")[:size]
    with open(source, "rb") as file:
        return file.read(size)


def pieces(
    source: Source, encoding: str, above: int = 0, smaller: int = 1
) -> Iterator[tuple[bytes, float]]:
    """Yield whole rows of a text as UTF-8, and the share of it that has been read by then.

    Rows end at a line end outside of quotes; what is no character becomes the sign for that.

    Parameters
    ----------
    above
        Lines that are left out first.
    smaller
        So many times smaller pieces, where taking one apart takes longer.

    Raises
    ------
    TableError
        If rows do not end.
    """
    total = max(size_of(source), 1)
    done, rest = 0, b""
    recode = decoder(encoding).decode if encoding != "utf-8" else None
    for raw, last in _blocks(source, PIECE // smaller):
        done += len(raw)
        text = raw if recode is None else recode(raw, last).encode("utf-8", "replace")
        # Line ends of old Macintoshes; those of Windows are left to the parser.
        text = text if b"\n" in text else text.replace(b"\r", b"\n")
        text = rest + text if rest else text
        if above:
            text, above = _below(text, above)
        end = rows_end(text)
        if not end and len(text) > LONGEST:
            end = text.rfind(b"\n") + 1
            if not end:
                raise TableError(f"{source}: this is no table; its rows do not end.")
        if end:
            yield text[:end], done / total
        rest = text[end:]
    if rest.strip():
        yield rest + b"\n", 1.0


def _below(text: bytes, above: int) -> tuple[bytes, int]:
    """Return a text without so many lines, and how many more are to be left out."""
    end = 0
    while above and (past := text.find(b"\n", end) + 1):
        end, above = past, above - 1
    return (b"", above) if above else (text[end:], 0)


def decoder(encoding: str) -> codecs.IncrementalDecoder:
    """Return what turns bytes into characters, and bytes that are none into the sign for that.

    Raises
    ------
    TableError
        If no such encoding is known.
    """
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError(encoding)
        return codecs.getincrementaldecoder(encoding)("replace")
    except (LookupError, ValueError):
        raise TableError(f"{encoding[:40]!r} is no known encoding of characters.") from None


def _blocks(source: Source, size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield the bytes of a text, and whether they are its last."""
    if isinstance(source, Path):
        with open(source, "rb", buffering=0) as file, open(source, "rb") as rows:
            start = 0
            while raw := file.read(_end_of_row(rows, start + size) - start):
                yield raw, len(raw) < size
                start += len(raw)
        return
    for start in range(0, len(source.text), size):
        yield source.text[start : start + size].encode("utf-8", "replace"), True


def _end_of_row(file: IO[bytes], place: int) -> int:
    """Return where the row ends that a place lies in, if it ends soon: what is no text may not."""
    file.seek(place)
    file.readline(PIECE)
    return file.tell()


def rows_end(text: bytes) -> int:
    r"""Return where the last whole row ends; 0 where none does.

    Examples
    --------
    >>> rows_end(b'1,2\n3,"a\nb'), rows_end(b'1,"a\nb')
    (4, 0)
    """
    end = text.rfind(b"\n") + 1
    # Looking for one is many times faster than counting, and most texts have none.
    quotes = text.count(b'"', 0, end) if b'"' in text else 0
    while end and quotes % 2:
        before = text.rfind(b"\n", 0, end - 1) + 1
        quotes -= text.count(b'"', before, end)
        end = before
    return end
