"""A lock file that the system gives up when its process ends, however it ends."""

import contextlib
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
        self._file = path.open("ab")
        try:
            _seize(self._file)
        except OSError as error:
            self._file.close()
            raise BlockingIOError(error.errno, "locked by another holder") from None

    def release(self, remove: bool = True) -> None:
        """Give the lock up, and remove its file."""
        self._file.close()
        if remove:
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)


def held(path: Path) -> bool:
    """Say whether somebody holds the lock of a file."""
    if not path.exists():
        return False
    try:
        Lock(path).release(remove=False)
    except OSError:
        return True
    return False
