"""Waits for work beside the window, which goes on to be drawn but takes no keys and clicks."""

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

Found = TypeVar("Found")

AT_ONCE = 0.05
"""Seconds for which nobody minds to wait: most work is done by then."""


class _Work(threading.Thread):
    """Calls a function and keeps what came of it."""

    def __init__(self, act: Callable[[], object], tell: Callable[[], object]) -> None:
        super().__init__(name="meanwhile", daemon=True)
        self._act, self._tell = act, tell
        self.found: object = None
        self.raised: BaseException | None = None

    def run(self) -> None:
        try:
            self.found = self._act()
        except BaseException as error:
            self.raised = error
        self._tell()


class _Bell(QObject):
    """Rings in the window's thread.

    Signals
    -------
    rung()
        The work is done.
    """

    rung = Signal()


def meanwhile(act: Callable[[], Found]) -> Found:
    """Return what a function returns, or raise what it raises.

    What takes its time is done while the window goes on to follow its learners; keys and clicks
    come after it.
    """
    loop, bell = QEventLoop(), _Bell()
    bell.rung.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    work = _Work(act, bell.rung.emit)
    work.start()
    work.join(AT_ONCE)
    if work.is_alive():
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        QGuiApplication.restoreOverrideCursor()
        work.join()
    if work.raised is not None:
        raise work.raised
    return work.found  # type: ignore[return-value]
