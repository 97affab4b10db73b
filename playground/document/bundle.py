"""A project with what was learned, as a zip.

Its members are project.json, state.json, state/*.npy, data/*.npy and *.json, thumbnail.png.
Nothing is ever unpickled or unpacked to disk, and only members with these names are read.
"""

import io
import zipfile
from pathlib import Path
from typing import IO, Any

import msgspec
import numpy as np
import numpy.typing as npt

from playground.core.disk import FileError, read_whole, write_atomic_by
from playground.document.nested import put_together, take_apart
from playground.document.project import Project
from playground.document.rows import put_kept, take_kept
from playground.document.text import dumps, loads
from playground.tables.arrays import DENSEST, SMALL, ArrayError, from_npy, take, zip_in

PROJECT, TREE, THUMBNAIL = "project.json", "state.json", "thumbnail.png"


def save_bundle(
    project: Project,
    state: dict[str, Any] | None,
    path: str | Path,
    thumbnail: bytes | None = None,
) -> None:
    """Write a project, what its learners know, and a picture of it, atomically.

    Parameters
    ----------
    state
        Nested dicts and lists of NumPy arrays, numbers, text, booleans and None.
    thumbnail
        Bytes of a PNG.

    Raises
    ------
    FileError
        If it cannot be written; what was there before is still there.
    """
    members: list[tuple[str, bytes]] = [(PROJECT, dumps(project).encode())]
    arrays: list[npt.NDArray[Any]] = []
    try:
        if state is not None:
            tree, arrays = take_apart(state)
            members.append((TREE, msgspec.json.encode(tree)))
    except (TypeError, ValueError, RecursionError) as error:
        raise FileError(f"{path}: what was learned cannot be saved: {error}.") from None

    def write(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in members:
                _put(archive, name, text)
            for place, array in enumerate(arrays):
                raw = io.BytesIO()
                np.save(raw, array, allow_pickle=False)
                _put(archive, _member(place), raw.getvalue(), zipfile.ZIP_STORED)
            if thumbnail:
                _put(archive, THUMBNAIL, thumbnail, zipfile.ZIP_STORED)
            put_kept(archive, project)

    write_atomic_by(Path(path), write)


def _member(place: int) -> str:
    return f"state/{place}.npy"


def _put(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    # A fixed date: the same project gives the same bytes.
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, how)


def load_bundle(path: str | Path) -> tuple[Project, dict[str, Any] | None]:
    """Read a project and what its learners know, which is None where nothing was saved.

    Raises
    ------
    FileError
        One line that names the file and what is wrong.
    """
    path = Path(path)
    data = read_whole(path)
    if not data.startswith(b"PK"):
        return loads(data, str(path)), None
    return read_bundle(data, str(path))


def read_bundle(
    data: bytes, name: str, state: bool = True, tables: bool = True
) -> tuple[Project, dict[str, Any] | None]:
    """Read a project and what belongs to it from the bytes of a zip.

    Parameters
    ----------
    state, tables
        Whether what was learned is read, and whether the rows it brings are kept here.

    Raises
    ------
    FileError
        One line that says `name` and what is wrong.
    """
    most = SMALL + DENSEST * len(data)
    with _opened(data, name) as archive:
        members = set(archive.namelist())
        if PROJECT not in members:
            raise FileError(f"{name}: this zip holds no {PROJECT}.")
        project = loads(_take(archive, PROJECT, name), f"{name}: {PROJECT}")
        if tables:
            take_kept(archive, project, name, most)
        if not state or TREE not in members:
            return project, None
        return project, _state(archive, name, most)


def _state(archive: zipfile.ZipFile, name: str, most: int) -> dict[str, Any]:
    """Read what was learned, in at most so many bytes: many small bombs are a large one."""
    sizes: dict[int, int] = {}

    def array(place: int) -> npt.NDArray[Any]:
        if place in sizes:
            raise ValueError(f"the array {place} is in it twice")
        member = _member(place)
        found = _array(_take(archive, member, name), f"{name}: {member}")
        sizes[place] = found.nbytes
        if sum(sizes.values()) > most:
            raise ValueError("it is too large to be read")
        return found

    try:
        tree = msgspec.json.decode(_take(archive, TREE, name))
        state = put_together(tree, array)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise FileError(f"{name}: {TREE}: what was learned cannot be read: {error}.") from None
    if not isinstance(state, dict):
        raise FileError(f"{name}: {TREE}: what was learned must be an object.")
    return state


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zip_in(data)
    except ArrayError as error:
        raise FileError(f"{name}: {error}.") from None


def _take(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    try:
        return take(archive, member)
    except ArrayError as error:
        raise FileError(f"{name}: {error}.") from None


def _array(data: bytes, name: str) -> npt.NDArray[Any]:
    try:
        return from_npy(data)
    except ArrayError as error:
        raise FileError(f"{name} is {error}.") from None
