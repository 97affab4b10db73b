"""Tables from files of any format: look into one, choose, read it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playground.core.progress import Progress, unwatched
from playground.core.registry import Registry
from playground.tables.arrays import ArrayError
from playground.tables.delimiting.dialect import is_document
from playground.tables.format import Pasted, Source, TableFormat
from playground.tables.preview import Choices, Imported, Preview
from playground.tables.trouble import TableError

__all__ = ["Pasted", "could_be_table", "format_of", "look", "read"]

READERS = Registry("playground.tables.reading", TableFormat)

PAPERS = (
    ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers", ".html", ".htm", ".pdf", ".docx", ".odt",
)  # fmt: skip
"""Names of files that people keep tables in, and that are read at most if they are text inside."""

HEAD = 4096
"""First bytes of a file that tell its format."""


def look(
    source: str | Path | Pasted,
    choices: Choices | None = None,
    progress: Progress = unwatched,
) -> Preview:
    """Return what a file, a folder of pictures or pasted text looks like as a table.

    Parameters
    ----------
    choices
        How to read it, as changed by a person; guessed where nothing is given.

    Raises
    ------
    TableError
        One line that names the file and what is wrong.
    Cancelled
        If the look was called off.
    """
    source = Path(source) if isinstance(source, str) else source
    with _told(source):
        return format_of(source).look(source, choices, progress)


def read(
    source: str | Path | Pasted,
    choices: Choices | None = None,
    progress: Progress = unwatched,
) -> Imported:
    """Read a file, a folder of pictures or pasted text as a table.

    May run in a thread of its own: it lets others run, tells how far it is and stops within a
    fraction of a second.

    Parameters
    ----------
    choices
        Those of a look, perhaps changed; guessed where nothing is given.

    Raises
    ------
    TableError
        One line that names the file and what is wrong.
    Cancelled
        If reading was called off.
    """
    source = Path(source) if isinstance(source, str) else source
    chosen = look(source, None, lambda _: progress(0.0)).choices if choices is None else choices
    with _told(source):
        progress(0.0)
        found = format_of(source).read(source, chosen, progress)
        progress(1.0)
    return found


def format_of(source: Source) -> TableFormat:
    """Return the format of a file.

    Raises
    ------
    TableError
        If there is no such file, or no format that reads it.
    """
    head = b"" if isinstance(source, Pasted) else _head(source)
    for cls in READERS.values():
        if cls().suits(source, head):
            return cls()
    if is_document(head) or str(source).lower().endswith(PAPERS):
        raise TableError(
            f"{source}: spreadsheets, web pages and documents are not read as they are: save the "
            "table as CSV, or copy its cells and paste them here."
        )
    known = ", ".join(cls.title for cls in READERS.values())
    raise TableError(f"{source}: this is no table that can be read; those that can: {known}.")


def could_be_table(path: str | Path) -> bool:
    """Say by its name alone whether a path could be a table: a data file or a folder."""
    path = Path(path)
    endings = tuple(ending for cls in READERS.values() for ending in cls.endings)
    return path.is_dir() or path.name.lower().endswith((*endings, *PAPERS))


@contextmanager
def _told(source: Source) -> Iterator[None]:
    """Have errors name the file that they tell of."""
    try:
        yield
    except OSError as error:
        raise _unreadable(source, error) from None
    except MemoryError:
        raise TableError(f"{source}: there is not enough memory to read it.") from None
    except (ArrayError, TableError) as error:
        told = str(error)
        words = told if told.startswith(str(source)) else f"{source}: {told}."
        raise TableError(words) from None


def _head(path: Path) -> bytes:
    try:
        if os.path.isdir(path):
            return b""
        if not os.path.isfile(path) and os.path.exists(path):
            raise TableError(f"{path}: this is neither a file nor a folder.")
        with open(path, "rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError:
        raise TableError(f"{str(path)!r}: this is not the name of a file.") from None


def _unreadable(source: Source, error: OSError) -> TableError:
    return TableError(f"{source}: it cannot be read: {error.strerror or error}.")
