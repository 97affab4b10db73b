"""What a plot draws as tidy rows: one value a row, with columns that say which one it is."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType

import numpy as np

from playground.export.plot_axes import AXES, OFTEN
from playground.kernels.array import Array, to_host

LABELS = {
    "row": "rows", "step": "steps", "block": "blocks", "class": "classes", "name": "names",
    "time": "times", "k": "ks",
}  # fmt: skip
"""Axes whose places are told by an array that is measured with them."""

LARGEST = 5_000_000
"""Values at most that are written."""


@dataclass(frozen=True)
class Measured:
    """Arrays of one measurement.

    Attributes
    ----------
    about
        Column names and what stands in them, the same in each of its rows.
    arrays
        What was measured, by name.
    axes
        Names of the axes of some arrays, where the general rule does not tell.
    labels
        What the places along an axis are called, where they are as many.
    """

    about: Mapping[str, object]
    arrays: Mapping[str, Array]
    axes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    labels: Mapping[str, Sequence[object] | Array] = field(default_factory=dict)


def measured(
    probe: str, learner: str, step: int, arrays: Mapping[str, Array],
    labels: Mapping[str, Sequence[object]] = MappingProxyType({}),
) -> Measured:  # fmt: skip
    """Return what a probe measured of a learner."""
    about = {"learner": learner, "measured": probe, "at step": step}
    return Measured(about, arrays, AXES.get(probe, {}), labels)


def as_csv(parts: Sequence[Measured]) -> str:
    """Return measurements as the text of a CSV file.

    Every row holds one number or word in ``value``; ``quantity`` says of what, and the columns
    between them where: the row of the data set, the class, the place in the plane, and so on.
    Cells that do not apply are empty, as are values that are no number.

    Raises
    ------
    ValueError
        If there is nothing to write, or too much.
    """
    total = sum(array.size for part in parts for array in part.arrays.values())
    if not total:
        raise ValueError("there are no numbers here yet: let it learn first")
    if total > LARGEST:
        raise ValueError(f"{total:,} values are more than a table should hold ({LARGEST:,})")
    columns: dict[str, None] = {}
    tables = []
    for part in parts:
        columns |= dict.fromkeys(part.about)
        for name, array in part.arrays.items():
            host = np.asarray(to_host(array))
            places = _places(name, host, part)
            tables.append((part.about, name, host, places))
    indices = dict.fromkeys(name for *_, places in tables for name in places)
    header = [*columns, "quantity", *indices, "value"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for about, name, host, places in tables:
        fixed = [str(about.get(column, "")) for column in columns]
        writer.writerows(_rows(fixed, name, host, places, list(indices)))
    return text.getvalue()


def _rows(
    fixed: list[str], name: str, array: Array, places: Mapping[str, Array], columns: list[str]
) -> Iterator[list[str]]:
    """Yield the rows of one array."""
    told = [_words(places[column]) if column in places else [] for column in columns]
    values = _words(array)
    for at, value in enumerate(values):
        yield [*fixed, name, *(one[at] if one else "" for one in told), value]


def _words(array: Array) -> list[str]:
    """Return values as they are written: the shortest numbers that are read back the same."""
    flat = np.atleast_1d(array).ravel()
    if flat.dtype.kind == "f":
        words = flat.astype(str)
        return [str(word) for word in np.where(np.isnan(flat), "", words)]
    return [str(value) for value in flat.tolist()]


def _places(name: str, array: Array, part: Measured) -> dict[str, Array]:
    """Return where each value of an array stands: a column for each axis, laid out flat."""
    names = list(_named(name, array, part))
    found: dict[str, Array] = {}
    for axis, called in enumerate(names):
        places = _along(called, array.shape[axis], part)
        shape = [1] * array.ndim
        shape[axis] = array.shape[axis]
        found[called] = np.broadcast_to(places.reshape(shape), array.shape)
    return found


def _named(name: str, array: Array, part: Measured) -> Iterator[str]:
    """Yield a name for each axis of an array, no two alike."""
    bare = name.rstrip("0123456789 ")
    known = part.axes.get(name) or part.axes.get(bare) or OFTEN.get(name, ())
    told = list(known) if len(known) == array.ndim else _guessed(name, array, part.arrays)
    used: set[str] = set()
    for called in told:
        free = called if called not in used else next(
            f"{called} {k}" for k in count(2) if f"{called} {k}" not in used
        )  # fmt: skip
        used.add(free)
        yield free


def _guessed(name: str, array: Array, arrays: Mapping[str, Array]) -> list[str]:
    """Name axes by what else was measured that is as long."""
    found = []
    for axis, size in enumerate(array.shape):
        alike = [
            called for called, labels in LABELS.items()
            if _labels(called, size, arrays) is not None
            and (labels == name or (size > 1 and (called != "class" or axis == array.ndim - 1)))
        ]  # fmt: skip
        last = axis == array.ndim - 1 and axis > 0
        found.append(alike[0] if alike else "coordinate" if last and size in (2, 3) else "index")
    return found


def _labels(called: str, size: int, arrays: Mapping[str, Array]) -> Array | None:
    """Return the array that tells the places along an axis apart, where there is one."""
    labels = arrays.get(LABELS.get(called, ""))
    if labels is None or labels.shape != (size,):
        return None
    host = np.asarray(to_host(labels))
    return host if len(np.unique(host)) == size else None


def _along(called: str, size: int, part: Measured) -> Array:
    """Return what the places along an axis are called: labels, coordinates, or numbers from 0."""
    labels = _labels(called, size, part.arrays)
    if labels is not None:
        return labels
    known = part.labels.get(called, ())
    if len(known) == size:
        return np.asarray(known)
    if " of " in called and called.count(", ") == size - 1:
        return np.array(called.partition(" of ")[0].split(", "))
    extent = part.arrays.get("extent")
    if called in ("x", "y") and extent is not None and extent.shape == (4,):
        low, high = np.asarray(to_host(extent))[2 * (called == "y") :][:2]
        return np.asarray(low + (high - low) * (np.arange(size) + 0.5) / size)
    return np.arange(size)
