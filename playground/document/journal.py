"""The autosave: every edit is kept beside the project, and offered again after a crash."""

import contextlib
import hashlib
import re
import secrets
import time
from pathlib import Path

import msgspec

from playground.core.disk import FileError, read_whole, write_atomic
from playground.document.lock import Lock, held
from playground.document.migrations import NewerError
from playground.document.project import Project
from playground.document.set_aside import ENDING, set_aside
from playground.document.text import LARGEST, dumps, loads
from playground.tables.table import HASH

AN_HOUR = 3600.0

LARGEST_ENTRY = 2 * LARGEST
"""Bytes of the largest entry that is read: the text of a project, with its quotes marked."""


class Recovered(msgspec.Struct, frozen=True):
    """What a window that ended unexpectedly left.

    Attributes
    ----------
    project
        The project after its last edit.
    path
        File it was opened from or saved to, or None.
    when
        Time of the last edit, in seconds since 1970.
    entry
        File of the journal, for `discard`.
    """

    project: Project
    path: str | None
    when: float
    entry: Path


class _Entry(msgspec.Struct):
    """The project as text, with a sum by which a damaged entry is known."""

    project: str
    path: str | None
    when: float
    sum: str

    def summed(self) -> str:
        told = f"{self.path}\n{self.when!r}\n{self.project}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


class Journal:
    """Keeps the present project of one window in a folder, until it is closed.

    Every window has an entry of its own, and a lock that ends with its process. Without a usable
    folder nothing is kept, and `problem` says why.

    Parameters
    ----------
    folder
        Made when it does not exist.

    Attributes
    ----------
    problem
        Why the last edit could not be kept, or None.
    """

    def __init__(self, folder: str | Path) -> None:
        self.problem: str | None = None
        self._entry = Path(folder) / f"journal-{secrets.token_hex(8)}.json"
        self._lock: Lock | None = None
        try:
            self._entry.parent.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(_lock_of(self._entry))
        except OSError as error:
            self.problem = f"{folder}: edits cannot be kept here: {error.strerror or error}."

    def write(self, project: Project, path: str | Path | None = None) -> bool:
        """Keep a project; says whether it worked.

        Parameters
        ----------
        path
            File the project belongs to.
        """
        if self._lock is None:
            return False
        try:
            entry = _Entry(dumps(project), None if path is None else str(path), time.time(), "")
            entry.sum = entry.summed()
            # A crash of the program does not need what a power cut needs: waiting for the disk.
            write_atomic(self._entry, msgspec.json.encode(entry), durable=False)
        except (FileError, ValueError) as error:
            self.problem = str(error)
            return False
        self.problem = None
        return True

    def forget(self) -> None:
        """Drop what is kept, as after a save; later edits are kept again."""
        with contextlib.suppress(OSError):
            self._entry.unlink(missing_ok=True)

    def close(self) -> None:
        """Drop what is kept and end the journal, as when the window closes in order."""
        self.forget()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def recovered(folder: str | Path) -> list[Recovered]:
    """Return what windows that ended unexpectedly left in a folder, the newest first.

    Entries that are damaged are set aside, see `damaged`; those of a newer version of the program
    wait for it.
    """
    found = []
    with contextlib.suppress(OSError):
        for entry in Path(folder).glob("journal-*.json"):
            if held(_lock_of(entry)):
                continue
            try:
                found.append(_read(entry))
            except NewerError:
                continue
            except (FileError, msgspec.MsgspecError, UnicodeError, RecursionError):
                with contextlib.suppress(FileError):
                    set_aside(entry)
        _sweep(Path(folder))
    return sorted(found, key=lambda one: one.when, reverse=True)


def damaged(folder: str | Path) -> list[Path]:
    """Return the entries of a folder that were set aside, the newest first."""
    with contextlib.suppress(OSError):
        found = Path(folder).glob(f"journal-*{ENDING}")
        return sorted(found, key=lambda path: path.lstat().st_mtime, reverse=True)
    return []


def tables_named(folder: str | Path) -> set[str]:
    """Return the hashes of all tables that the entries of a folder name, damaged ones too."""
    found: set[str] = set()
    with contextlib.suppress(OSError):
        for entry in Path(folder).glob("journal-*.json*"):
            with contextlib.suppress(FileError):
                text = read_whole(entry).decode("ascii", "replace")
                found.update(re.findall(rf"\b[0-9a-f]{{{HASH}}}\b", text))
    return found


def _sweep(folder: Path) -> None:
    """Drop what windows that were ended from outside have left and nobody needs."""
    for torn in folder.glob(".journal-*.part"):
        if _old(torn):
            torn.unlink(missing_ok=True)
    locks = [*folder.glob("journal-*.lock"), *folder.glob("file-*.lock")]
    for lock in locks:
        # A window that is just starting has made its lock but may not hold it yet.
        if _old(lock) and not lock.with_suffix(".json").exists() and not held(lock):
            lock.unlink(missing_ok=True)


def _old(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > AN_HOUR


def discard(left: Recovered) -> None:
    """Drop what a window left, once it is recovered or not wanted."""
    for path in (left.entry, _lock_of(left.entry)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _read(entry: Path) -> Recovered:
    told = msgspec.json.decode(read_whole(entry, LARGEST_ENTRY), type=_Entry)
    if told.sum != told.summed():
        raise FileError(f"{entry}: this is damaged.")
    return Recovered(loads(told.project, str(entry)), told.path, told.when, entry)


def _lock_of(entry: Path) -> Path:
    return entry.with_suffix(".lock")
