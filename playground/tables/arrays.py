"""NumPy arrays from bytes of a stranger: nothing is unpickled, no size is believed unchecked."""

import ast
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from typing import IO

import numpy as np

from playground.kernels.array import Array

LARGEST = 4 * 2**30
"""Bytes of the largest member of an archive that is read."""

SMALL = 2**24
"""Bytes up to which a member may be packed as tightly as it likes."""

DENSEST = 50
"""A larger member packed more tightly than this is a zip bomb."""

BLOWN_UP = 2**29
"""Bytes that all members of an archive may have more than the archive itself."""

PIECE = 2**22
"""Bytes that are read at once."""

LONGEST = 10_000
"""Bytes of the longest header that is read."""


class ArrayError(ValueError):
    """Bytes are no array or no archive of arrays; the message says why, but not of what."""


def header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    """Read the header of an NPY file: shape, whether the first axis runs fastest, and kind.

    Raises
    ------
    ArrayError
        If there is none, or it tells of Python objects.
    """
    try:
        # NumPy's own reader tries to mend headers of Python 2 and fails at damage in many ways.
        magic = file.read(np.lib.format.MAGIC_LEN)
        if not magic.startswith(np.lib.format.MAGIC_PREFIX):
            raise ValueError("it does not begin as NumPy's files do")
        version = tuple(magic[-2:])
        width = 2 if version == (1, 0) else 4
        length = int.from_bytes(file.read(width), "little")
        if length > LONGEST:
            raise ValueError("its header is too long")
        told = ast.literal_eval(file.read(length).decode("latin-1").strip())
        kind = np.lib.format.descr_to_dtype(told["descr"])
        shape, first = tuple(int(size) for size in told["shape"]), bool(told["fortran_order"])
    except (ValueError, LookupError, TypeError, EOFError, SyntaxError, MemoryError,
            RecursionError, OverflowError, AttributeError) as error:  # fmt: skip
        raise ArrayError(f"not an array of numbers: {error}") from None
    if kind.hasobject or any(size < 0 for size in shape):
        raise ArrayError("not an array of numbers: it holds Python objects, which are never read")
    return shape, first, kind


def read_npy(file: IO[bytes], size: int) -> Array:
    """Read an NPY file of so many bytes, each of them straight to its place in the array.

    Its header is compared with that size before any room is made.

    Raises
    ------
    ArrayError
        If it is damaged or holds Python objects.
    """
    shape, first, kind = header(file)
    left = size - file.tell()
    if not kind.itemsize or prod(shape) * kind.itemsize != left:
        raise ArrayError("not an array of numbers: its size is not what it says")
    try:
        flat: Array = np.empty(prod(shape), kind)
        # The layout stays: sums run along it, so that another one would round otherwise.
        found = flat.reshape(shape, order="F" if first else "C")
    except (ValueError, TypeError) as error:
        raise ArrayError(f"not an array of numbers: {error}") from None
    room = flat.view(np.uint8).data
    while room:
        part = file.read(min(PIECE, len(room)))
        if not part:
            raise ArrayError("not an array of numbers: it is shorter than it says")
        room[: len(part)] = part
        room = room[len(part) :]
    return found


def unpacked_at_most(packed: int) -> int:
    """Return how many bytes the members of an archive of so many bytes may have together."""
    return packed + min(SMALL + DENSEST * packed, BLOWN_UP)


def zip_in(data: bytes | IO[bytes]) -> zipfile.ZipFile:
    """Open an archive.

    Raises
    ------
    ArrayError
        If it is damaged.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError):
        raise ArrayError("this zip is damaged") from None


def take(archive: zipfile.ZipFile, member: str, largest: int = LARGEST) -> bytes:
    """Return the bytes of one member of an archive, into memory and nowhere else.

    Raises
    ------
    ArrayError
        If it is missing, damaged, too large, or packed so tightly that it must be a bomb.
    """
    with _member(archive, member, largest) as (file, size):
        data = file.read(size)
    if len(data) != size:
        raise ArrayError(f"{member} is damaged: it is shorter than it says")
    return data


def take_array(archive: zipfile.ZipFile, member: str, largest: int = LARGEST) -> Array:
    """Return the array in one member of an archive, which is held in memory but once.

    Raises
    ------
    ArrayError
        If it is missing, damaged, too large, packed so tightly that it must be a bomb, or no
        array of numbers.
    """
    with _member(archive, member, largest) as (file, size):
        try:
            return read_npy(file, size)
        except ArrayError as error:
            raise ArrayError(f"{member} is {error}") from None


@contextmanager
def _member(
    archive: zipfile.ZipFile, member: str, largest: int
) -> Iterator[tuple[IO[bytes], int]]:
    """Open a member of an archive, and tell how many bytes it has."""
    try:
        told = archive.getinfo(member)
    except KeyError:
        raise ArrayError(f"{member} is missing in this zip") from None
    dense = told.file_size > SMALL and told.file_size > DENSEST * max(told.compress_size, 1)
    if told.file_size > largest or dense:
        raise ArrayError(f"{member} is too large to be read")
    try:
        with unpacking(archive, told) as file:
            yield file, told.file_size
    except ArrayError:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error,
            NotImplementedError, KeyError) as error:  # fmt: skip
        raise ArrayError(f"{member} is damaged: {error}") from None


def unpacking(archive: zipfile.ZipFile, told: zipfile.ZipInfo) -> IO[bytes]:
    """Open a member of an archive, to be read in pieces of a size that is asked for.

    Raises
    ------
    ArrayError
        If it is packed in another way than NumPy and this program pack.
    """
    # What a member says of its size may be a lie, and only these two unpack no more than is
    # asked for.
    if told.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArrayError(f"{told.filename} is packed in a way that is not read")
    return archive.open(told)
