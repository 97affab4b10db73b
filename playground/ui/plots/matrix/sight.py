"""How places of the plane or of space come to the screen, and back from a drag."""

from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from playground.kernels.array import Array
from playground.ui.plots.camera import DISTANCE, FILL, Camera


class Sight(Protocol):
    """One way to look; places are ``(k, n)``."""

    area: QRectF
    taken: QRectF
    """Where something else lies over the picture, so that words keep clear of it."""

    def pixels(self, places: Array) -> Array:
        """Return pixels ``(k, 2)``."""

    def dragged(self, place: Array, to: QPointF) -> Array:
        """Return where a place ``(n,)`` is once it has been dragged to a pixel."""


class PlaneSight:
    """Looks straight at the plane, both axes in one scale.

    Parameters
    ----------
    area
        The part of the widget that it fills.
    radius
        What is seen at least, in every direction from the middle.
    middle
        The place in the middle.
    """

    def __init__(
        self, area: QRectF, radius: float, middle: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        self.area, self.taken = area, QRectF()
        self.unit = min(area.width(), area.height()) / (2 * radius)
        self.middle = np.array(middle)
        self._at = np.array([area.center().x(), area.center().y()])

    def pixels(self, places: Array) -> Array:
        """Return pixels ``(k, 2)``."""
        found: Array = self._at + (places - self.middle) * [self.unit, -self.unit]
        return found

    def dragged(self, place: Array, to: QPointF) -> Array:
        """Return the place at the pixel."""
        found: Array = self.middle + (np.array([to.x(), to.y()]) - self._at) / [
            self.unit, -self.unit
        ]  # fmt: skip
        return found

    def corners(self) -> tuple[Array, Array]:
        """Return the lower left and upper right place that are seen."""
        low = self.dragged(self.middle, self.area.bottomLeft())
        return low, self.dragged(self.middle, self.area.topRight())


class SpaceSight:
    """Looks at space through a camera."""

    def __init__(self, area: QRectF, camera: Camera) -> None:
        self.area, self.taken, self.camera = area, QRectF(), camera
        self._size = (area.width(), area.height())

    def pixels(self, places: Array) -> Array:
        """Return pixels ``(k, 2)``."""
        at, _ = self.camera.project(places, self._size)
        found: Array = at + [self.area.left(), self.area.top()]
        return found

    def dragged(self, place: Array, to: QPointF) -> Array:
        """Return the place moved across the line of sight: it comes no nearer."""
        at, depth = self.camera.project(place[None], self._size)
        camera = self.camera
        scale = camera.zoom * FILL * min(self._size) * DISTANCE / max(DISTANCE + depth[0], 0.25)
        over = np.array([to.x() - self.area.left(), to.y() - self.area.top()]) - at[0]
        right, up, _ = camera.axes()
        moved: Array = place + (over[0] * right - over[1] * up) * (camera.radius / scale)
        return moved
