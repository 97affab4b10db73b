"""Encodes frames beside the window, which never waits for it."""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

from playground.core.disk import FileError
from playground.export.error import ExportError
from playground.export.video import refusal, write_film
from playground.kernels.array import Array

WAITING = 3
"""Frames that may wait for their turn."""


class LeftError(Exception):
    """The film is not wanted any more."""


class Writing:
    """A film that is written by a thread of its own.

    Parameters
    ----------
    path, fps
        See `write_film`.

    Attributes
    ----------
    error
        Why there will be no film, in words, or "".

    Raises
    ------
    ExportError
        If no such film can be written.
    """

    def __init__(self, path: str | Path, fps: int) -> None:
        reason = refusal(path, fps)
        if reason:
            raise ExportError(reason)
        self._path, self._fps = path, fps
        self._frames: queue.Queue[Array | None] = queue.Queue(WAITING)
        self._left = False
        self.error = ""
        self._thread = threading.Thread(target=self._run, name="film", daemon=True)
        self._thread.start()

    @property
    def free(self) -> bool:
        """Whether another frame can be taken."""
        return not self._frames.full()

    @property
    def over(self) -> bool:
        """Whether there is nothing more to do."""
        return not self._thread.is_alive()

    def add(self, frame: Array) -> None:
        """Append a frame; waits where it is not free."""
        self._frames.put(frame)

    def finish(self) -> None:
        """Write the file once all frames are encoded."""
        self._frames.put(None)

    def abandon(self) -> None:
        """Leave no file, as soon as the frame at hand is encoded."""
        self._left = True
        while not self._frames.empty():
            try:
                self._frames.get_nowait()
            except queue.Empty:
                break
        self._frames.put(None)

    def _run(self) -> None:
        try:
            write_film(self._path, self._fps, self._taken())
            return
        except LeftError:
            return
        except (ExportError, FileError) as error:
            self.error = str(error)
        except Exception as error:  # what an encoder dislikes is told, not left to a thread
            self.error = f"{self._path}: the film was not saved ({error})."
        self._drain()

    def _taken(self) -> Iterator[Array]:
        while (frame := self._frames.get()) is not None and not self._left:
            yield frame
        if self._left:
            raise LeftError

    def _drain(self) -> None:
        """Let nobody wait for a place that does not come."""
        while not self._left and self._frames.get() is not None:
            pass
