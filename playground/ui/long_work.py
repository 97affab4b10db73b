"""Work that tells how far it is and can be called off, beside the window."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from playground.core.aside import Aside
from playground.core.disk import FileError
from playground.core.progress import Cancelled, Progress
from playground.export.error import ExportError
from playground.runtime.blueprints import CompileError
from playground.ui.closing import when_closed
from playground.ui.crash import LOG
from playground.ui.timers import every

LOOK_MS = 25


class LongWork(QObject):
    """Runs one function; its answer, or why there is none, comes as a signal, and it is gone.

    It is closed with the window that its parent is in.

    Parameters
    ----------
    act
        Tells the share that is done; where it does so after it was called off, it ends there.

    Signals
    -------
    progressed(float)
        The share that is done.
    done(object)
        What the function returned.
    failed(str)
        Why it could not, in words; "" where it was called off.
    """

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, act: Callable[[Progress], object], parent: QObject) -> None:
        super().__init__(parent)
        self._share, self._off, self._over = 0.0, False, False
        self._act: Callable[[Progress], object] | None = act
        self._work: Aside[object] | None = None
        self._look = every(self, LOOK_MS, self._ask)
        when_closed(self, self.close)

    @property
    def over(self) -> bool:
        """Whether nothing will be told any more."""
        return self._over

    def start(self) -> None:
        """Begin."""
        act, self._act = self._act, None
        assert act is not None, "work is begun once"
        self._work = Aside(partial(act, self._note))
        self._look.start()

    def wait(self) -> None:
        """Wait for the function to return; what came of it is told a moment later."""
        if self._work is not None:
            self._work.join()

    def cancel(self) -> None:
        """Call it off; it ends when the function next tells how far it is, and tells no answer."""
        self._off = True

    def close(self) -> None:
        """Call it off and wait for its end; nothing is told."""
        self._off = True
        self.wait()
        self._end()

    def _note(self, share: float) -> None:
        if self._off:
            raise Cancelled
        self._share = min(share, 1.0)

    def _ask(self) -> None:
        """Look from the window's thread how far it is."""
        work = self._work
        assert work is not None
        if work.is_alive():
            self.progressed.emit(self._share)
            return
        self._end()
        try:
            answer = work.answer()
        except Exception as error:
            self.failed.emit(_in_words(error))
            return
        if self._off:
            self.failed.emit("")
        else:
            self.done.emit(answer)

    def _end(self) -> None:
        """Hold nothing any more."""
        self._act = self._work = None
        if not self._over:
            self._over = True
            self._look.stop()
            self.deleteLater()


def _in_words(error: Exception) -> str:
    """Return why work has failed; what nobody foresaw is told too, and kept in the log."""
    if isinstance(error, Cancelled):
        return ""
    if isinstance(error, FileError | ExportError | CompileError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    LOG.error("long work failed", exc_info=error)
    return f"something went wrong: {error}"
