"""Leaves Ctrl+Z to the project where a line of text has nothing of its own to take back."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

TURNS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Undoing(QObject):
    """Watches the keys of a line of text.

    A line claims the keys of undo and redo as long as the cursor is in it, and forgets its past
    when what was typed has been taken over: then they would do nothing.

    Parameters
    ----------
    line
        The line; it keeps the watcher alive.
    """

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let undo and redo pass to the window unless something has been typed."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if self._line.isModified() or not any(event.matches(turn) for turn in TURNS):
            return False
        event.ignore()
        return True
