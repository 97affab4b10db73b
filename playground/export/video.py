"""Pictures one after the other as a file that plays: MP4 or GIF."""

import contextlib
import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Protocol

from playground.core.disk import FileError
from playground.export.error import ExportError
from playground.kernels.array import Array

ENDINGS = (".mp4", ".gif")
"""What the name of a film may end in."""

FASTEST = {".mp4": 120, ".gif": 50}
"""Frames a second at most: what shows a GIF slows down those that come faster."""

_NEEDS = {".mp4": ("av", "MP4 films"), ".gif": ("PIL", "GIF films")}


class Track(Protocol):
    """What encodes frames into an open file."""

    def add(self, frame: Array) -> None:
        """Append a frame ``(height, width, 3)`` of uint8."""

    def end(self) -> None:
        """Write what is still missing."""


def refusal(path: str | Path, fps: int) -> str:
    """Say why no film can be written to a file at so many frames a second, or nothing."""
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        return f"{path}: a film is written to files that end in {', '.join(ENDINGS)}"
    package, films = _NEEDS[ending]
    if find_spec(package) is None:
        return f'{films} need one more package: pip install "nn-playground[export]"'
    if not 1 <= fps <= FASTEST[ending]:
        return f"{films} have 1 to {FASTEST[ending]} frames a second, not {fps}"
    return ""


class Film:
    """A film that is being written; the file appears once it is whole.

    Parameters
    ----------
    path
        Ends in one of `ENDINGS`.
    fps
        Frames a second.

    Attributes
    ----------
    frames
        How many have been added.

    Raises
    ------
    ExportError
        In words, if no such film can be written.
    FileError
        If the file cannot be written.
    """

    def __init__(self, path: str | Path, fps: int) -> None:
        reason = refusal(path, fps)
        if reason:
            raise ExportError(reason)
        self.path, self.fps, self.frames = Path(path), fps, 0
        self._shape: tuple[int, ...] | None = None
        if self.path.exists() and not os.access(self.path, os.W_OK):
            raise FileError(f"{self.path}: the file is protected.")
        self._part = self.path.with_name(f".{self.path.stem[:60]}.{secrets.token_hex(6)}.part")
        try:
            self._file = open(self._part, "xb")  # noqa: SIM115 - closed by close or abandon
        except OSError as error:
            raise FileError(f"{self.path}: the film cannot be written here ({error.strerror})."
                            ) from None  # fmt: skip
        self._track = _track(self.path.suffix.lower(), self._file, fps)

    def add(self, frame: Array) -> None:
        """Append a frame ``(height, width, 3)`` of uint8; all of a film have one size.

        Raises
        ------
        ValueError
            If it has another size than those before.
        """
        if self._shape not in (None, frame.shape):
            raise ValueError(f"a frame of {frame.shape} in a film of {self._shape}")
        self._shape = frame.shape
        self._track.add(frame)
        self.frames += 1

    def close(self) -> None:
        """Finish the file and put it in its place.

        Raises
        ------
        FileError
            If it cannot be written.
        """
        try:
            self._track.end()
            self._file.close()
            os.replace(self._part, self.path)
        except OSError as error:
            self.abandon()
            raise FileError(f"{self.path}: the film was not saved: {error.strerror}.") from None

    def abandon(self) -> None:
        """Leave nothing of it behind; a file that was there before stays."""
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._part.unlink()


def _track(ending: str, file: IO[bytes], fps: int) -> Track:
    # Each needs a package of its own, which may be missing.
    if ending == ".gif":
        from playground.export.gif import Gif

        return Gif(file, fps)
    from playground.export.mp4 import Mp4

    return Mp4(file, fps)
