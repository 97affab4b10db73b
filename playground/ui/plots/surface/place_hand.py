"""Pointing at places of a picture that a drag turns: a click is told from a drag and a pair."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class PlaceHand(QObject):
    """Watches the mouse over a widget and keeps nothing from it.

    Parameters
    ----------
    widget
        What is watched; the hand dies with it.

    Signals
    -------
    moved(object)
        The cursor is at this QPointF, or None: it has left, or a button turns the picture.
    clicked(QPointF)
        A click that neither moved the mouse nor was the first of a double click.
    """

    moved = Signal(object)
    clicked = Signal(QPointF)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._pressed: QPointF | None = None
        self._chosen = QPointF()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._wait.timeout.connect(lambda: self.clicked.emit(self._chosen))
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note what the mouse does; everything goes on to the widget."""
        kind = event.type()
        if kind in (QEvent.Type.Leave, QEvent.Type.Hide):
            self._pressed = None
            self.moved.emit(None)
        elif isinstance(event, QMouseEvent):
            left = event.button() == Qt.MouseButton.LeftButton
            if kind == QEvent.Type.MouseButtonDblClick:
                self._pressed = None
                self._wait.stop()
            elif kind == QEvent.Type.MouseButtonPress and left:
                self._pressed = event.position()
            elif kind == QEvent.Type.MouseButtonRelease and left:
                self._release(event.position())
            elif kind == QEvent.Type.MouseMove:
                self._move(event)
        return False

    def _move(self, event: QMouseEvent) -> None:
        if self._pressed is not None and _far(event.position() - self._pressed):
            self._pressed = None
        held = event.buttons() != Qt.MouseButton.NoButton
        self.moved.emit(None if held else event.position())

    def _release(self, at: QPointF) -> None:
        if self._pressed is not None and not _far(at - self._pressed):
            self._chosen = at
            self._wait.start()
        self._pressed = None


def _far(way: QPointF) -> bool:
    return way.manhattanLength() >= QApplication.startDragDistance()
