"""Something that is done apart from the window, which goes on meanwhile."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from playground.core.disk import FileError
from playground.export.error import ExportError
from playground.runtime.blueprints import CompileError
from playground.ui.crash import LOG
from playground.ui.timers import every

LOOK_MS = 15


class Errand(QObject):
    """Runs a function in a thread of its own and tells, in the window's, what came of it.

    Parameters
    ----------
    act
        Touches nothing of the window.

    Signals
    -------
    done(object)
        What the function returned.
    failed(str)
        Why it returned nothing, in words.
    """

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, act: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act
        self._found: Any = None
        self._trouble = ""
        self._thread = threading.Thread(target=self._run, name="errand", daemon=True)
        self._look = every(self, LOOK_MS, self._ask)

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._look.start()

    def wait(self) -> None:
        """Wait until the function has returned; what came of it is told a moment later."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._found = self._act()
        except (ExportError, FileError, CompileError) as error:
            self._trouble = str(error)
        except MemoryError:
            self._trouble = "there is not enough memory"
        except Exception as error:  # what nobody foresaw is told too, and kept in the log
            LOG.exception("an errand failed")
            self._trouble = f"something went wrong: {error}"

    def _ask(self) -> None:
        """Look whether the function has returned."""
        if self._thread.is_alive():
            return
        self._look.stop()
        if self._trouble:
            self.failed.emit(self._trouble)
        else:
            self.done.emit(self._found)
