"""The mouse over a picture of a decision: where it points, and the sample that it carries."""

from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from playground.kernels.array import Array
from playground.ui.plots.decisions.plate import Samples
from playground.ui.theme import px

REACH = 9
"""Pixels from a sample's middle within which it is taken hold of."""


class Ground(Protocol):
    """A picture with samples on it: a plane, or the chart of a curve."""

    brushing: bool

    @property
    def samples(self) -> Samples | None:
        """The samples that are shown."""

    @property
    def ready(self) -> bool:
        """Whether there is a picture yet."""

    def pixels_of(self, at: Array) -> Array:
        """Return the pixels of samples."""

    def place_at(self, at: QPointF) -> tuple[float, float]:
        """Return the place at a pixel, kept within the picture."""


class PointHand(QObject):
    """Watches the mouse over a picture; a press on a sample takes hold of it until the release.

    Parameters
    ----------
    ground
        A widget that is watched; the hand dies with it.

    Signals
    -------
    pointed(object)
        The place (x, y) under the cursor, or None: the cursor has left.
    grabbed(int)
        The row of the sample that the mouse has taken hold of.
    dragged(float, float)
        The place that it is carried to.
    let_go()
        It was put down.
    """

    pointed = Signal(object)
    grabbed = Signal(int)
    dragged = Signal(float, float)
    let_go = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.held: int | None = None
        self._ground = ground
        self._over = False
        ground.setMouseTracking(True)
        ground.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note what the mouse does; only a press on a sample is kept from the picture."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._point(False)
            self.pointed.emit(None)
        elif kind == QEvent.Type.Hide:
            self._release()
            self.pointed.emit(None)
        elif isinstance(event, QMouseEvent) and self._ground.ready:
            if kind == QEvent.Type.MouseButtonPress:
                return self._press(event)
            if kind == QEvent.Type.MouseButtonRelease:
                return self._release()
            if kind == QEvent.Type.MouseMove:
                self._move(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        row = self._under(event)
        if event.button() != Qt.MouseButton.LeftButton or row is None:
            return False
        self.held = row
        self._ground.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.grabbed.emit(row)
        return True

    def _move(self, event: QMouseEvent) -> None:
        place = self._ground.place_at(event.position())
        if self.held is not None:
            self.dragged.emit(*place)
        else:
            self._point(self._under(event) is not None)
        self.pointed.emit(place)

    def _release(self) -> bool:
        if self.held is None:
            return False
        self.held, self._over = None, True
        self._ground.setCursor(Qt.CursorShape.OpenHandCursor)
        self.let_go.emit()
        return True

    def _point(self, over: bool) -> None:
        """Show by the cursor whether there is a sample to take hold of."""
        if over != self._over and self.held is None:
            self._over = over
            if over:
                self._ground.setCursor(Qt.CursorShape.OpenHandCursor)
            else:
                self._ground.unsetCursor()

    def _under(self, event: QMouseEvent) -> int | None:
        """Return the row of the sample under the cursor; none where a drag marks samples."""
        shown = self._ground.samples
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shown is None or shown.rows is None or not len(shown.at):
            return None
        if shift or self._ground.brushing:
            return None
        at = event.position()
        far = np.linalg.norm(self._ground.pixels_of(shown.at) - [at.x(), at.y()], axis=1)
        nearest = int(far.argmin())
        return int(shown.rows[nearest]) if far[nearest] <= px(REACH) else None
