"""Work that tells how far it is and can be called off, beside the window."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

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
        self._answer: Any = None
        self._trouble: str | None = None
        # The thread lets go of what it was given, which may be much, as soon as it has ended.
        self._thread = threading.Thread(
            target=self._run, args=(act,), name="long work", daemon=True
        )
        self._look = every(self, LOOK_MS, self._ask)
        when_closed(self, self.close)

    @property
    def over(self) -> bool:
        """Whether nothing will be told any more."""
        return self._over

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._look.start()

    def wait(self) -> None:
        """Wait for the function to return; what came of it is told a moment later."""
        if self._thread.is_alive():
            self._thread.join()

    def cancel(self) -> None:
        """Call it off; it ends when the function next tells how far it is, and tells no answer."""
        self._off = True

    def close(self) -> None:
        """Call it off and wait for its end; nothing is told."""
        self._off = True
        self.wait()
        self._end()

    def _run(self, act: Callable[[Progress], object]) -> None:
        try:
            self._answer = act(self._note)
        except Cancelled:
            self._trouble = ""
        except (FileError, ExportError, CompileError) as error:
            self._trouble = str(error)
        except MemoryError:
            self._trouble = "there is not enough memory"
        except Exception as error:  # what nobody foresaw is told too, and kept in the log
            LOG.exception("long work failed")
            self._trouble = f"something went wrong: {error}"

    def _note(self, share: float) -> None:
        if self._off:
            raise Cancelled
        self._share = min(share, 1.0)

    def _ask(self) -> None:
        """Look from the window's thread how far it is."""
        if self._thread.is_alive():
            self.progressed.emit(self._share)
            return
        self._thread.join()
        answer = self._end()
        if self._trouble is None and not self._off:
            self.done.emit(answer)
        else:
            self.failed.emit(self._trouble or "")

    def _end(self) -> Any:
        """Return the answer, and hold nothing any more."""
        answer, self._answer = self._answer, None
        if not self._over:
            self._over = True
            self._look.stop()
            self.deleteLater()
        return answer
