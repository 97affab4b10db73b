"""Whole files, read and written: atomic, durable, and with errors in words."""

import contextlib
import errno
import glob
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

LARGEST = 8 * 2**30
"""Bytes of the largest file that is read at all."""

AN_HOUR = 3600.0


class FileError(Exception):
    """A file could not be read or written; the message is one line that names it."""


def read_whole(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    FileError
        If there is no such file, it cannot be read, or it is larger than `largest` bytes.
    """
    with reading(path, largest) as file:
        return file.read(largest)


@contextlib.contextmanager
def reading(path: Path, largest: int = LARGEST) -> Iterator[IO[bytes]]:
    """Open a file to be read in pieces.

    Raises
    ------
    FileError
        If there is no such file, it cannot be read, or it is larger than `largest` bytes.
    """
    try:
        told = path.stat()
    except OSError as error:
        raise FileError(f"{path}: {_words(error)}") from None
    except ValueError:
        raise FileError(f"{str(path)!r}: this is not the name of a file.") from None
    if stat.S_ISDIR(told.st_mode):
        raise FileError(f"{path}: this is a folder, not a file.")
    # Pipes and devices may never end, or never begin.
    if not stat.S_ISREG(told.st_mode):
        raise FileError(f"{path}: this is neither a file nor a folder.")
    if told.st_size > largest:
        size = f"{told.st_size / 2**20:.0f} MB"
        raise FileError(f"{path}: with {size} this is too large to be read.")
    try:
        with open(path, "rb") as file:
            yield file
    except OSError as error:
        raise FileError(f"{path}: {_words(error)}") from None


def write_atomic(path: Path, data: bytes, durable: bool = True) -> None:
    """Write a file so that at every moment it holds the old bytes or the new ones.

    Parameters
    ----------
    durable
        Whether to wait until the bytes would survive a power cut.

    Raises
    ------
    FileError
        If it cannot be written; what was there before is still there.
    """
    write_atomic_by(path, lambda file: file.write(data), durable)


def write_atomic_by(
    path: Path, write: Callable[[IO[bytes]], object], durable: bool = True
) -> None:
    """Write a file like `write_atomic`, by a function that is given it open for writing.

    Raises
    ------
    FileError
        If it cannot be written; what was there before is still there.
    """
    try:
        with contextlib.suppress(OSError):
            os.lstat(path)
    except ValueError:
        raise FileError(f"{str(path)!r}: this is not the name of a file.") from None
    try:
        _replace(Path(os.path.realpath(path)), write, durable)
    except OSError as error:
        raise FileError(f"{path}: it was not saved: {_words(error)}") from None


def _replace(path: Path, write: Callable[[IO[bytes]], object], durable: bool) -> None:
    mode = _mode(path)
    if durable:
        _sweep(path)
    part = path.with_name(f".{path.name[:60]}.{secrets.token_hex(6)}.part")
    try:
        with open(part, "xb") as file:
            write(file)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        if mode is not None:
            part.chmod(mode)
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    if durable:
        _keep_name(path.parent)


def _sweep(path: Path) -> None:
    """Remove what writings of this file have left that were ended from outside."""
    with contextlib.suppress(OSError):
        for torn in path.parent.glob(f".{glob.escape(path.name[:60])}.*.part"):
            if time.time() - torn.stat().st_mtime > AN_HOUR:
                torn.unlink()


def _mode(path: Path) -> int | None:
    """Return the permissions to keep; refuses a file that is read-only."""
    if not path.exists():
        return None
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "is read-only")
    return stat.S_IMODE(path.stat().st_mode)


def _keep_name(folder: Path) -> None:
    """Make a renaming durable where the system lets a folder be synchronised."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _words(error: OSError) -> str:
    known = {
        errno.ENOENT: "there is no such file or folder.",
        errno.EISDIR: "this is a folder, not a file.",
        errno.ENOTDIR: "part of this path is a file, not a folder.",
        errno.EACCES: "you are not allowed to; the file or its folder is protected.",
        errno.EPERM: "you are not allowed to; the file or its folder is protected.",
        errno.EROFS: "the folder is read-only.",
        errno.ENOSPC: "the disk is full.",
        errno.EDQUOT: "your share of the disk is full.",
        errno.ENAMETOOLONG: "the name is too long.",
    }
    return known.get(error.errno or 0, f"{error.strerror or error}.")
