"""The mouse over a picture while a tool is chosen."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from playground.ui.plots.painting.ring import Ring

NOTCH = 120
"""What a wheel tells for one notch."""


class PaintHand(QObject):
    """Watches the mouse over a picture and keeps it from the picture while it is armed.

    Parameters
    ----------
    ground
        The picture: a plane, or the chart of a curve; the hand dies with it.

    Attributes
    ----------
    armed
        Whether there is a tool in the hand.
    ring
        Shows how far it reaches.

    Signals
    -------
    began(QPointF, bool), moved(QPointF), ended()
        The button is pressed at a pixel, with or without Alt; moved while it is held; let go.
    hovered(object)
        The pixel under the cursor, or None.
    sized(float)
        The tool is to grow by so many notches of the wheel.
    """

    began = Signal(QPointF, bool)
    moved = Signal(QPointF)
    ended = Signal()
    hovered = Signal(object)
    sized = Signal(float)

    def __init__(self, ground: Any) -> None:
        super().__init__(ground)
        self.ground, self.ring = ground, Ring(ground)
        self.armed = self._held = False
        ground.setMouseTracking(True)
        ground.installEventFilter(self)

    def arm(self, armed: bool) -> None:
        """Take a tool into the hand, or put it away."""
        if armed == self.armed:
            return
        self.armed = armed
        if armed:
            self.ground.setCursor(Qt.CursorShape.BlankCursor)
        else:
            self.ground.unsetCursor()
            self._let_go()
            self.hovered.emit(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take what the mouse does, as long as there is a tool in the hand."""
        if not self.armed:
            return False
        kind = event.type()
        if kind in (QEvent.Type.Leave, QEvent.Type.Hide):
            if kind == QEvent.Type.Hide:
                self._let_go()
            self.hovered.emit(None)
            return False
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        return isinstance(event, QMouseEvent) and self.ground.ready and self._mouse(event)

    def _mouse(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            if event.button() != Qt.MouseButton.LeftButton:
                return False
            self._held = True
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.began.emit(event.position(), alt)
            return True
        if kind == QEvent.Type.MouseMove:
            self.hovered.emit(event.position())
            if self._held:
                self.moved.emit(event.position())
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._held:
            self._let_go()
            return True
        return False

    def _wheel(self, event: QWheelEvent) -> bool:
        """Grow or shrink the tool where Ctrl is held."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self.sized.emit(event.angleDelta().y() / NOTCH)
        return True

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self.ended.emit()
