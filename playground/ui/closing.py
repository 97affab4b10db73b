"""Ends what belongs to a window when the window closes."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class _Watch(QObject):
    """Acts when a window is hidden by the program, and not by the desktop."""

    def __init__(self, owner: QObject, act: Callable[[], object]) -> None:
        super().__init__(owner)
        self._act = act

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let every event pass."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            self._act()
        return False


def when_closed(owner: QObject, act: Callable[[], object]) -> None:
    """Do something when a window that an object stands in closes, or one over which that stands.

    Parameters
    ----------
    owner
        As long as it lives the windows are watched.
    """
    watch, place = _Watch(owner, act), owner.parent()
    while place is not None:
        if isinstance(place, QWidget) and place.isWindow():
            place.installEventFilter(watch)
        place = place.parent()
