"""A project with what was learned, as a zip: project.json, state.json, state/*.npy, thumbnail.png.

Nothing is ever unpickled or unpacked to disk, and only members with these names are read.
"""

import io
import zipfile
import zlib
from math import prod
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from playground.document.disk import FileError, read_whole, write_atomic
from playground.document.nested import put_together, take_apart
from playground.document.project import Project
from playground.document.text import dumps, loads

PROJECT, TREE, THUMBNAIL = "project.json", "state.json", "thumbnail.png"

LARGEST = 4 * 2**30
"""Bytes of the largest member that is read."""

DENSEST = 1000
"""A member packed more tightly than this, and not small, is a zip bomb."""


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
    try:
        packed = _pack(project, state, thumbnail)
    except (TypeError, ValueError, RecursionError) as error:
        raise FileError(f"{path}: what was learned cannot be saved: {error}.") from None
    write_atomic(Path(path), packed)


def _pack(project: Project, state: dict[str, Any] | None, thumbnail: bytes | None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _put(archive, PROJECT, dumps(project).encode())
        if state is not None:
            tree, arrays = take_apart(state)
            _put(archive, TREE, msgspec.json.encode(tree))
            for place, array in enumerate(arrays):
                raw = io.BytesIO()
                np.save(raw, array, allow_pickle=False)
                _put(archive, _member(place), raw.getvalue(), zipfile.ZIP_STORED)
        if thumbnail:
            _put(archive, THUMBNAIL, thumbnail, zipfile.ZIP_STORED)
    return buffer.getvalue()


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
    data: bytes, name: str, state: bool = True
) -> tuple[Project, dict[str, Any] | None]:
    """Read a project, and unless `state` is False what was learned, from the bytes of a zip.

    Raises
    ------
    FileError
        One line that says `name` and what is wrong.
    """
    with _opened(data, name) as archive:
        members = set(archive.namelist())
        if PROJECT not in members:
            raise FileError(f"{name}: this zip holds no {PROJECT}.")
        project = loads(_take(archive, PROJECT, name), f"{name}: {PROJECT}")
        if not state or TREE not in members:
            return project, None
        return project, _state(archive, name)


def _state(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    def array(place: int) -> npt.NDArray[Any]:
        member = _member(place)
        return _array(_take(archive, member, name), f"{name}: {member}")

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
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        raise FileError(f"{name}: this zip is damaged.") from None


def _take(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    try:
        told = archive.getinfo(member)
        dense = told.file_size > 2**24 and told.file_size > DENSEST * max(told.compress_size, 1)
        if told.file_size > LARGEST or dense:
            raise FileError(f"{name}: {member} is too large to be part of a project.")
        return archive.read(told)
    except KeyError:
        raise FileError(f"{name}: {member} is missing in this zip.") from None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:
        raise FileError(f"{name}: {member} is damaged: {error}.") from None


def _array(data: bytes, name: str) -> npt.NDArray[Any]:
    """Read an array after its header was compared with the bytes that follow it."""
    try:
        raw = io.BytesIO(data)
        version = np.lib.format.read_magic(raw)
        header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }[version]
        shape, _, kind = header(raw)
        if prod(shape) * kind.itemsize != len(data) - raw.tell():
            raise ValueError("its size is not what it says")
        array: npt.NDArray[Any] = np.load(io.BytesIO(data), allow_pickle=False)
        return array
    except (ValueError, LookupError, TypeError, EOFError, SyntaxError) as error:
        raise FileError(f"{name} is not an array of numbers: {error}.") from None
