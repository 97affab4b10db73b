"""Blocks dragged from the palette onto the canvas."""

from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from playground.document.project import Wire
from playground.ui.canvas import geometry as g
from playground.ui.canvas.gestures import point_at_wire

MIME = "application/x-playground-block"
HANDLE = QPointF(g.WIDTH / 2, g.FIRST_PORT)
"""Where on the new card the pointer holds it."""


def packed(kind: str) -> QMimeData:
    """Return a kind of block as the data of a drag."""
    data = QMimeData()
    data.setData(MIME, QByteArray(kind.encode()))
    return data


def kind_in(data: QMimeData) -> str:
    """Return the kind of block in the data of a drag, or ""."""
    return bytes(data.data(MIME).data()).decode(errors="replace") if data.hasFormat(MIME) else ""


class Drops(QObject):
    """Takes blocks that are dropped on the view; over a wire they are put in its middle."""

    def __init__(self, view: Any) -> None:
        super().__init__(view)
        self._view = view
        self._over: Wire | None = None
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle drags of blocks; leave all else to the view."""
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove):
            return self._hover(event)
        if kind == QEvent.Type.Drop:
            return self._drop(event)
        if kind == QEvent.Type.DragLeave:
            self._leave()
        return False

    def _known(self, event: QDropEvent) -> str:
        kind = kind_in(event.mimeData())
        return kind if kind in self._view.scene().bridge.catalogue else ""

    def _hover(self, event: QDragMoveEvent) -> bool:
        kind = self._known(event)
        if not kind:
            # The windows around the canvas may want it: a project's file, for one.
            event.ignore()
            return True
        at = self._view.mapToScene(event.position().toPoint())
        self._over = point_at_wire(self._view.scene(), at, kind, self._over)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        kind = self._known(event)
        if not kind:
            # The windows around the canvas may want it: a project's file, for one.
            event.ignore()
            return True
        at = self._view.mapToScene(event.position().toPoint())
        over = point_at_wire(self._view.scene(), at, kind, self._over)
        self._leave(over)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._view.editing.add(kind, at - HANDLE, over)
        self._view.setFocus()
        return True

    def _leave(self, over: Wire | None = None) -> None:
        for wire in (self._over, over):
            if wire in self._view.scene().wires:
                self._view.scene().wires[wire].mark(hovered=False)
        self._over = None
