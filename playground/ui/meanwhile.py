"""Waits for work beside the window, which goes on to be drawn but takes no keys and clicks."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

Found = TypeVar("Found")

AT_ONCE = 0.05
"""Seconds for which nobody minds to wait: most work is done by then."""


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
    with ThreadPoolExecutor(1, "meanwhile") as pool:
        work = pool.submit(act)
        if not wait_for([work], AT_ONCE).done:
            _sit_out(work)
        return work.result()


def _sit_out(work: "Future[Found]") -> None:
    loop, bell = QEventLoop(), _Bell()
    bell.rung.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    work.add_done_callback(lambda _: bell.rung.emit())
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    finally:
        QGuiApplication.restoreOverrideCursor()
