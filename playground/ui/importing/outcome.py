"""What becomes of a file that was chosen: a table, kept, and what it does to the project."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.core.progress import Progress
from playground.document.project import Project
from playground.document.table_edits import without_scaler
from playground.runtime.importing import project_of
from playground.tables.format import title_for
from playground.tables.importing import Pasted, read
from playground.tables.preview import Choices

FEWEST = 2
"""Lines of text that may be rows."""


@dataclass(frozen=True)
class Wanted:
    """What the person has chosen.

    Attributes
    ----------
    source
        A file, a folder of pictures, or pasted text.
    choices
        How it is read and what the columns are for.
    task, missing
        Settings of the table block.
    scaled
        Whether a block brings the features to one scale.
    into
        Id of the data set whose rows are replaced; "" for a new project.
    """

    source: Any
    choices: Choices
    task: str = "auto"
    missing: str = "mean"
    scaled: bool = True
    into: str = ""


@dataclass(frozen=True)
class Brought:
    """What came of it.

    Attributes
    ----------
    project
        One that learns from the rows.
    settings
        Of the table block in it.
    notes
        What was left out, in words.
    """

    project: Project
    settings: Mapping[str, Any]
    notes: tuple[str, ...]


def bring(wanted: Wanted, progress: Progress) -> Brought:
    """Read a file and keep its rows; runs beside the window.

    Raises
    ------
    TableError
        One line that names the file and what is wrong.
    Cancelled
        If it was called off.
    """
    found = read(wanted.source, wanted.choices, progress)
    title = title_for(wanted.source)
    project, notes = project_of(title, found, wanted.task, wanted.missing)
    settings = project.blocks[0].settings
    project = project if wanted.scaled else without_scaler(project)
    return Brought(project, settings, notes)


def pasted(text: str) -> Pasted | None:
    r"""Return text of the clipboard as a table to read, or None where it is none.

    A spreadsheet gives rows of entries between tabs.

    Examples
    --------
    >>> pasted("a\tb\n1\t2\n"), pasted("some words")
    (Pasted(text='a\tb\n1\t2\n'), None)
    """
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if len(lines) < FEWEST or text.lstrip().startswith(("{", "<")):
        return None
    for separator in ("\t", ";", ","):
        counts = {line.count(separator) for line in lines}
        if len(counts) == 1 and counts.pop() > 0:
            return Pasted(text)
    return None
