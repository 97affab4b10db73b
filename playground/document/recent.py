"""The projects that were open last, with a small picture of each."""

import contextlib
import time
from pathlib import Path

import msgspec

from playground.core.disk import FileError, read_whole, write_atomic
from playground.core.folders import folder
from playground.document.held_file import key_of
from playground.document.set_aside import set_aside

MOST = 24
LARGEST_LIST, LARGEST_PICTURE = 2**22, 2**23


class Recent(msgspec.Struct, frozen=True):
    """A project file that was opened or saved.

    Attributes
    ----------
    path
        Where it was then.
    title
        What the project was called.
    when
        Time of it, in seconds since 1970.
    """

    path: str
    title: str = ""
    when: float = 0.0

    @property
    def file(self) -> Path:
        """The file, which may be missing by now."""
        return Path(self.path)

    @property
    def missing(self) -> bool:
        """Whether the file is not where it was."""
        try:
            return not self.file.is_file()
        except (OSError, ValueError):
            return True


def recent() -> list[Recent]:
    """Return the projects opened or saved last, newest first; a damaged list is set aside."""
    place = _list()
    if not place.exists():
        return []
    try:
        return msgspec.json.decode(read_whole(place, LARGEST_LIST), type=list[Recent])
    except (FileError, msgspec.MsgspecError, UnicodeError, RecursionError):
        with contextlib.suppress(FileError):
            set_aside(place)
        return []


def remember(path: Path, title: str, picture: bytes | None = None) -> None:
    """Put a project file first among the recent ones; what cannot be kept is let go.

    Parameters
    ----------
    picture
        Bytes of a PNG; None leaves the one there is.
    """
    with contextlib.suppress(OSError, FileError):
        path = path.resolve()
        others = [one for one in recent() if one.file != path]
        kept = [Recent(str(path), title, time.time()), *others]
        for one in kept[MOST:]:
            _drop(_picture(one.file))
        _write(kept[:MOST])
        if picture:
            keep_picture(path, picture)


def keep_picture(path: Path, picture: bytes) -> None:
    """Keep another picture of a recent project, as it looked when it was left."""
    with contextlib.suppress(FileError):
        write_atomic(_picture(path), picture, durable=False)


def forget(path: Path) -> None:
    """Take a project file from the list; the file itself stays."""
    _write([one for one in recent() if one.file != path])
    _drop(_picture(path))


def forget_all() -> None:
    """Empty the list; the files themselves stay."""
    for one in recent():
        _drop(_picture(one.file))
    _drop(_list())


def picture_of(path: Path) -> bytes | None:
    """Return the picture of a recent project, or None."""
    try:
        return read_whole(_picture(path), LARGEST_PICTURE)
    except FileError:
        return None


def _list() -> Path:
    return folder("config") / "recent.json"


def _picture(path: Path) -> Path:
    return folder("thumbnails") / f"{key_of(path)}.png"


def _drop(place: Path) -> None:
    with contextlib.suppress(OSError):
        place.unlink(missing_ok=True)


def _write(kept: list[Recent]) -> None:
    with contextlib.suppress(FileError):
        write_atomic(_list(), msgspec.json.format(msgspec.json.encode(kept)), durable=False)
