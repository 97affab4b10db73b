"""A plane whose every place can be asked about."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.ui.plots.decisions.plane_view import PlaneView


class AskingView(PlaneView):
    """Paints a plane and tells which place of it is under the cursor.

    Signals
    -------
    pointed(object)
        The place (x, y) of the plane under the cursor, or None when it leaves.
    """

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda x, y: "", parent)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the place under the cursor."""
        super().mouseMoveEvent(event)
        if self.ready:
            self.pointed.emit(self.place_at(event.position()))

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Tell that the cursor has left."""
        super().leaveEvent(event)
        self.pointed.emit(None)
