"""Marks samples of a plot: a loop drawn around them, or a click on one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

MOVED = 4.0


class Lasso(QObject):
    """Lets a loop be drawn over a widget.

    Parameters
    ----------
    widget
        Receives mouse and keys; the lasso is its event filter and dies with it.
    drawing
        Called with the loop so far, and with an empty one when it is done.
    closed
        Called with the loop, or with the one place of a click; an empty one clears (Esc).

    Attributes
    ----------
    needs_shift
        Whether a loop needs the Shift key, because dragging does something else.
    """

    def __init__(
        self,
        widget: QWidget,
        drawing: Callable[[list[QPointF]], object],
        closed: Callable[[list[QPointF]], object],
    ) -> None:
        super().__init__(widget)
        self.needs_shift = False
        self._drawing, self._closed = drawing, closed
        self._loop: list[QPointF] = []
        self._loops = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the events that draw a loop; all others go on to the widget."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._end([])
                return True
            return False
        if not isinstance(event, QMouseEvent):
            return False
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._loops = shift or not self.needs_shift
            self._loop = [event.position()]
            return self._loops
        if not self._loop:
            return False
        if kind == QEvent.Type.MouseMove:
            self._loop.append(event.position())
            if self._loops:
                self._drawing(self._loop)
        elif kind == QEvent.Type.MouseButtonRelease:
            return self._release()
        return self._loops

    def _release(self) -> bool:
        start, loops = self._loop[0], self._loops
        still = all((p - start).manhattanLength() < MOVED for p in self._loop)
        found = [start] if still else self._loop
        if still or loops:
            self._end(found)
        self._loop = []
        return loops

    def _end(self, loop: list[QPointF]) -> None:
        self._loop, self._loops = [], False
        self._drawing([])
        self._closed(loop)
