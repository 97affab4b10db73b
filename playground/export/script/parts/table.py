"""Rows from a file."""

# mypy: disable-error-code="no-any-return"

import csv
from collections.abc import Sequence

import numpy as np

from playground.kernels.array import Array


def read_rows(path: str, names: Sequence[str]) -> Array:
    """Read the named columns of a CSV file, or its first ones where it has no such names."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            lines = [line for line in csv.reader(file) if line]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SystemExit(f"{path}: it cannot be read as UTF-8 text: {error}") from None
    columns = list(range(len(names)))
    if lines and set(names) <= set(lines[0]):
        columns = [lines[0].index(name) for name in names]
        lines = lines[1:]
    try:
        rows = np.array([[line[c] for c in columns] for line in lines], float)
    except (ValueError, IndexError):
        raise SystemExit(f"{path}: it takes {len(names)} numbers in each row") from None
    if not len(rows) or not np.isfinite(rows).all():
        raise SystemExit(f"{path}: it holds no rows, or numbers that are not finite")
    return rows
