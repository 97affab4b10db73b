"""Rows from a file."""

# mypy: disable-error-code="no-any-return"

import csv
from collections.abc import Sequence

import numpy as np

from playground.kernels.array import Array


def read_rows(path: str, names: Sequence[str]) -> Array:
    """Read the features of these names from a CSV file.

    They are found by the names in its first row, in any order and among other columns;
    a file without names holds the features alone, in this order.
    """
    wanted = f"It takes these features, in this order: {', '.join(names)}"
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            lines = [line for line in csv.reader(file) if line]
    except FileNotFoundError:
        raise SystemExit(f"{path}: there is no such file") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SystemExit(f"{path}: it cannot be read as UTF-8 text: {error}") from None
    head = [word.strip() for word in lines[0]] if lines else []
    lacking = [n for n in names if n not in head and n.partition(" = ")[0] not in head]
    if not lacking:
        lines = lines[1:]
    elif len(lacking) < len(names):
        raise SystemExit(f"{path}: it has no column {', '.join(lacking)}. {wanted}")
    elif lines and len(head) != len(names):
        count = "few" if len(head) < len(names) else "many"
        told = f"it names no feature and has too {count} columns"
        raise SystemExit(f"{path}: {told}. {wanted}")
    else:
        head = list(names)
    rows = []
    for number, line in enumerate(lines, 1):
        cells = dict(zip(head, line, strict=False))
        try:
            rows.append([feature(cells, name, names) for name in names])
        except ValueError as error:
            raise SystemExit(f"{path}, row {number}: {error}. {wanted}") from None
    if not rows or not np.isfinite(rows).all():
        raise SystemExit(f"{path}: it holds no rows, or numbers that are not finite")
    return np.array(rows)


def feature(cells: dict[str, str], name: str, names: Sequence[str]) -> float:
    """Return a feature of a row; "colour = red" is 1 where its colour is red, else 0."""
    column, _, category = name.partition(" = ")
    if category and name not in cells:
        found = cells.get(column, "").strip()
        if f"{column} = {found}" not in names:
            raise ValueError(f"{found!r} is no {column} that is known")
        return float(found == category)
    found = cells.get(name, "")
    try:
        return float(found)
    except ValueError:
        raise ValueError(f"{name} must be a number, not {found!r}") from None
