"""The parent of the formats that tables are read from."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeAlias

from playground.tables.preview import Ask, Choices, Imported, Preview, Progress
from playground.tables.trouble import Cancelled


@dataclass(frozen=True)
class Pasted:
    """Text from the clipboard, read like a file."""

    text: str

    def __str__(self) -> str:
        return "the clipboard"


Source: TypeAlias = Path | Pasted


class TableFormat:
    """A kind of file that holds a table; a subclass says how to look into it and how to read it."""

    title: ClassVar[str]
    """What people call such a file."""
    endings: ClassVar[tuple[str, ...]] = ()
    """Of the names of such files, in small letters."""
    rank: ClassVar[int] = 100
    """Formats are asked in this order whether a file is theirs."""

    def suits(self, source: Source, head: bytes) -> bool:
        """Say whether a file is of this kind, by its name and first bytes."""
        return isinstance(source, Path) and source.name.lower().endswith(self.endings)

    def look(self, source: Source, choices: Choices | None = None) -> Preview:
        """Return what a file looks like, without reading more than its beginning.

        Parameters
        ----------
        choices
            How to read it; guessed where nothing is given.

        Raises
        ------
        TableError
            In words, if it is not such a file.
        """
        raise NotImplementedError

    def read(
        self,
        source: Source,
        choices: Choices,
        progress: Progress | None = None,
        cancelled: Ask | None = None,
    ) -> Imported:
        """Read a whole file.

        Raises
        ------
        TableError
            In words, if it cannot be read.
        Cancelled
            If reading was called off.
        """
        raise NotImplementedError


def tell_progress(share: float, progress: Progress | None, cancelled: Ask | None) -> None:
    """Tell how far reading is, and stop where it is called off.

    Raises
    ------
    Cancelled
        If it is called off.
    """
    if cancelled is not None and cancelled():
        raise Cancelled
    if progress is not None:
        progress(min(share, 1.0))


def title_for(source: Source) -> str:
    """Return what a table of a file is called."""
    if isinstance(source, Pasted):
        return "Pasted table"
    return source.name.partition(".")[0] or source.resolve().name
