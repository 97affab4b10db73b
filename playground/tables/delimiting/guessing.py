"""What the columns of a sample of text hold, and what they are probably for."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from playground.tables.delimiting.dates import order_of
from playground.tables.delimiting.dialect import is_missing
from playground.tables.delimiting.numbers import (
    NEARLY_ALL,
    has_digit,
    is_bracketed,
    is_number,
    nearly_all,
    number_of,
    unit_of,
)
from playground.tables.parts import tell_parts
from playground.tables.preview import Chosen, Role, few_enough
from playground.tables.table import Kind

TARGETS = ("target", "label", "labels", "class", "species", "outcome", "category", "diagnosis")
"""Names by which a column says that it is to be learned."""

NUMBERINGS = ("id", "index", "no", "nr", "row", "row number", "unnamed: 0", "#")
"""Names by which a column says that it merely counts rows."""

FEW, MANY = 4, 30
"""Texts are names and no categories where more than few are all different, or more than
many mostly are.
"""

SPARSE = 0.5
"""Share of rows without which a column is no likely target."""


def column_names(first: Sequence[str], width: int) -> list[str]:
    """Return a name for each column, made from a header: unique and not empty.

    Examples
    --------
    >>> column_names(["a", "", "a"], 4)
    ['a', 'column 2', 'a (2)', 'column 4']
    """
    names: dict[str, None] = {}
    times: Counter[str] = Counter()
    for place in range(width):
        given = " ".join(first[place].split())[:120] if place < len(first) else ""
        name = given = given or f"column {place + 1}"
        while name in names:
            times[given] += 1
            name = f"{given} ({times[given] + 1})"
        names[name] = None
    return list(names)


def guessed(
    names: Sequence[str], rows: Sequence[Sequence[str]], decimal: str
) -> tuple[Chosen, ...]:
    """Return kind and role of every column, by a sample of rows."""
    columns = [
        [row[place] for row in rows if place < len(row) and not is_missing(row[place])]
        for place in range(len(names))
    ]
    found = [held(name, entries, decimal) for name, entries in zip(names, columns, strict=True)]
    usable = [
        place for place, (one, entries) in enumerate(zip(found, columns, strict=True))
        if one.name.strip().lower() not in NUMBERINGS
        and entries and not free_text(one.kind, entries)
    ]  # fmt: skip
    numbering = {place for place in usable if counts_rows(found[place], columns[place], decimal)}
    part = parts_place(found, columns)
    usable = [place for place in usable if place != part]
    target = likely_target(names, usable, [
        place for place in usable
        if place not in numbering and not found[place].dates
        and len(columns[place]) >= SPARSE * len(rows) and len(set(columns[place])) > 1
    ])  # fmt: skip
    features = [place for place in usable if place != target]
    features = [place for place in features if place not in numbering] or features
    chosen = []
    for place, one in enumerate(found):
        role: Role = "feature" if place in features else "part" if place == part else "ignore"
        if place == target:
            role = "target"
            if one.kind == "continuous" and few_numbers(columns[place], one, decimal):
                one = replace(one, kind="categorical", unit="")
        chosen.append(replace(one, role=role))
    return tuple(chosen)


def parts_place(found: Sequence[Chosen], columns: Sequence[Sequence[str]]) -> int | None:
    """Return the column that says of each row whether it trains or tests, if there is one."""
    told = (place for place, (one, entries) in enumerate(zip(found, columns, strict=True))
            if one.kind == "categorical" and tell_parts(entries))  # fmt: skip
    return next(told, None)


def held(name: str, entries: Sequence[str], decimal: str) -> Chosen:
    """Guess what entries are, those that are missing left out: a feature until more is known.

    They are numbers where nearly all are, with one unit at most, or where nearly all are dates.
    Where all of them stand in brackets they are footnotes rather than negative numbers.
    """
    if not nearly_all(has_digit, entries) or (entries and all(map(is_bracketed, entries))):
        return Chosen(name, "categorical")
    numbers, enough = sum(is_number(entry, decimal) for entry in entries), NEARLY_ALL * len(entries)
    if numbers == len(entries):
        return Chosen(name)
    # A day may be told as a number of a unit: 3 Jan 2024.
    if order := order_of(entries):
        return Chosen(name, dates=order)
    unit = unit_of(entries)
    united = sum(number_of(entry, decimal, unit) is not None for entry in entries)
    if unit and united > numbers and united >= enough:
        return Chosen(name, unit=unit)
    return Chosen(name) if numbers >= enough else Chosen(name, "categorical")


def free_text(kind: Kind, entries: Sequence[str]) -> bool:
    """Say whether entries are different texts that no category is made of."""
    different = len(set(entries))
    names = different == len(entries) > FEW
    return kind == "categorical" and (names or MANY < different > 0.5 * len(entries))


def counts_rows(column: Chosen, entries: Sequence[str], decimal: str) -> bool:
    """Say whether a column merely counts the rows: 1000, 1001, 1002 ... or backwards."""
    if column.kind != "continuous" or column.dates or len(entries) <= FEW:
        return False
    numbers = [number_of(entry, decimal, column.unit) for entry in entries]
    whole = [int(number) for number in numbers if number is not None and number.is_integer()]
    steps = {after - before for before, after in pairwise(whole)}
    return len(whole) == len(entries) and steps in ({1}, {-1})


def few_numbers(entries: Sequence[str], column: Chosen, decimal: str) -> bool:
    """Say whether numbers that are to be learned rather stand for classes."""
    if column.dates:
        return False
    told = {number_of(entry, decimal, column.unit) for entry in set(entries)} - {None}
    whole = all(number is not None and number.is_integer() for number in told)
    return whole and few_enough(len(told), len(entries))


def likely_target(
    names: Sequence[str], usable: Sequence[int], likely: Sequence[int]
) -> int | None:
    """Return the column that is probably to be learned: by its name, else the last.

    Parameters
    ----------
    usable
        Columns that could be learned, or learned from.
    likely
        Those of them that are neither nearly empty nor all the same, and no dates or numberings.
    """
    if len(usable) < 2:
        return None
    named = [place for place in likely if names[place].strip().lower() in TARGETS]
    return (named or likely or usable)[-1]
