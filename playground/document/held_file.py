"""The file behind a project: held by one window, and remembered as it was last read or written."""

import hashlib
import os
from pathlib import Path

from playground.core.disk import FileError
from playground.document.lock import Lock

Stamp = tuple[int, int, int]


class InUseError(FileError):
    """Another window has this file open."""


class HeldFile:
    """A file that no other window has open, and what it looked like when it was last known.

    Parameters
    ----------
    path
        The file; it need not exist yet.
    folder
        Where the windows of a person tell each other what they hold. Without a usable one nothing
        is held, and everything else works.
    since
        When what is in the window was read from the file or written to it, in seconds since 1970;
        now by default.

    Attributes
    ----------
    path
        The file.

    Raises
    ------
    InUseError
        If another window holds it.
    """

    def __init__(self, path: Path, folder: Path, since: float | None = None) -> None:
        self.path = path
        self._lock: Lock | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(folder / f"file-{key_of(path)}.lock")
        except BlockingIOError:
            raise InUseError(f"{path}: another window has this file open.") from None
        except OSError:
            pass
        self._known = _stamp(path)
        if since is not None and self._known is not None and self._known[0] > since * 1e9:
            self._known = None

    @property
    def changed(self) -> bool:
        """Whether somebody else has written to the file since it was known."""
        now = _stamp(self.path)
        return now is not None and now != self._known

    def learn(self) -> None:
        """Know the file as it is now, as after writing it."""
        self._known = _stamp(self.path)

    def release(self) -> None:
        """Let other windows have it."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def key_of(path: Path) -> str:
    """Return a short name that a file has however its path is written."""
    real = os.path.normcase(os.path.realpath(path))
    return hashlib.sha256(os.fsencode(real)).hexdigest()[:24]


def _stamp(path: Path) -> Stamp | None:
    """Return what changes when a file is written; None where there is none."""
    try:
        told = path.stat()
    except (OSError, ValueError):
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino
