"""What stands above the rows of a text: a declared separator, titles, remarks, and the header."""

import csv
import re
from collections import Counter
from collections.abc import Sequence

from playground.tables.delimiting.dialect import is_missing, squeezed
from playground.tables.delimiting.numbers import is_number

MOST_ABOVE = 100
"""Lines above a table that are looked through."""

DECLARED = re.compile(r'\ufeff?"?sep=(.)"?[;,\s]*', re.IGNORECASE)
REMARK = "#"


def declared_separator(text: str) -> str:
    r"""Return the separator that the first line of a text declares, as Excel has it; "" for none.

    Examples
    --------
    >>> declared_separator("sep=;\na;b\n"), declared_separator("a;b\n")
    (';', '')
    """
    found = DECLARED.fullmatch(text.split("\n", 1)[0])
    return found[1] if found else ""


def lines_above(text: str, separator: str, rows: Sequence[Sequence[str]]) -> int:
    r"""Return how many lines of a text stand above the header or the first row of its table.

    Those are the declaration of a separator, remarks after a number sign, and lines with at most
    half as many entries as most rows have, or with fewer where a blank line ends them.

    Parameters
    ----------
    rows
        A sample of the whole text.

    Examples
    --------
    >>> text = "Prices of today\n\nname;price;unit\nfig;2;kg\nplum;3;kg\n"
    >>> lines_above(text, ";", [line.split(";") for line in text.split("\n") if line])
    2
    """
    declared = 1 if declared_separator(text) else 0
    (width, _), *_ = Counter(_entries(row) for row in rows[declared:]).most_common(1) or [(0, 0)]
    lines = [_taken_apart(line, separator) for line in text.split("\n", MOST_ABOVE)[:MOST_ABOVE]]
    above, short = declared, False
    for place, (line, after) in enumerate(zip(lines, [*lines[1:], None], strict=True)):
        if place < declared:
            continue
        count = 0 if line is None else _entries(line)
        if line is None or (count >= width and not _is_remark(line, after)):
            return above if any(map(any, filter(None, lines[:above]))) else 0
        if not count or _is_remark(line, after):
            above, short = place + 1, False
        elif 2 * count <= width and not short:
            above = place + 1
        else:
            short = True
    return declared


def below(text: str, above: int) -> str:
    """Return a text without so many lines."""
    return text.split("\n", above)[above] if text.count("\n") >= above else ""


def _taken_apart(line: str, separator: str) -> list[str] | None:
    """Return the entries of one line, or None where one of them goes on in the next."""
    line = squeezed(line) if separator == " " else line
    reader = csv.reader([line, ""], delimiter=separator)
    try:
        entries = [entry.strip() for entry in next(reader)]
    except csv.Error:
        return None
    return entries if reader.line_num == 1 else None


def _entries(row: Sequence[str]) -> int:
    """Count entries up to the last that is not empty: titles are filled up with empty ones."""
    return max((place + 1 for place, entry in enumerate(row) if entry), default=0)


def _is_remark(line: Sequence[str], after: Sequence[str] | None) -> bool:
    """Say whether a line is a remark, and no header with a sign before it: rows follow that."""
    if not line or not line[0].startswith(REMARK):
        return False
    return after is None or len(after) != len(unmarked(line)) or not any(map(_numeric, after))


def unmarked(line: Sequence[str]) -> list[str]:
    """Return the entries of a header without a number sign before the first.

    Examples
    --------
    >>> unmarked(["#x", "y"]), unmarked(["#", "x", "y"]), unmarked(["#", "1"][:1])
    (['x', 'y'], ['x', 'y'], ['#'])
    """
    if not line or not line[0].startswith(REMARK) or line == [REMARK]:
        return list(line)
    first = line[0].lstrip(f"{REMARK} ")
    return [first, *line[1:]] if first else list(line[1:])


def _numeric(entry: str) -> bool:
    return is_number(entry) or is_number(entry, ",")


def has_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Guess whether the first row names the columns.

    It does where it holds no number (but perhaps several that count columns) and a column below
    does; where no column holds numbers, its entries must be different and occur nowhere below.
    """
    if len(rows) < 2:
        return bool(rows) and not any(is_number(entry, decimal) for entry in rows[0])
    first, rest = rows[0], rows[1:]
    numbers = [place for place, entry in enumerate(first) if is_number(entry, decimal)]
    counting = len(first) > len(numbers) > 1 and any(
        all(first[place] == str(place + start) for place in numbers) for start in (0, 1)
    )
    if numbers and not counting:
        return False
    for place in range(len(first)):
        column = [row[place] for row in rest if place < len(row) and not is_missing(row[place])]
        if column and sum(is_number(entry, decimal) for entry in column) > 0.5 * len(column):
            return not is_missing(first[place]) or any(first)
    below = {entry for row in rest for entry in row}
    return len(set(first)) == len(first) and not below & set(first)
