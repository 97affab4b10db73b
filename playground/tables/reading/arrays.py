"""Arrays of NumPy: .npy files, and .npz files with features and labels."""

import zipfile
from pathlib import Path
from typing import ClassVar

from playground.core.progress import Progress, unwatched
from playground.kernels.array import Array
from playground.tables.arrays import ArrayError, header, read_npy, take_array, unpacking, zip_in
from playground.tables.format import Source, TableFormat
from playground.tables.gridded import check_size, imported, preview_of, table_of
from playground.tables.preview import Choices, Imported, Preview
from playground.tables.table import Table
from playground.tables.trouble import TableError

FEATURES = ("x", "features", "data", "x_train", "train_x", "images", "inputs")
LABELS = ("y", "labels", "label", "target", "targets", "y_train", "train_y", "classes")
LARGEST = 2**29
"""Bytes of the largest array of an archive that is read."""


class Arrays(TableFormat):
    """A single array of rows, or an archive of arrays of which one holds features, one labels.

    Python objects are never read.
    """

    title: ClassVar[str] = "arrays of NumPy (.npy .npz)"
    endings: ClassVar[tuple[str, ...]] = (".npy", ".npz")
    rank: ClassVar[int] = 10

    def suits(self, source: Source, head: bytes) -> bool:
        """Say whether a file is an array, or an archive by that name."""
        if not isinstance(source, Path) or source.is_dir():
            return False
        return head.startswith(b"\x93NUMPY") or super().suits(source, head)

    def look(
        self, source: Source, choices: Choices | None = None, progress: Progress = unwatched
    ) -> Preview:
        """Return the first rows; the arrays are read whole for that."""
        table = self._table(source, progress)
        return preview_of("Arrays of NumPy", table, len(table.values), choices)

    def read(self, source: Source, choices: Choices, progress: Progress) -> Imported:
        """Read features and labels."""
        return imported(self._table(source, progress), choices)

    def _table(self, source: Source, progress: Progress) -> Table:
        assert isinstance(source, Path)
        with open(source, "rb") as file:
            if file.read(2) == b"PK":
                x, y = _from_archive(source, progress)
            else:
                file.seek(0)
                shape, _, _ = header(file)
                check_size(shape[0] if shape else 0, shape[1:])
                file.seek(0)
                x, y = read_npy(file, source.stat().st_size), None
        progress(0.7)
        return table_of(x, y)


def _from_archive(path: Path, progress: Progress) -> tuple[Array, Array | None]:
    """Return features and labels of an archive, found by name and shape."""
    with open(path, "rb") as file, zip_in(file) as archive:
        shapes = {
            name[:-4]: _shape(archive, name)
            for name in archive.namelist()[:100]
            if name.endswith(".npy")
        }
        several = {name: shape for name, shape in shapes.items() if shape}
        if not several:
            raise TableError("it holds no arrays of rows")
        named = [name for name in several if name.lower() in FEATURES]
        widest = max(several, key=lambda name: (len(several[name]) > 1, _entries(several[name])))
        features = named[0] if named else widest
        rows = several[features][0]
        flat = [
            name for name, shape in several.items()
            if name != features and shape in ((rows,), (rows, 1))
        ]  # fmt: skip
        flat.sort(key=lambda name: name.lower() not in LABELS)
        check_size(rows, several[features][1:])
        x = take_array(archive, f"{features}.npy", LARGEST)
        progress(0.5)
        y = take_array(archive, f"{flat[0]}.npy", LARGEST) if flat else None
    return x, None if y is None else y.reshape(len(y))


def _entries(shape: tuple[int, ...]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _shape(archive: zipfile.ZipFile, member: str) -> tuple[int, ...]:
    """Return the shape that a member tells of itself, from its first bytes."""
    try:
        with unpacking(archive, archive.getinfo(member)) as file:
            return header(file)[0]
    except ArrayError:
        return ()
    except Exception as error:  # damaged archives fail in many ways
        raise ArrayError(f"{member} is damaged: {error}") from None
