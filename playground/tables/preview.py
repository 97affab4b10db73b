"""What a look into a file finds, what a person may choose of it, and what reading it gives."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec
import numpy as np

from playground.tables.table import Kind, Table

Role: TypeAlias = Literal["feature", "target", "part", "ignore"]

DateOrder: TypeAlias = Literal["", "year", "day", "month"]
"""What comes first in a date; "" for no date."""

SHOWN = 20
"""Rows that a preview shows."""


class Chosen(msgspec.Struct, frozen=True):
    """How one column is read, and what it is for.

    Attributes
    ----------
    name
        Unique and not empty.
    kind
        Numbers, ranks or categories.
    role
        What is learned from, what is learned, or neither.
    unit
        Of numbers in text: what stands before or behind each and is taken off, such as "%".
    dates
        Of numbers in text: what comes first in the dates that they are; they become the days since
        1970-01-01.
    """

    name: str
    kind: Kind = "continuous"
    role: Role = "feature"
    unit: str = ""
    dates: DateOrder = ""


class Choices(msgspec.Struct, frozen=True):
    """How a file is read: guessed by a look, changed by a person; each format uses its part.

    Attributes
    ----------
    columns
        One for each column of the file; none before the columns are known.
    separator, encoding, decimal, header, above
        Of text: what stands between entries, how characters are written, the decimal mark, whether
        the first row names the columns, and how many lines above it are left out.
    labels
        Path of the file that holds the labels of an IDX file; "" for none.
    side, grey
        Of pictures: pixels of a side that they are brought to, and whether without colour.
    """

    columns: tuple[Chosen, ...] = ()
    separator: str = ","
    encoding: str = "utf-8"
    decimal: Literal[".", ","] = "."
    header: bool = True
    above: int = 0
    labels: str = ""
    side: int = 16
    grey: bool = True

    def with_roles(self, target: str | None, ignored: tuple[str, ...] = ()) -> "Choices":
        """Return the choices with another target (None: as it is), and more columns ignored."""
        columns = []
        for column in self.columns:
            role: Role = column.role
            if target is not None and (role == "target" or column.name == target):
                role = "target" if column.name == target else "feature"
            role = "ignore" if column.name in ignored else role
            columns.append(msgspec.structs.replace(column, role=role))
        return msgspec.structs.replace(self, columns=tuple(columns))


@dataclass(frozen=True)
class Preview:
    """What a file looks like before it is read.

    Attributes
    ----------
    format
        What kind of file it is, in words.
    choices
        How it would be read.
    rows
        The first rows as text, one entry for each column; "" where one is missing.
    total
        How many rows there are, estimated for text; None where nobody knows.
    trouble
        What a person should know, in words.
    text
        Whether it is text, which can be taken apart and read in several ways.
    """

    format: str
    choices: Choices
    rows: tuple[tuple[str, ...], ...]
    total: int | None = None
    trouble: tuple[str, ...] = ()
    text: bool = False


@dataclass(frozen=True)
class Imported:
    """A table that was read.

    Attributes
    ----------
    table
        Its rows, without columns that nothing can be learned from.
    choices
        How it was read.
    notes
        What was left out or taken as missing, in words.
    """

    table: Table
    choices: Choices
    notes: tuple[str, ...] = ()

    def roles(self) -> dict[str, Any]:
        """Return the settings of a table block: ``target``, ``ignored``, ``task``, maybe ``parts``.

        Whole numbers of which there are few are classes, whichever column was chosen.
        """
        there = set(self.table.names)
        known = [column for column in self.choices.columns if column.name in there]
        target = next((column.name for column in known if column.role == "target"), "")
        ignored = [column.name for column in known if column.role == "ignore"]
        part = next((column.name for column in known if column.role == "part"), "")
        few = bool(target) and few_numbers(self.table, target)
        task = "class" if few else "auto"
        told = {"parts": part} if part else {}
        return {"target": target, "ignored": ignored, "task": task, **told}


def few_numbers(table: Table, name: str) -> bool:
    """Say whether a column of numbers rather holds classes."""
    place = table.index(name)
    if table.columns[place].kind != "continuous":
        return False
    levels = np.unique(table.values[:10_000, place])
    levels = levels[~np.isnan(levels)]
    whole = bool((levels == np.floor(levels)).all())
    return whole and len(levels) > 1 and few_enough(len(levels), len(table.values))


def few_enough(different: int, rows: int) -> bool:
    """Say whether so many different whole numbers rather stand for classes."""
    return different <= 10 and rows >= 3 * different
