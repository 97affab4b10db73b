"""Beads on slides: where they are a time after they were let go."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from playground.kernels.array import Array
from playground.ui.plots.curve.sought import Sought, answer_color
from playground.ui.plots.surface.paths import paint_ball

REST = 1.0
"""Seconds for which beads lie at the end before they are let go again."""

RADIUS = 5.5

Place: TypeAlias = Callable[[Array], Array]
"""The way from points ``(..., 2)`` to pixels ``(..., 2)``."""


def along(x: Array, y: Array, times: Array, speeds: Array, t: float) -> tuple[float, float]:
    """Return where a bead is at a time on a slide of straight pieces.

    Along each piece it gains speed evenly.

    Examples
    --------
    >>> down, t = np.array([1.0, 0.0]), np.array([0.0, 2.0])
    >>> along(1 - down, down, t, 1 - down, 1.0)
    (0.25, 0.75)
    """
    at = int(np.clip(np.searchsorted(times, t, side="right") - 1, 0, len(x) - 2))
    whole = max(float(times[at + 1] - times[at]), 1e-12)
    gone = float(np.clip(t - times[at], 0.0, whole))
    before, after = float(speeds[at]), float(speeds[at + 1])
    way = before * gone + (after - before) * gone * gone / (2 * whole)
    share = min(way / max((before + after) * whole / 2, 1e-12), 1.0)
    return (float(x[at] + share * (x[at + 1] - x[at])), float(y[at] + share * (y[at + 1] - y[at])))


def lap(sought: Sought) -> float:
    """Return the seconds from one start of the beads to the next."""
    slowest = sought.arrays["times"][:, -1]
    known = slowest[np.isfinite(slowest)]
    own = float(known.max()) if len(known) else 0.0
    return min(max(own, float(sought.arrays["rivals"][0])), 6.0) + REST


def paint_beads(painter: QPainter, sought: Sought, t: float, to_pixels: Place) -> None:
    """Paint the bead of every slide, of the straight line and of the known answer."""
    arrays = sought.arrays
    exact, (slow, best) = arrays["exact"], arrays["rivals"]
    share = min(t / slow, 1.0) ** 2
    paint_ball(painter, _point(to_pixels, exact[0] + share * (exact[-1] - exact[0])),
               sought.rival_color, RADIUS)  # fmt: skip
    turned = min(t / best, 1.0) * (len(exact) - 1)
    places = np.arange(len(exact))
    ideal = np.array([np.interp(turned, places, column) for column in exact.T])
    paint_ball(painter, _point(to_pixels, ideal), answer_color(), RADIUS)
    for at, member in sought.drawn():
        own = (arrays[name][at] for name in ("heights", "times", "speeds"))
        place = np.array(along(arrays["x"], *own, t))
        if np.isfinite(place).all():
            paint_ball(painter, _point(to_pixels, place), sought.color(member), RADIUS)


def _point(to_pixels: Place, place: Array) -> QPointF:
    x, y = to_pixels(place).tolist()
    return QPointF(x, y)
