"""What can still be read of a project file that is damaged."""

import struct
import zlib
from pathlib import Path
from typing import Any

import msgspec

from playground.core.disk import FileError, read_whole
from playground.document.bundle import PROJECT, read_bundle
from playground.document.migrations import NewerError
from playground.document.project import Project
from playground.document.text import loads

LARGEST_TEXT = 2**28
"""Bytes of the largest project text that is looked for in a torn zip."""

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
    damage
        What is wrong with the file, in one line; "" for a whole one.
    """

    project: Project
    states: dict[str, Any] | None = None
    damage: str = ""


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
    data, name = read_whole(path), str(path)
    try:
        if not data.startswith(b"PK"):
            return Salvaged(loads(data, name))
        return Salvaged(*read_bundle(data, name))
    except NewerError:
        raise
    except FileError as error:
        if not data.startswith(b"PK"):
            raise DamagedError(str(error)) from None
        return _what_is_left(data, name, str(error))


def _what_is_left(data: bytes, name: str, damage: str) -> Salvaged:
    for read in (_without_rows, _without_state, _bare, _torn):
        try:
            project, states = read(data, name)
        except NewerError:
            raise
        except FileError:
            continue
        return Salvaged(project, states, damage)
    raise DamagedError(damage)


def _without_rows(data: bytes, name: str) -> _Read:
    return read_bundle(data, name, tables=False)


def _without_state(data: bytes, name: str) -> _Read:
    return read_bundle(data, name, state=False)


def _bare(data: bytes, name: str) -> _Read:
    return read_bundle(data, name, state=False, tables=False)


def _torn(data: bytes, name: str) -> _Read:
    return loads(_first_member(data), name), None


def _first_member(data: bytes) -> bytes:
    """Return the project's text, which stands first in a zip, without the index at its end."""
    if len(data) < _HEAD.size:
        raise FileError("the zip is torn")
    mark, _, flags, how, _, _, crc, packed, size, length, extra = _HEAD.unpack_from(data)
    start = _HEAD.size + length + extra
    name = data[_HEAD.size : _HEAD.size + length]
    if mark != b"PK\3\4" or name != PROJECT.encode() or flags & 1 or size > LARGEST_TEXT:
        raise FileError("the zip does not begin with a project")
    text = data[start : start + packed]
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
