"""A project with what was learned, as a zip.

Its members are project.json, state.json, state/*.npy, curves.json, curves/*.npy, data/*.npy and
*.json, thumbnail.png.
Nothing is ever unpickled or unpacked to disk, and only members with these names are read.
"""

import io
import os
import zipfile
from pathlib import Path
from typing import IO, Any

import msgspec
import numpy as np
import numpy.typing as npt

from playground.core.disk import FileError, reading, write_atomic_by
from playground.document.nested import put_together, take_apart
from playground.document.project import Project
from playground.document.rows import put_kept, take_kept
from playground.document.text import LARGEST, dumps, loads, plain_of
from playground.tables.arrays import ArrayError, take, take_array, unpacked_at_most, zip_in

PROJECT, THUMBNAIL = "project.json", "thumbnail.png"
STATE, CURVES = "state", "curves"
"""Names of the trees, whose arrays lie in a folder of that name."""


def save_bundle(
    project: Project,
    state: dict[str, Any] | None,
    path: str | Path,
    thumbnail: bytes | None = None,
    curves: dict[str, Any] | None = None,
) -> None:
    """Write a project, what its learners know, and a picture of it, atomically.

    Parameters
    ----------
    state
        Nested dicts and lists of NumPy arrays, numbers, text, booleans and None.
    thumbnail
        Bytes of a PNG.
    curves
        How it was learned, nested likewise; see `read_curves`.

    Raises
    ------
    FileError
        If it cannot be written; what was there before is still there.
    """
    text = dumps(project).encode()
    try:
        trees = [(name, *take_apart(told)) for name, told in ((STATE, state), (CURVES, curves))
                 if told is not None]  # fmt: skip
    except (TypeError, ValueError, RecursionError) as error:
        raise FileError(f"{path}: what was learned cannot be saved: {error}.") from None

    def write(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            _put(archive, PROJECT, text)
            for name, tree, arrays in trees:
                _put(archive, f"{name}.json", msgspec.json.encode(tree))
                for place, array in enumerate(arrays):
                    raw = io.BytesIO()
                    np.save(raw, array, allow_pickle=False)
                    _put(archive, _member(name, place), raw.getvalue(), zipfile.ZIP_STORED)
            if thumbnail:
                _put(archive, THUMBNAIL, thumbnail, zipfile.ZIP_STORED)
            put_kept(archive, project)

    write_atomic_by(Path(path), write)


def _member(tree: str, place: int) -> str:
    return f"{tree}/{place}.npy"


def _put(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    # A fixed date: the same project gives the same bytes.
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, how)


def load_bundle(
    path: str | Path, state: bool = True
) -> tuple[Project, dict[str, Any] | None]:
    """Read a project and what its learners know, which is None where nothing was saved.

    Parameters
    ----------
    state
        Whether what was learned is read.

    Raises
    ------
    FileError
        One line that names the file and what is wrong.
    """
    with reading(Path(path)) as file:
        return read_bundle(file, str(path), state)


def read_bundle(
    file: IO[bytes], name: str, state: bool = True, tables: bool = True
) -> tuple[Project, dict[str, Any] | None]:
    """Read a project and what belongs to it from an open file, be it text or a zip.

    Parameters
    ----------
    state, tables
        Whether what was learned is read, and whether the rows it brings are kept here.

    Raises
    ------
    FileError
        One line that says `name` and what is wrong.
    """
    most = unpacked_at_most(file.seek(0, os.SEEK_END))
    if not is_zip(file):
        return loads(file.read(LARGEST + 1), name), None
    with _opened(file, name) as archive:
        members = set(archive.namelist())
        if PROJECT not in members:
            raise FileError(f"{name}: this zip holds no {PROJECT}.")
        project = loads(_text(archive, PROJECT, name), f"{name}: {PROJECT}")
        if tables:
            take_kept(archive, project, name, most)
        if not state or f"{STATE}.json" not in members:
            return project, None
        return project, _tree(archive, STATE, name, most)


def read_curves(file: IO[bytes], name: str) -> dict[str, Any]:
    """Return how the learners of a project have learned; empty where that was not saved.

    Raises
    ------
    FileError
        One line that says `name` and what is wrong.
    """
    most = unpacked_at_most(file.seek(0, os.SEEK_END))
    if not is_zip(file):
        return {}
    with _opened(file, name) as archive:
        there = f"{CURVES}.json" in archive.namelist()
        return _tree(archive, CURVES, name, most) if there else {}


def is_zip(file: IO[bytes]) -> bool:
    """Say whether a file begins like a zip; it stands at its beginning then."""
    file.seek(0)
    head = file.read(2)
    file.seek(0)
    return head == b"PK"


def _tree(archive: zipfile.ZipFile, tree: str, name: str, most: int) -> dict[str, Any]:
    """Read what was learned, in at most so many bytes: many small bombs are a large one."""
    there: set[int] = set()
    left = most

    def array(place: int) -> npt.NDArray[Any]:
        nonlocal left
        if place in there:
            raise ValueError(f"the array {place} is in it twice")
        there.add(place)
        found = take_array(archive, _member(tree, place), left)
        left -= found.nbytes
        return found

    try:
        found = put_together(plain_of(_text(archive, f"{tree}.json", name)), array)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise FileError(f"{name}: {tree}.json: what was learned cannot be read: {error}.") from None
    if not isinstance(found, dict):
        raise FileError(f"{name}: {tree}.json: what was learned must be an object.")
    return found


def _opened(file: IO[bytes], name: str) -> zipfile.ZipFile:
    try:
        return zip_in(file)
    except ArrayError as error:
        raise FileError(f"{name}: {error}.") from None


def _text(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    try:
        return take(archive, member, LARGEST)
    except ArrayError as error:
        raise FileError(f"{name}: {error}.") from None
