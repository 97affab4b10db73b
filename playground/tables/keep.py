"""Where tables are kept: a folder of arrays by content hash, which every process may read."""

import contextlib
import os
import re
from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock

import msgspec
import numpy as np

from playground.core.disk import FileError, read_whole, write_atomic, write_atomic_by
from playground.core.folders import FolderError, folder
from playground.kernels.array import Array
from playground.tables.arrays import ArrayError, header
from playground.tables.table import HASH, Column, Table
from playground.tables.trouble import TableError

BUDGET = 512 * 2**20
"""Bytes of tables that stay open."""

LARGEST_ABOUT = 2**26
"""Bytes of the largest description of a table that is read."""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a table without its rows.

    Attributes
    ----------
    rows
        How many there are.
    columns
        What they hold.
    missing
        Missing entries of each column.
    """

    rows: int
    columns: tuple[Column, ...]
    missing: tuple[int, ...]


def is_hash(name: object) -> bool:
    """Say whether something is the content hash of a table."""
    return isinstance(name, str) and re.fullmatch(f"[0-9a-f]{{{HASH}}}", name) is not None


class Keep:
    """Tables in a folder, as ``HASH.npy`` and ``HASH.json``.

    A table is written once and never changed, so that any number of processes may share it.

    Parameters
    ----------
    place
        The folder; made when something is put there.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._open: OrderedDict[str, Table] = OrderedDict()
        self._told: dict[str, About] = {}
        self._sound: set[str] = set()
        self._lock = Lock()

    def put(self, table: Table) -> str:
        """Keep a table and return its hash.

        Raises
        ------
        TableError
            If it cannot be written.
        """
        name = table.hash
        if self._whole(name, table.values.nbytes):
            self._touch(name)
            return name
        missing = tuple(int(count) for count in np.isnan(table.values).sum(axis=0))
        about = About(len(table.values), table.columns, missing)
        little = np.ascontiguousarray(table.values.astype("<f8", copy=False))
        try:
            self.place.mkdir(parents=True, exist_ok=True)
            rows = self.files(name)[0]
            write_atomic_by(rows, lambda file: np.save(file, little, False), durable=False)
            # The description is written last: a table that has one is whole.
            write_atomic(self.files(name)[1], msgspec.json.encode(about), durable=False)
        except FileError as error:
            raise TableError(str(error)) from None
        except OSError as error:
            raise TableError(f"{self.place}: tables cannot be kept here: {error}") from None
        self._told[name] = about
        self._sound.add(name)
        return name

    def get(self, name: str) -> Table:
        """Return a table; its rows stay on the disk until they are looked at.

        The first time, unless it was put by this process, its contents are compared with its name.

        Raises
        ------
        TableError
            In words, if it is not kept here, or damaged.
        """
        with self._lock:
            if name in self._open:
                self._open.move_to_end(name)
                return self._open[name]
        rows, about = self._rows(name), self.about(name)
        self._touch(name)
        try:
            table = Table(rows, about.columns)
        except TableError:
            raise _damaged(name) from None
        sound = name in self._sound or table.hash == name
        if not sound or len(about.missing) != len(about.columns):
            raise _damaged(name)
        with self._lock:
            self._sound.add(name)
            self._open[name] = table
            held = sum(one.values.nbytes for one in self._open.values())
            while held > BUDGET and len(self._open) > 1:
                _, oldest = self._open.popitem(last=False)
                held -= oldest.values.nbytes
        return table

    def about(self, name: str) -> About:
        """Return what is known of a table without opening its rows.

        Raises
        ------
        TableError
            In words, if it is not kept here, or damaged.
        """
        if name not in self._told:
            if not self.holds(name):
                raise TableError(f"the table {name[:12]} is not on this machine: import it again")
            try:
                data = read_whole(self.files(name)[1], LARGEST_ABOUT)
                self._told[name] = msgspec.json.decode(data, type=About)
            except (FileError, msgspec.MsgspecError, UnicodeError, RecursionError):
                raise _damaged(name) from None
        return self._told[name]

    def restored(self, name: str) -> bool:
        """Keep a table again that was swept while it was open here; says whether it was open."""
        with self._lock:
            table = self._open.get(name)
        return table is not None and self.put(table) == name

    def holds(self, name: str) -> bool:
        """Say whether a table is kept here, be it whole or damaged."""
        return is_hash(name) and all(path.is_file() for path in self.files(name))

    def files(self, name: str) -> tuple[Path, Path]:
        """Return where the rows and the description of a table are kept."""
        return self.place / f"{name}.npy", self.place / f"{name}.json"

    def _touch(self, name: str) -> None:
        """Note that somebody looks at a table, by which it is known from one that rests."""
        with contextlib.suppress(OSError):
            os.utime(self.files(name)[0])

    def _whole(self, name: str, size: int) -> bool:
        """Say whether a table is kept here and can be read, so that it need not be written."""
        if not self.holds(name) or self.files(name)[0].stat().st_size < size:
            return False
        try:
            self.get(name)
        except TableError:
            return False
        return True

    def _rows(self, name: str) -> Array:
        about, path = self.about(name), self.files(name)[0]
        try:
            with open(path, "rb") as file:
                shape, first, kind = header(file)
                left = path.stat().st_size - file.tell()
            if first or kind != np.dtype("<f8") or shape != (about.rows, len(about.columns)):
                raise _damaged(name)
            if left != 8 * shape[0] * shape[1]:
                raise _damaged(name)
            if not left:
                return np.empty(shape)
            rows: Array = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ArrayError, ValueError):
            raise _damaged(name) from None
        return np.asarray(rows).view(np.ndarray)


def _damaged(name: str) -> TableError:
    return TableError(f"the table {name[:12]} is damaged on this machine: import it again")


@cache
def _keep_in(place: Path) -> Keep:
    return Keep(place)


def keep() -> Keep:
    """Return where this person's tables are kept, one object for each folder.

    Raises
    ------
    TableError
        If there is no folder for them and none can be made.
    """
    try:
        return _keep_in(folder("tables"))
    except FolderError as error:
        raise TableError(str(error)) from None
