"""Frames as an animated GIF: small, with clean colours, and exactly as long as asked for."""

import struct
from typing import IO

import numpy as np
from PIL import Image
from PIL.GifImagePlugin import getdata

from playground.export.palette import Palette
from playground.kernels.array import Array

CLEAR = 255
"""Colour that leaves what the frame before shows."""

LONGEST = 0xFFFF
"""Hundredths of a second that one picture can be told to stay."""


class Gif:
    """A track of frames; those equal to the one before only make it stay longer.

    Only the part that has changed is written. Times are whole hundredths of a second: each frame
    begins at the nearest one, so that no error adds up.

    Parameters
    ----------
    file
        Open for writing.
    fps
        Frames a second.
    """

    def __init__(self, file: IO[bytes], fps: int) -> None:
        self._file, self._fps = file, fps
        self._count = 0
        self._last: Array | None = None
        self._palette: Palette | None = None
        self._held: tuple[Array, tuple[int, int], bytes, int] | None = None

    def add(self, frame: Array) -> None:
        """Append a frame ``(height, width, 3)`` of uint8."""
        begins = self._time(self._count)
        self._count += 1
        if self._last is None:
            self._begin(frame)
            changed = np.ones(frame.shape[:2], bool)
        else:
            changed = (frame != self._last).any(axis=2)
        if not changed.any():
            return
        self._release(begins)
        if self._palette is None or not self._palette.suits(frame):
            self._palette = Palette(frame, CLEAR)
        top, bottom = _span(np.asarray(changed.any(axis=1)))
        left, right = _span(np.asarray(changed.any(axis=0)))
        place = (slice(top, bottom), slice(left, right))
        colors = np.where(changed[place], self._palette.indices(frame[place]), CLEAR)
        self._held = colors.astype(np.uint8), (left, top), self._palette.table, begins
        self._last = frame.copy()

    def end(self) -> None:
        """Write the last picture, which stays to the end of its time."""
        self._release(self._time(self._count))
        self._file.write(b";")

    def _time(self, frame: int) -> int:
        """Return when a frame begins, in hundredths of a second."""
        return (200 * frame + self._fps) // (2 * self._fps)

    def _begin(self, frame: Array) -> None:
        height, width = frame.shape[:2]
        self._file.write(b"GIF89a" + struct.pack("<HHBBB", width, height, 0x70, 0, 0))
        self._file.write(b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")  # again and again

    def _release(self, until: int) -> None:
        if self._held is None:
            return
        colors, corner, table, since = self._held
        left = until - since
        while left > 0:
            lasts = min(left, LONGEST)
            self._write(colors, corner, table, lasts)
            colors, corner, left = np.full((1, 1), CLEAR, np.uint8), (0, 0), left - lasts
        self._held = None

    def _write(self, colors: Array, corner: tuple[int, int], table: bytes, lasts: int) -> None:
        picture = Image.frombytes("P", colors.shape[::-1], np.ascontiguousarray(colors).tobytes())
        picture.putpalette(table)
        parts = getdata(
            picture, corner, duration=10 * lasts, transparency=CLEAR, disposal=1,
            include_color_table=True,
        )  # fmt: skip
        self._file.write(b"".join(parts))


def _span(seen: Array) -> tuple[int, int]:
    """Return the first and one beyond the last place that is true."""
    places = np.flatnonzero(seen)
    return int(places[0]), int(places[-1]) + 1
