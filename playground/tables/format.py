"""The parent of the formats that tables are read from."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeAlias

from playground.core.progress import Progress, unwatched
from playground.tables.preview import Choices, Imported, Preview


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

    def look(
        self, source: Source, choices: Choices | None = None, progress: Progress = unwatched
    ) -> Preview:
        """Return what a file looks like, by as little of it as its kind allows.

        Parameters
        ----------
        choices
            How to read it; guessed where nothing is given.
        progress
            Told now and then where a look may take long.

        Raises
        ------
        TableError
            In words, if it is not such a file.
        Cancelled
            If the look was called off.
        """
        raise NotImplementedError

    def read(self, source: Source, choices: Choices, progress: Progress) -> Imported:
        """Read a whole file.

        Parameters
        ----------
        progress
            Told often enough for reading to be called off within a fraction of a second.

        Raises
        ------
        TableError
            In words, if it cannot be read.
        Cancelled
            If reading was called off.
        """
        raise NotImplementedError


def title_for(source: Source) -> str:
    """Return what a table of a file is called."""
    if isinstance(source, Pasted):
        return "Pasted table"
    return source.name.partition(".")[0] or source.resolve().name
