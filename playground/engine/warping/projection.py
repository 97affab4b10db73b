"""How spaces of many axes are seen in two or three, steadily from frame to frame."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from playground.engine.warping.leg import Leg, mixed
from playground.engine.warping.warp import Warp
from playground.kernels.array import Array
from playground.kernels.rotations import procrustes

SLACK, SHRINK, ROOMY = 0.06, 0.3, 0.75
"""Room added when a window must grow, the share by which it shrinks in a frame, and the part of
it that must suffice before it does."""

PASSING, SPARSE, WIDE = ("turn", "stretch"), 3, 1.8
"""Stages that are framed half-way too, the stride over a mesh that is framed, and how many of its
standard deviations are kept in sight."""


@dataclass
class Projector:
    """Projections of every space of a warp, and the window through which each moment is seen.

    A space of no more axes than the picture is shown as it is, unit by unit. A wider one is
    projected onto the principal axes of its samples, or onto chosen units. Principal axes have no
    sign and may turn within their plane, so each picture is turned onto the one before it
    (orthogonal Procrustes): of the same place in the last frame, else of the place in front.
    Places are the end of every layer, and what its weights make of the samples before they are
    bent; between two places the projections are mixed.
    Windows grow at once where something would leave them, shrink only when they have become
    much too large, and otherwise stand still. A window is brought in line when a moment beside it
    is next looked at: while a network learns, most of them are not.

    Attributes
    ----------
    axes
        2 or 3.
    units
        Numbers of the units to show; empty: principal axes.
    """

    axes: int = 2
    units: tuple[int, ...] = ()
    projections: list[Array] = field(default_factory=list)
    _middles: list[Array | None] = field(default_factory=list)
    _pictures: dict[tuple[int, bool], Array] = field(default_factory=dict)
    _windows: dict[int, Array] = field(default_factory=dict)
    _times: list[float] = field(default_factory=list)
    _warp: Warp | None = None
    _behind: set[int] = field(default_factory=set)

    def take(self, warp: Warp) -> None:
        """Bring projections and windows in line with a new measurement."""
        before, self._pictures = self._pictures, {}
        self.projections, self._middles = [], []
        for k in range(len(warp.legs) + 1):
            if k:
                self._middles.append(self._middle(warp.legs[k - 1], k, before))
            points = np.asarray(warp.end(k).points, np.float64)
            self.projections.append(self._view(points, warp.widths[k], (k, True), before))
        self._frame(warp)

    def _middle(
        self, leg: Leg, k: int, before: dict[tuple[int, bool], Array]
    ) -> Array | None:
        """Return the projection for what the weights make of the samples, before the bend."""
        if leg.weight is None or leg.weight.shape[1] <= self.axes:
            return None
        product = np.asarray(leg.start.points, np.float64) @ leg.weight
        return self._view(product, product.shape[1], (k, False), before)

    def _view(
        self, points: Array, width: int, key: tuple[int, bool],
        before: dict[tuple[int, bool], Array],
    ) -> Array:  # fmt: skip
        """Return the projection of a space, turned onto the picture before it."""
        view = self._of_space(points, width)
        picture = points @ view
        free = points.shape[1] > self.axes and not self._chosen(points.shape[1])
        last = next(reversed(self._pictures.values()), picture)
        model = before.get(key, last)
        if free and model.shape == picture.shape:
            middle = picture.mean(axis=0)
            turned = procrustes(picture - middle, model - model.mean(axis=0))
            view, picture = view @ turned, picture @ turned
        self._pictures[key] = picture
        return view

    def seen(self, warp: Warp, t: float) -> tuple[Array, Array]:
        """Return mesh ``(v, d)`` and samples ``(k, d)`` as they are seen at a time."""
        number, moment = warp.place(t)
        if not warp.legs:
            view = self.projections[0]
            return warp.input.mesh @ view, warp.input.points @ view
        leg, (before, after) = warp.legs[number], self.projections[number : number + 2]
        middle, turned = self._middles[number], leg.turned
        if middle is None:
            return leg.seen(moment, mixed(before, after, moment, leg.width))
        if moment < turned:
            return leg.seen(moment, mixed(before, middle, moment / turned, leg.width))
        share = (moment - turned) / max(1.0 - turned, 1e-9)
        return leg.seen(moment, mixed(middle, after, min(share, 1.0), leg.width))

    def window(self, t: float) -> tuple[Array, Array]:
        """Return the lowest and highest corner ``(d,)`` of what is to be in sight at a time."""
        place = int(np.searchsorted(self._times, t, side="right")) - 1
        place = min(max(place, 0), max(len(self._times) - 2, 0))
        if len(self._times) < 2:
            low, high = self._followed(0)
            return low, high
        a, b = self._times[place : place + 2]
        share = min(max((t - a) / (b - a), 0.0), 1.0)
        if share in (0.0, 1.0):
            low, high = self._followed(place + int(share))
            return low, high
        low, high = (1 - share) * self._followed(place) + share * self._followed(place + 1)
        return low, high

    def _chosen(self, width: int) -> bool:
        return bool(self.units) and max(self.units[: self.axes]) < width

    def _of_space(self, points: Array, width: int) -> Array:
        """Return the projection ``(n, d)`` of a space, before it is turned onto another."""
        n, d = points.shape[1], self.axes
        if n > d and self._chosen(n):
            return _columns(n, self.units[:d], d)
        if n <= d:
            return np.eye(n, d)
        if width > n:
            return np.eye(n)[:, n - 3 : n - 3 + d]
        centred = points - points.mean(axis=0)
        _, vectors = np.linalg.eigh(centred.T @ centred)
        principal: Array = vectors[:, : -d - 1 : -1]
        return principal

    def _frame(self, warp: Warp) -> None:
        times = [0.0]
        for number, leg in enumerate(warp.legs):
            # Between its ends a turn may carry something out of sight.
            for stage in leg.stages:
                middle = [(stage.start + stage.stop) / 2] if stage.name in PASSING else []
                times += [number + moment for moment in (*middle, stage.stop)]
        if times != self._times:
            self._times, self._windows = times, {}
        self._warp, self._behind = warp, set(range(len(times)))

    def _followed(self, place: int) -> Array:
        """Return the window at one of the times, in line with the newest measurement."""
        if place in self._behind and self._warp is not None:
            self._behind.discard(place)
            at = min(self._times[place], float(len(self._warp.legs)))
            box, window = _box(*self.seen(self._warp, at)), self._windows.get(place)
            self._windows[place] = _grown(box) if window is None else _followed(window, box)
        return self._windows[place]


def _columns(width: int, units: Sequence[int], axes: int) -> Array:
    view = np.zeros((width, axes))
    for column, unit in enumerate(units):
        view[unit, column] = 1.0
    return view


def _box(mesh: Array, points: Array) -> Array:
    """Return the corners ``(2, d)`` around all samples and the body of the mesh."""
    box = np.stack([points.min(axis=0), points.max(axis=0)]).astype(np.float64)
    if len(mesh):
        some = np.asarray(mesh[::SPARSE], np.float64)
        middle, reach = some.mean(axis=0), WIDE * some.std(axis=0)
        box[0] = np.minimum(box[0], middle - reach)
        box[1] = np.maximum(box[1], middle + reach)
    flat = (box[1] - box[0]).max() * 0.05 or 1.0
    thin = box[1] - box[0] < flat
    box[0, thin] -= flat
    box[1, thin] += flat
    return box


def _grown(box: Array) -> Array:
    room = SLACK * (box[1] - box[0])
    return np.stack([box[0] - room, box[1] + room])


def _followed(window: Array, box: Array) -> Array:
    """Return a window that holds the box: grown at once, shrunk slowly, else the same."""
    if (box[0] < window[0]).any() or (box[1] > window[1]).any():
        grown = _grown(box)
        return np.stack([np.minimum(window[0], grown[0]), np.maximum(window[1], grown[1])])
    if ((box[1] - box[0]).max() < ROOMY * (window[1] - window[0]).max()).all():
        shrunk: Array = window + SHRINK * (_grown(box) - window)
        return shrunk
    return window
