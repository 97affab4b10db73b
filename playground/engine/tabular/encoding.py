"""From entries of a table to numbers that can be learned from: gaps filled, categories one-hot."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array
from playground.tables.table import Column


def feature_names(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return a name for each feature that columns become.

    Examples
    --------
    >>> feature_names([Column("age"), Column("hue", "categorical", ("red", "blue"))])
    ('age', 'hue = red', 'hue = blue')
    """
    return tuple(
        name
        for column in columns
        for name in (
            (f"{column.name} = {category}" for category in column.categories)
            if column.kind == "categorical"
            else (column.name,)
        )
    )


@dataclass(frozen=True)
class Encoding:
    """Turns raw entries ``(n, columns)`` into features ``(n, d)``."""

    columns: tuple[Column, ...]

    def applied(self, raw: Array) -> Array:
        """Return numbers and ranks as they are, and a 0 or 1 for each category."""
        parts = [
            (raw[:, place, None] == np.arange(len(column.categories))).astype(np.float64)
            if column.kind == "categorical"
            else raw[:, place, None]
            for place, column in enumerate(self.columns)
        ]
        return np.concatenate(parts, axis=1) if parts else np.empty((len(raw), 0))


@dataclass(frozen=True)
class Filling:
    """What stands in for missing entries, one number a column."""

    instead: Array

    @classmethod
    def of(cls, raw: Array, columns: Sequence[Column], how: str) -> "Filling":
        """Find it in training rows ``(n, columns)``.

        Categories and ranks take the most frequent, the first of equals; numbers their mean, median
        or mode. A column without a single entry takes 0.
        """
        instead = np.zeros(len(columns))
        for place, column in enumerate(columns):
            there = raw[:, place][~np.isnan(raw[:, place])]
            if not len(there):
                continue
            if column.kind != "continuous" or how == "mode":
                values, counts = np.unique(there, return_counts=True)
                instead[place] = values[counts.argmax()]
            else:
                instead[place] = np.median(there) if how == "median" else there.mean()
        return cls(instead)

    def applied(self, raw: Array) -> Array:
        """Return rows ``(n, columns)`` without gaps."""
        return np.where(np.isnan(raw), self.instead, raw)
