"""A lock file that the system gives up when its process ends, however it ends."""

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _seize(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """A file that one holder at a time can have locked.

    Raises
    ------
    BlockingIOError
        If another holder has it.
    OSError
        If the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = _locked(path)
        while not _is_at(self._file, path):
            # Its last holder removed it between our opening and our locking it.
            self._file.close()
            self._file = _locked(path)

    def release(self, remove: bool = True) -> None:
        """Give the lock up, and remove its file."""
        held = not self._file.closed
        if sys.platform == "win32":
            self._file.close()
        # Removed while it is still held, where a system lets that be: nobody can lock a file that
        # is about to vanish and believe it to be the one.
        if remove and held:
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)
        self._file.close()


def _locked(path: Path) -> IO[bytes]:
    file = path.open("ab")
    try:
        _seize(file)
    except OSError as error:
        file.close()
        raise BlockingIOError(error.errno, "locked by another holder") from None
    return file


def _is_at(file: IO[bytes], path: Path) -> bool:
    if sys.platform == "win32":
        return True
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(file.fileno()), there)


def held(path: Path) -> bool:
    """Say whether somebody holds the lock of a file."""
    if not path.exists():
        return False
    try:
        Lock(path).release(remove=False)
    except OSError:
        return True
    return False
