"""A camera that looks at a cloud of points in space, and the mouse that turns it."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array

DISTANCE = 4.0
"""How far the eye stands from the target, in radii of what it looks at: weak perspective."""

FILL = 0.43
"""Part of the widget's shorter side that a radius takes at zoom 1."""


@dataclass
class Camera:
    """An eye that circles a target; the third axis of space points upwards.

    Attributes
    ----------
    azimuth, elevation
        Where the eye stands around and above the target, in degrees.
    zoom
        Enlargement; 1 shows a ball of `radius` whole.
    target, radius
        What it looks at, in the units of space.
    """

    azimuth: float = -60.0
    elevation: float = 25.0
    zoom: float = 1.0
    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    radius: float = 1.0

    def axes(self) -> Array:
        """Return where right, up and towards the eye point, as rows of a rotation (3, 3)."""
        a, e = radians(self.azimuth), radians(self.elevation)
        right = (-sin(a), cos(a), 0.0)
        up = (-sin(e) * cos(a), -sin(e) * sin(a), cos(e))
        near = (cos(e) * cos(a), cos(e) * sin(a), sin(e))
        return np.array([right, up, near])

    def project(self, points: Array, size: tuple[float, float]) -> tuple[Array, Array]:
        """Return where points are seen.

        Parameters
        ----------
        points
            Shape ``(n, 3)``, in the units of space.
        size
            Width and height of the picture in pixels.

        Returns
        -------
        pixels
            Shape ``(n, 2)``, y downwards; the target is in the middle.
        depth
            Shape ``(n,)``, in radii from the target away from the eye: larger is farther.
        """
        local = (np.asarray(points) - np.asarray(self.target)) @ (self.axes().T / self.radius)
        depth = -local[:, 2]
        scale = self.zoom * FILL * min(size) * DISTANCE / np.maximum(DISTANCE + depth, 0.25)
        pixels = np.empty((len(local), 2))
        pixels[:, 0] = size[0] / 2 + scale * local[:, 0]
        pixels[:, 1] = size[1] / 2 - scale * local[:, 1]
        return pixels, depth

    def fit(self, points: Array) -> None:
        """Look at the middle of points ``(n, 3)`` from where all of them are seen."""
        points = np.asarray(points, float)
        points = points[np.isfinite(points).all(axis=1)]
        if not len(points):
            return
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        self.target = (float(middle[0]), float(middle[1]), float(middle[2]))
        self.radius = max(float(np.linalg.norm(points - middle, axis=1).max()), 1e-9)
        self.zoom = 1.0

    def turn(self, right: float, up: float) -> None:
        """Turn what is seen by degrees to the right and upwards, never over its poles."""
        self.azimuth = (self.azimuth - right + 180.0) % 360.0 - 180.0
        self.elevation = min(max(self.elevation - up, -90.0), 90.0)

    def magnify(self, factor: float) -> None:
        """Come nearer (above 1) or step back, within reason."""
        self.zoom = min(max(self.zoom * factor, 0.2), 20.0)


class CameraHand(QObject):
    """Turns a camera by dragging over a widget and zooms it by the wheel; a double click fits.

    Parameters
    ----------
    widget
        Receives the mouse; the hand is its event filter and dies with it.
    camera
        What is turned.
    moved
        Called after every change, to repaint.
    reset
        Called on a double click, to look at everything again.
    button
        The button that turns.
    """

    def __init__(
        self,
        widget: QWidget,
        camera: Camera,
        moved: Callable[[], None],
        reset: Callable[[], None] | None = None,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> None:
        super().__init__(widget)
        self.camera = camera
        self.enabled = True
        self._moved = moved
        self._reset = reset
        self._button = button
        self._held: QPointF | None = None
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the events that move the camera; all others go on to the widget."""
        if not self.enabled:
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            return self._press(event)
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            return self._drag(event)
        if kind == QEvent.Type.MouseButtonRelease and self._held is not None:
            self._held = None
            return True
        if kind == QEvent.Type.MouseButtonDblClick and self._reset is not None:
            self._reset()
            self._moved()
            return True
        if kind == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            self.camera.magnify(1.0015 ** event.angleDelta().y())
            self._moved()
            event.accept()
            return True
        return False

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() != self._button:
            return False
        self._held = event.position()
        return True

    def _drag(self, event: QMouseEvent) -> bool:
        if self._held is None:
            return False
        way = event.position() - self._held
        self._held = event.position()
        self.camera.turn(0.4 * way.x(), -0.4 * way.y())
        self._moved()
        return True
