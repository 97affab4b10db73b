"""What can still be read of a project file that is damaged."""

import os
import struct
import zlib
from pathlib import Path
from typing import IO, Any

import msgspec

from playground.core.disk import FileError, reading
from playground.document.bundle import PROJECT, is_zip, read_bundle, read_curves
from playground.document.migrations import NewerError
from playground.document.project import Project
from playground.document.text import LARGEST, loads

_Read = tuple[Project, dict[str, Any] | None]

_HEAD = struct.Struct("<4s5H3I2H")
_STORED, _DEFLATED = 0, 8


class Salvaged(msgspec.Struct, frozen=True):
    """A project as far as its file could be read.

    Attributes
    ----------
    project
        What the person built.
    states
        What learners had learned, or None where there is nothing or it is damaged.
    curves
        How they learned it, by learner.
    damage
        What is wrong with the file, in one line; "" for a whole one.
    """

    project: Project
    states: dict[str, Any] | None = None
    damage: str = ""
    curves: dict[str, Any] = {}


class DamagedError(FileError):
    """Nothing of a file can be read: it is damaged, or something else than a project."""


def salvage(path: Path) -> Salvaged:
    """Read a project with what was learned, or as much of it as is still whole.

    Raises
    ------
    DamagedError
        If there is no project in it.
    FileError
        If the file cannot be reached, or is of a newer version of the program.
    """
    name = str(path)
    with reading(path) as file:
        try:
            return Salvaged(*read_bundle(file, name), curves=read_curves(file, name))
        except NewerError:
            raise
        except FileError as error:
            damage = str(error)
        if not is_zip(file):
            raise DamagedError(damage)
        return Salvaged(*_what_is_left(file, name, damage), damage)


def _what_is_left(file: IO[bytes], name: str, damage: str) -> _Read:
    bare = _tried(file, name, state=False, tables=False)
    if bare is not None:
        without_rows = _tried(file, name, tables=False)
        return without_rows or _tried(file, name, state=False) or bare
    try:
        return loads(_first_member(file), name), None
    except NewerError:
        raise
    except FileError:
        raise DamagedError(damage) from None


def _tried(file: IO[bytes], name: str, state: bool = True, tables: bool = True) -> _Read | None:
    try:
        return read_bundle(file, name, state, tables)
    except NewerError:
        raise
    except FileError:
        return None


def _first_member(file: IO[bytes]) -> bytes:
    """Return the project's text, which stands first in a zip, without the index at its end."""
    file.seek(0)
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise FileError("the zip is torn")
    mark, _, flags, how, _, _, crc, packed, size, length, extra = _HEAD.unpack(head)
    name = file.read(length)
    if mark != b"PK\3\4" or name != PROJECT.encode() or flags & 1 or size > LARGEST:
        raise FileError("the zip does not begin with a project")
    file.seek(extra, os.SEEK_CUR)
    text = file.read(min(packed, LARGEST))
    if how == _DEFLATED:
        try:
            text = zlib.decompressobj(-15).decompress(text, size + 1)
        except zlib.error as error:
            raise FileError(f"the zip is torn: {error}") from None
    elif how != _STORED:
        raise FileError("the zip is packed in an unknown way")
    if len(text) != size or zlib.crc32(text) != crc:
        raise FileError("the zip is torn")
    return text
