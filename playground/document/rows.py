"""The tables and weights that a project names: no part of it, but they travel in its zip."""

import shutil
import zipfile
from typing import IO

import msgspec
import numpy as np

from playground.core.disk import FileError
from playground.document.project import Project
from playground.tables.arrays import ArrayError, take, take_array
from playground.tables.keep import LARGEST_ABOUT, About, is_hash, keep
from playground.tables.table import Table
from playground.tables.trouble import TableError

KIND, SETTING = "table", "table"
"""The kind of block that names a table, and the setting by which it does."""

LARGEST_TABLE = 2**30
"""Bytes of the largest table that is read from a zip."""


def kept_hashes(project: Project) -> tuple[str, ...]:
    """Return the hashes of all that a project names, each once, in order.

    Data sets name rows, and layers the weights that they start from, which are kept alike.
    """
    named = [placed.settings.get(SETTING) for placed in project.blocks if placed.kind == KIND]
    named += [placed.weights for placed in project.blocks]
    return tuple(dict.fromkeys(name for name in named if isinstance(name, str) and is_hash(name)))


def need_zip(project: Project, path: object) -> None:
    """Refuse to save a project that names tables where they cannot go with it.

    Raises
    ------
    FileError
        If it names any; the message says what to do.
    """
    if kept_hashes(project):
        raise FileError(
            f"{path}: this project holds rows of your own, or weights, which text cannot take "
            "along: save it as a .zip."
        )


def put_kept(archive: zipfile.ZipFile, project: Project) -> None:
    """Write the tables of a project into an open zip; those that are lost are left out.

    Rows go from file to file, uncompressed, without being held in memory.
    """
    for name in kept_hashes(project):
        if not (keep().holds(name) or keep().restored(name)):
            continue
        for path in keep().files(name):
            info = zipfile.ZipInfo(f"data/{path.name}", (1980, 1, 1, 0, 0, 0))
            with open(path, "rb") as source, _opened(archive, info, path.stat().st_size) as target:
                shutil.copyfileobj(source, target, 2**22)


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo, size: int) -> IO[bytes]:
    info.file_size = size
    return archive.open(info, "w")


def take_kept(archive: zipfile.ZipFile, project: Project, name: str, most: int) -> None:
    """Put the tables that a zip holds for its project among those that are kept here.

    One that is kept already is not read again, and one that the zip lacks is left for the block
    to tell.

    Parameters
    ----------
    name
        What to call the zip in an error.
    most
        Bytes of all tables together: many small bombs are a large one.

    Raises
    ------
    FileError
        If a table is too large, damaged, is not what its name says, or cannot be kept.
    """
    members = set(archive.namelist())
    for hash in kept_hashes(project):
        rows, about = f"data/{hash}.npy", f"data/{hash}.json"
        if not {rows, about} <= members or _is_kept(hash):
            continue
        table = _table(archive, hash, f"{name}: the table {hash[:12]}", min(LARGEST_TABLE, most))
        most -= table.values.nbytes
        keep().put(table)
        del table  # before the next one is read, which may be as large


def _table(archive: zipfile.ZipFile, hash: str, what: str, most: int) -> Table:
    try:
        told = msgspec.json.decode(
            take(archive, f"data/{hash}.json", LARGEST_ABOUT), type=About
        )
        values = take_array(archive, f"data/{hash}.npy", most)
        table = Table(np.ascontiguousarray(values), told.columns)
    except (
        ArrayError, TableError, msgspec.MsgspecError, UnicodeError, RecursionError,
    ) as error:  # fmt: skip
        raise FileError(f"{what} cannot be read: {error}.") from None
    if table.hash != hash:
        raise FileError(f"{what} is damaged: it is not what it was.")
    return table


def _is_kept(hash: str) -> bool:
    try:
        keep().get(hash)
    except TableError:
        return False
    return True
