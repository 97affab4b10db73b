"""Places that move softly to where they belong, and are never long on their way."""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.timers import every

GLIDE_S = 0.15
"""Seconds that a way takes at most."""

LEAST_S = 0.05
"""Places that follow each other faster than this are shown at once."""

FRAME_MS = 16

OFF_SCREEN = Qt.WidgetAttribute.WA_DontShowOnScreen
"""What windows have that are painted into files alone: nothing is on its way in those."""


class Glide(QObject):
    """Leads places ``(k, m)`` from where they are seen to where they are.

    Parameters
    ----------
    parent
        The picture that shows them; while it is hidden they are there at once.
    moved
        Called for every frame on the way.
    """

    def __init__(self, parent: QWidget, moved: Callable[[], object]) -> None:
        super().__init__(parent)
        self._from: Array | None = None
        self._goal: Array | None = None
        self._since, self._lasts = 0.0, 0.0
        self._picture, self._moved = parent, moved
        self._timer = every(self, FRAME_MS, self._tick)

    @property
    def moving(self) -> bool:
        """Whether they are on their way."""
        return self._timer.isActive()

    @property
    def places(self) -> Array | None:
        """Where they are seen now ``(k, m)``, or None: there are none."""
        if self._goal is None or self._from is None or self._lasts <= 0:
            return self._goal
        t = min((time.monotonic() - self._since) / self._lasts, 1.0)
        eased = t * t * (3.0 - 2.0 * t)
        return self._from + (self._goal - self._from) * eased

    def show(self, goal: Array | None, at_once: bool = False) -> None:
        """Go to other places; those of another number appear there at once."""
        if goal is not None and self._goal is not None and np.array_equal(goal, self._goal):
            return
        now, before = time.monotonic(), self.places
        waited = now - self._since
        same = goal is not None and before is not None and before.shape == goal.shape
        self._from, self._goal, self._since = before if same else goal, goal, now
        unseen = not self._picture.isVisible() or self._picture.window().testAttribute(OFF_SCREEN)
        quick = at_once or not same or waited < LEAST_S or unseen
        self._lasts = 0.0 if quick else min(GLIDE_S, waited)
        if self._lasts:
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        if time.monotonic() - self._since >= self._lasts:
            self._lasts = 0.0
            self._timer.stop()
        self._moved()
