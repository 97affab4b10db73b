"""Waits for work beside the window, which goes on to be drawn but takes no keys and clicks."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from playground.core.aside import Aside

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


def waiting() -> bool:
    """Say whether somebody waits just now: what is dropped then must not begin something else."""
    return QGuiApplication.overrideCursor() is not None


def meanwhile(act: Callable[[], Found]) -> Found:
    """Return what a function returns, or raise what it raises.

    What takes its time is done while the window goes on to follow its learners; keys and clicks
    come after it.
    """
    loop, bell = QEventLoop(), _Bell()
    bell.rung.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    work = Aside(act, bell.rung.emit)
    work.join(AT_ONCE)
    if work.is_alive():
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        QGuiApplication.restoreOverrideCursor()
    return work.answer()
