"""Pictures one after the other as a file that plays: MP4 or GIF."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Protocol

from playground.core.disk import write_atomic_by
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


def write_film(path: str | Path, fps: int, frames: Iterable[Array]) -> None:
    """Write a film of frames ``(height, width, 3)`` of uint8, all of one size.

    The file appears once it is whole; where the frames break off by an error, what was there
    before stays.

    Parameters
    ----------
    path
        Ends in one of `ENDINGS`.
    fps
        Frames a second.
    frames
        May come as slowly as they are made.

    Raises
    ------
    ExportError
        In words, if no such film can be written.
    FileError
        If the file cannot be written.
    ValueError
        If a frame has another size than those before.
    """
    reason = refusal(path, fps)
    if reason:
        raise ExportError(reason)
    place = Path(path)

    def encode(file: IO[bytes]) -> None:
        track, shape = _track(place.suffix.lower(), file, fps), None
        for frame in frames:
            if shape not in (None, frame.shape):
                raise ValueError(f"a frame of {frame.shape} in a film of {shape}")
            shape = frame.shape
            track.add(frame)
        track.end()

    write_atomic_by(place, encode)


def _track(ending: str, file: IO[bytes], fps: int) -> Track:
    # Each needs a package of its own, which may be missing.
    if ending == ".gif":
        from playground.export.gif import Gif

        return Gif(file, fps)
    from playground.export.mp4 import Mp4

    return Mp4(file, fps)
