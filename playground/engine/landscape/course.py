"""The plane that follows a learner's path: steady from picture to picture."""

import numpy as np

from playground.engine.landscape.cut import Cut, Landscape, Which
from playground.engine.landscape.directions import (
    aligned,
    along_weights,
    between,
    completed,
    filter_normalised,
    principal,
)
from playground.engine.landscape.track import Track
from playground.engine.plane import Extent
from playground.engine.probe import Descends
from playground.engine.weights import Layout
from playground.kernels.array import Array, to_host

EASE = 0.3
"""Part of the way to a new plane or frame that is gone from one picture to the next."""

GROWN = 1.15
"""How many times longer a path is before its principal axes are looked for again."""

WORSE = 0.03
"""How much less of the path the plane may hold before they are."""

EARLY = 10
"""Entries of a path up to which axes are chosen freely: on the left is where it begins."""

MARGIN, LEAST = 0.3, 0.13
"""Free space around the path as a share of its range: when framed, and before it is again."""

ROOMY = 1.7
"""How many times wider than needed a frame may be."""


class Course:
    """A cut that follows one learner.

    Principal axes are fitted anew when the path has grown or left the plane; the plane then turns
    towards them a little with every picture, and so does the frame. Places are counted from where
    the path began, so that the path stands still while the plane slides along with the weights.

    Parameters
    ----------
    cut
        Which plane.

    Attributes
    ----------
    landscape
        What was shown last.
    track
        The path.
    centre
        The place that the plane goes through: the weights, or the middle of all members.
    turning
        How far the plane still is from the axes it turns to: 0 to 1.
    """

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self.landscape: Landscape | None = None
        self.track = Track()
        self.centre = np.empty(0)
        self.turning = 0.0
        self._target: Array | None = None
        self._fitted = self._shown = 0
        self._held = 0.0
        self._frame: Extent | None = None

    def follow(self, learner: Descends) -> Landscape:
        """Bring the plane to where the learner is now and return it."""
        self.track.follow(learner)
        layout = learner.weights.layout
        now = np.asarray(to_host(learner.weights.trained), np.float64)
        self.centre = centre = self._centre(now)
        if self.cut.plane == "random":
            drawn = [filter_normalised(layout, centre, self.cut.seed, n) for n in (0, 1)]
            self.landscape = Landscape(centre, np.stack(drawn), learner.weights)
            return self.landscape
        if self.cut.plane == "weights" or layout.trainable <= 2:
            directions = self._chosen(layout)
            anchor = np.zeros(layout.trainable)
        else:
            anchor = self.track.start
            directions = self._axes(layout, centre)
        origin = centre + (anchor - centre) @ directions.T @ directions
        self.landscape = Landscape(origin, directions, learner.weights)
        return self.landscape

    def explained(self) -> float:
        """Return the part of the path's squared distances from the centre that lies in the plane.

        1 where there is no path yet.
        """
        assert self.landscape is not None
        away = self.track.points - self.centre
        _, off = self.landscape.measure(self.landscape.origin + away)
        whole = float(np.square(away).sum())
        return 1 - float(np.square(off).sum()) / whole if whole > 0 else 1.0

    def frame(self, points: Array, least: float, aspect: float) -> Extent:
        """Return the rectangle to show: it holds all points, and moves no more than it must.

        Parameters
        ----------
        points
            Places ``(n, 2)``.
        least
            Half the width of the smallest one.
        aspect
            Width over height.
        """
        if self.cut.plane == "random":
            return _around(np.zeros((1, 2)), 1.0, aspect, 0.0)
        wanted = _around(points, least, aspect, MARGIN)
        now = self._frame
        if now is None or abs((now[1] - now[0]) / (now[3] - now[2]) / aspect - 1) > 0.02:
            self._frame = wanted
            return wanted
        inner = _around(points, 0.0, aspect, LEAST)
        tight = inner[0] < now[0] or inner[1] > now[1] or inner[2] < now[2] or inner[3] > now[3]
        roomy = (now[1] - now[0]) > ROOMY * (wanted[1] - wanted[0])
        if tight or roomy:
            x0, x1, y0, y1 = (a + EASE * (b - a) for a, b in zip(now, wanted, strict=True))
            needed = np.array([[inner[0], inner[2]], [inner[1], inner[3]]])
            eased = np.array([[x0, y0], [x1, y1]])
            self._frame = _around(np.concatenate([eased, needed]), 0.0, aspect, 0.0)
        assert self._frame is not None
        return self._frame

    def _centre(self, now: Array) -> Array:
        """Return the one place that the plane goes through: the middle of all members."""
        sane = np.isfinite(now).all(axis=1) & self.track.sane[-1]
        if not sane.any():
            return self.track.start
        centre: Array = now[sane].mean(axis=0)
        return centre

    def _chosen(self, layout: Layout) -> Array:
        if layout.trainable == 1:
            return np.array([[1.0], [0.0]])
        first = _place(layout, self.cut.first, 0)
        second = _place(layout, self.cut.second, 1)
        if second == first:
            second = (first + 1) % layout.trainable
        return along_weights(layout.trainable, first, second)

    def _axes(self, layout: Layout, centre: Array) -> Array:
        points = self.track.points
        target = self._target
        if target is None or self._outgrown(points, centre, target):
            self._target = target = self._fit(points, centre, layout)
        if self._early:
            self._shown = len(points)
            return target
        # A path that has leapt ahead since the last picture shows another one anyway.
        grown = len(points) / max(self._shown, 1) - 1
        self._shown = len(points)
        assert self.landscape is not None
        turned = between(self.landscape.directions, target, min(1.0, EASE + 2 * abs(grown)))
        self.turning = float(1 - (turned * target).sum() / 2)
        return target if self.turning < 1e-5 else turned

    @property
    def _early(self) -> bool:
        """Whether the path is so short that every picture may be another one."""
        return self.landscape is None or len(self.track.steps) < EARLY

    def _outgrown(self, points: Array, centre: Array, target: Array) -> bool:
        count = len(points)
        if count > GROWN * self._fitted or count < self._fitted / GROWN:
            return True
        return count != self._fitted and _share(points, centre, target) < self._held - WORSE

    def _fit(self, points: Array, centre: Array, layout: Layout) -> Array:
        found = principal(points, centre) if len(points) else np.empty((0, layout.trainable))
        target = completed(found, layout, self.track.start)
        if self._early:
            # The path begins on the left and below.
            way = (centre - self.track.start) @ target.T
            target = target * np.where(way < 0, -1.0, 1.0)[:, None]
        else:
            assert self.landscape is not None
            target = aligned(target, self.landscape.directions)
        self._fitted, self._held = len(points), _share(points, centre, target)
        return target


def _share(points: Array, centre: Array, directions: Array) -> float:
    """Return the part of the squared distances from a centre that lies along directions."""
    away = points - centre
    whole = float(np.square(away).sum())
    return float(np.square(away @ directions.T).sum()) / whole if whole > 0 else 1.0


def _place(layout: Layout, which: Which, otherwise: int) -> int:
    """Return the position of a weight in the flat vector."""
    block, name, index = which
    for e in layout.entries:
        if e.spec.trainable and e.block == block and e.name == name:
            return e.start + min(max(index, 0), e.stop - e.start - 1)
    return min(otherwise, layout.trainable - 1)


def _around(points: Array, least: float, aspect: float, margin: float) -> Extent:
    """Return the rectangle of one scale that holds points with some space around them."""
    low, high = points.min(axis=0), points.max(axis=0)
    half, centre = (high - low) * (0.5 + margin), (low + high) / 2
    up = max(half[1], half[0] / aspect, least / max(aspect, 1.0), 1e-9)
    (x0, y0), (x1, y1) = centre - (up * aspect, up), centre + (up * aspect, up)
    return float(x0), float(x1), float(y0), float(y1)
