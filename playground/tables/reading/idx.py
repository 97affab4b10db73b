"""IDX files, in which MNIST and its relatives come: images in one, labels in another."""

import gzip
import zlib
from math import prod
from pathlib import Path
from typing import ClassVar

import numpy as np

from playground.core.progress import Progress, unwatched
from playground.kernels.array import Array
from playground.tables.arrays import unpacked_at_most
from playground.tables.format import Source, TableFormat
from playground.tables.gridded import check_size, imported, preview_of, table_of
from playground.tables.preview import Choices, Imported, Preview
from playground.tables.table import Table
from playground.tables.trouble import TableError
from playground.tables.wording import counted

KINDS = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
"""Kind of number by the third byte of a file."""

GLIMPSE = 500
"""Rows that a look reads."""


class Idx(TableFormat):
    """Big-endian arrays after a head of four bytes and the sizes of the axes, perhaps in gzip.

    LeCun, Cortes and Burges, "The MNIST database of handwritten digits". The labels of
    ``train-images-idx3-ubyte`` are looked for in ``train-labels-idx1-ubyte`` beside it.
    """

    title: ClassVar[str] = "IDX (the files of MNIST)"
    endings: ClassVar[tuple[str, ...]] = (
        "-ubyte", "-ubyte.gz", ".idx", ".idx.gz", ".idx1", ".idx3",
    )  # fmt: skip
    rank: ClassVar[int] = 20

    def look(
        self, source: Source, choices: Choices | None = None, progress: Progress = unwatched
    ) -> Preview:
        """Return the first images, and the labels that belong to them."""
        assert isinstance(source, Path)
        found = choices or Choices(labels=_labels_beside(source))
        table, total = _table(source, found, GLIMPSE, progress)
        return preview_of("IDX", table, total, found)

    def read(self, source: Source, choices: Choices, progress: Progress) -> Imported:
        """Read images and labels."""
        assert isinstance(source, Path)
        table, _ = _table(source, choices, None, progress)
        return imported(table, choices)


def _table(
    path: Path, choices: Choices, most: int | None, progress: Progress = unwatched
) -> tuple[Table, int]:
    """Return up to so many rows as a table, and how many there are."""
    x, total = _array(path, most, progress)
    if not choices.labels:
        return table_of(x, None), total
    y, count = _array(Path(choices.labels), most)
    if count != total or y.ndim != 1:
        name = Path(choices.labels).name
        rows, labels = counted(total, "row", "rows"), counted(count, "label", "labels")
        raise TableError(f"it holds {rows}, but {name} {labels}")
    return table_of(x, y), total


def _array(
    path: Path, most: int | None, progress: Progress = unwatched
) -> tuple[Array, int]:
    """Return up to so many rows of a file, and how many there are; never more than it tells of."""
    try:
        with open(path, "rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            file = gzip.GzipFile(fileobj=raw) if packed else raw
            head = file.read(4)
            if len(head) < 4 or head[:2] != b"\0\0" or head[2] not in KINDS or not head[3]:
                raise TableError("this is no IDX file")
            axes = [int.from_bytes(file.read(4), "big") for _ in range(head[3])]
            check_size(axes[0], axes[1:])
            kind, told = np.dtype(KINDS[head[2]]), counted(axes[0], "row", "rows")
            if prod(axes) * kind.itemsize > unpacked_at_most(path.stat().st_size):
                raise TableError(f"it is too short for the {told} that it tells of")
            rows = axes[0] if most is None else min(axes[0], most)
            wanted = rows * prod(axes[1:]) * kind.itemsize
            data = bytearray()
            while len(data) < wanted:
                part = file.read(min(2**22, wanted - len(data)))
                if not part:
                    raise TableError(f"it ends before the {told} that it tells of")
                data += part
                progress(0.8 * len(data) / wanted)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise TableError(f"it is damaged: {error}") from None
    return np.frombuffer(data, kind).reshape(rows, *axes[1:]), axes[0]


def _labels_beside(path: Path) -> str:
    """Return the file of labels that belongs to a file of images; "" where there is none."""
    for axes in ("idx3", "idx4", "idx2"):
        name = path.name.replace("images", "labels").replace(axes, "idx1")
        for other in (name, name.removesuffix(".gz"), f"{name}.gz"):
            beside = path.with_name(other)
            if name != path.name and beside.is_file():
                return str(beside)
    return ""
