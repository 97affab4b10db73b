"""Frames as H.264 in an MP4 file, as any player and any browser shows it."""

from fractions import Fraction
from typing import IO, Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from playground.kernels.array import Array

QUALITY = {"crf": "17", "preset": "veryfast"}
"""Flat colours and thin lines stay clean at this."""

BT709 = 1
"""Number of the colour standard that players expect of such pictures."""


class Mp4:
    """A track of frames that all count: as many are in the file as were added.

    Sizes are made even by repeating the last row and column, as 4:2:0 colour asks for.

    Parameters
    ----------
    file
        Open for writing; it can be sought in.
    fps
        Frames a second.
    """

    def __init__(self, file: IO[bytes], fps: int) -> None:
        self._container = av.open(file, "w", format="mp4")
        self._fps, self._count = fps, 0
        self._stream: Any = None

    def add(self, frame: Array) -> None:
        """Append a frame ``(height, width, 3)`` of uint8."""
        height, width = frame.shape[:2]
        even = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        if self._stream is None:
            self._stream = self._begin(even.shape[1], even.shape[0])
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(even), format="rgb24")
        shown = picture.reformat(
            format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        shown.pts, shown.time_base = self._count, Fraction(1, self._fps)
        self._count += 1
        self._container.mux(self._stream.encode(shown))

    def end(self) -> None:
        """Write what the encoder still holds, and the index."""
        if self._stream is not None:
            self._container.mux(self._stream.encode(None))
        self._container.close()

    def _begin(self, width: int, height: int) -> Any:
        stream = self._container.add_stream("libx264", rate=self._fps, options=dict(QUALITY))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, self._fps)
        context.color_range = ColorRange.MPEG
        context.colorspace = context.color_primaries = context.color_trc = BT709
        return stream
