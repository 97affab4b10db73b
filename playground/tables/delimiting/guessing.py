"""What the columns of a sample of text hold, and what they are probably for."""

from collections import Counter
from collections.abc import Sequence

from playground.tables.delimiting.dialect import is_missing, is_number
from playground.tables.preview import Chosen, Role
from playground.tables.table import Kind

TARGETS = ("target", "label", "labels", "class", "species", "outcome", "category", "diagnosis")
"""Names by which a column says that it is to be learned."""

NUMBERINGS = ("id", "index", "no", "nr", "row", "row number", "unnamed: 0", "#")
"""Names by which a column says that it merely counts rows."""

FEW, MANY = 4, 30
"""Texts are names or dates and no categories where more than few are all different, or more than
many mostly are.
"""


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
    kinds = [kind_of(entries, decimal) for entries in columns]
    ignored = [
        name.strip().lower() in NUMBERINGS or not entries or free_text(kind, entries)
        for name, kind, entries in zip(names, kinds, columns, strict=True)
    ]
    target = likely_target(names, ignored)
    chosen = []
    for place, name in enumerate(names):
        role: Role = "ignore" if ignored[place] else "feature"
        if place == target:
            role = "target"
            few = kinds[place] == "continuous" and few_numbers(columns[place], decimal)
            kinds[place] = "categorical" if few else kinds[place]
        chosen.append(Chosen(name, kinds[place], role))
    return tuple(chosen)


def kind_of(entries: Sequence[str], decimal: str) -> Kind:
    """Guess what entries are, those that are missing left out."""
    numbers = sum(is_number(entry, decimal) for entry in entries)
    return "continuous" if numbers >= 0.9 * len(entries) else "categorical"


def free_text(kind: Kind, entries: Sequence[str]) -> bool:
    """Say whether entries are different texts that no category is made of."""
    different = len(set(entries))
    names = different == len(entries) > FEW
    return kind == "categorical" and (names or MANY < different > 0.5 * len(entries))


def few_numbers(entries: Sequence[str], decimal: str) -> bool:
    """Say whether numbers that are to be learned rather stand for classes."""
    told = {entry for entry in entries if is_number(entry, decimal)}
    whole = all(float(entry.replace(",", ".")).is_integer() for entry in told)
    return whole and len(told) <= 10 and len(entries) >= 3 * len(told)


def likely_target(names: Sequence[str], ignored: Sequence[bool]) -> int | None:
    """Return the column that is probably to be learned: by its name, else the last."""
    usable = [place for place in range(len(names)) if not ignored[place]]
    if len(usable) < 2:
        return None
    named = [place for place in usable if names[place].strip().lower() in TARGETS]
    return named[-1] if named else usable[-1]
