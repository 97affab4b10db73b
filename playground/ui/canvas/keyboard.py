"""Keys of the canvas, and what follows when it is resized, shown or hidden."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from playground.ui.canvas import geometry as g
from playground.ui.canvas.afterlife import is_left_behind

ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Keyboard(QObject):
    """Handles the view's own events: Esc gives up, arrows nudge, Tab opens the block menu.

    Parameters
    ----------
    view
        The canvas.
    resized, seen
        Called after the view got another size, and when it is shown or hidden.
    """

    def __init__(self, view: Any, resized: Callable[[], None], seen: Callable[[], None]) -> None:
        super().__init__(view)
        self._view, self._resized, self._seen = view, resized, seen
        self._nudges = 0
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the canvas; leave all else to the view."""
        if is_left_behind(self):
            return False
        kind = event.type()
        if watched is not self._view:
            if kind == QEvent.Type.Resize:
                self._resized()
            return False
        if kind == QEvent.Type.KeyPress:
            return self._press(event)
        if kind == QEvent.Type.ShortcutOverride and event.key() in ARROWS:
            event.accept()
        elif kind == QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self._nudges += 1
        elif kind in (QEvent.Type.Show, QEvent.Type.Hide):
            self._seen()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        scene, key = self._view.scene(), event.key()
        if key == Qt.Key.Key_Escape:
            if not (self._view.pointer.cancel() or self._view.neurons.press(key)):
                scene.select(())
            return True
        if not event.modifiers() and self._view.neurons.press(key):
            return True
        if key in ARROWS and not event.modifiers() & ~SHIFT & ~Qt.KeyboardModifier.KeypadModifier:
            step = 1.0 if event.modifiers() & SHIFT else g.GRID
            dx, dy = ARROWS[key]
            if scene.selected_ids():
                self._view.editing.nudge(dx * step, dy * step, self._nudges)
            else:
                self._view.pan(-4 * dx * step, -4 * dy * step)
            return True
        if key == Qt.Key.Key_Tab and not event.modifiers():
            self._view.open_menu()
            return True
        return False
