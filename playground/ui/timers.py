"""Timers that belong to an object and stop with it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def every(parent: QObject, ms: int, act: Callable[[], object]) -> QTimer:
    """Return a timer, not yet started, that calls `act` again and again."""
    timer = QTimer(parent)
    timer.setInterval(ms)
    timer.timeout.connect(act)
    return timer


def after(parent: QObject, ms: int, act: Callable[[], object]) -> QTimer:
    """Return a timer, not yet started, that calls `act` once, that long after its last start."""
    timer = every(parent, ms, act)
    timer.setSingleShot(True)
    return timer
