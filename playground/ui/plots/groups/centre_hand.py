"""The mouse that puts centres on a plane, carries them, and takes them away."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from playground.ui.plots.groups.groups_view import GroupsView
from playground.ui.theme import px

REACH = 12
"""Pixels from the middle of a centre within which it is taken hold of."""


class CentreHand(QObject):
    """Watches the mouse over a picture of groups, once it is armed.

    A click on an empty place puts a centre there, a drag of one carries it, and the right button
    or the Delete key over one takes it away.

    Parameters
    ----------
    view
        What is watched; the hand dies with it.

    Attributes
    ----------
    armed
        Whether clicks put centres down. Rows cannot be carried meanwhile.

    Signals
    -------
    put(float, float)
        A centre is wanted at a place of the plane.
    carried(int, float, float)
        One is to stand elsewhere.
    taken(int)
        One is to go.
    let_go()
        The gesture is over.
    """

    put = Signal(float, float)
    carried = Signal(int, float, float)
    taken = Signal(int)
    let_go = Signal()

    def __init__(self, view: GroupsView) -> None:
        super().__init__(view)
        self.armed = False
        self.held: int | None = None
        self._view = view
        self._at: QPointF | None = None
        view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        view.installEventFilter(self)

    def arm(self, on: bool) -> None:
        """Let clicks put centres down, or no longer."""
        if on != self.armed:
            self.armed, self.held = on, None
            if on:
                self._view.setCursor(Qt.CursorShape.CrossCursor)
            else:
                self._view.unsetCursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note what the mouse and the keys do; what is for centres is kept from the picture."""
        if not (self.armed and self._view.ready):
            return False
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._at = None
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(event)
        elif isinstance(event, QMouseEvent):
            self._at = event.position()
            if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
                return self._press(event)
            if kind == QEvent.Type.MouseMove:
                return self._move(event)
            if kind == QEvent.Type.MouseButtonRelease and self.held is not None:
                self.held = None
                self.let_go.emit()
                return True
        return False

    def _press(self, event: QMouseEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        found = self._under(event.position())
        if event.button() == Qt.MouseButton.RightButton and found is not None:
            self._take(found)
        elif event.button() == Qt.MouseButton.LeftButton:
            if found is None:
                found = len(self._view.starts)
                self.put.emit(*self._view.place_at(event.position()))
            self.held = found
        else:
            return False
        return True

    def _move(self, event: QMouseEvent) -> bool:
        """Carry what is held; the hand for rows hears of the place alone, not of rows."""
        place = self._view.place_at(event.position())
        if self.held is not None:
            self.carried.emit(self.held, *place)
        self._view.mouseMoveEvent(event)
        self._view.hand.pointed.emit(place)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        found = self._under(self._at) if self._at is not None else None
        if event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or found is None:
            return False
        self._take(found)
        return True

    def _take(self, which: int) -> None:
        self.held = None
        self.taken.emit(which)
        self.let_go.emit()

    def _under(self, at: QPointF) -> int | None:
        """Return the number of the centre at a pixel, where it stands or where it was put."""
        view, nearest, least = self._view, None, float(px(REACH))
        count = len(view.starts)
        for places in (view.centres[:count], view.starts):
            if not len(places):
                continue
            far = np.linalg.norm(view.pixels_of(places) - [at.x(), at.y()], axis=1)
            if far.min() <= least:
                nearest, least = int(far.argmin()), float(far.min())
        return nearest
