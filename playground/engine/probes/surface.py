"""The loss over a plane of weight space, and the path that a learner has taken on it."""

from itertools import islice
from typing import Annotated, Literal

import numpy as np

from playground.core.settings import setting
from playground.engine.landscape.course import Course
from playground.engine.landscape.cut import Cut, Landscape, Which
from playground.engine.landscape.planes import course_of
from playground.engine.landscape.survey import losses_over, sampled
from playground.engine.landscape.track import true_losses
from playground.engine.plane import Extent, grid_of
from playground.engine.probe import Descends, Probe, Watched
from playground.kernels.array import Array, to_host

SHADOWS = 256
"""Places of the path at which the plane's own loss is worked out, at most."""

MOST_NAMES = 600
"""Weights to choose from, at most."""

BEYOND = 0.5
"""How far a line goes on past both ends, as a share of the way between them."""


class Surface(Probe, frozen=True):
    """The loss over a plane of weight space, and the path that a learner has taken on it.

    ``field`` ``(height, width)`` holds the loss over `extent` (left, right, bottom, top), lowest
    row first, NaN where it is not finite. ``path`` ``(members, k, 2)`` are the places on the plane
    nearest to where members were at ``steps`` ``(k,)``, ``path_loss`` the true loss there,
    ``path_plane`` the loss of the plane below (NaN where it was left out) and ``path_off`` how far
    off the plane they were, each ``(members, k)``. ``ball``, ``ball_loss``, ``ball_plane`` and
    ``ball_off`` say the same of where members are now. ``explained`` is the part of the path that
    the plane holds, ``turning`` how far it still is from the best plane, ``rows`` how many rows
    the loss is the mean over and how many there are, ``settled`` whether batch norm's averages
    were taken anew at every place.

    Along a line there are ``grid`` ``(width,)`` and ``line`` ``(members, width)``: from the start
    (0) to now (1) for the path, else along the plane's first direction.
    """

    plane: Annotated[
        Literal["path", "random", "weights"],
        setting("Plane", "Which plane through weight space is shown."),
    ] = "path"
    first: Annotated[Which, setting("Horizontal", "Weight on the x axis.")] = ("", "", 0)
    second: Annotated[Which, setting("Vertical", "Weight on the y axis.")] = ("", "", 0)
    seed: Annotated[int, setting("Seed", "Of the random directions.", low=0)] = 0
    names: Annotated[
        bool, setting("Names", "Also tell the weights to choose from, as block/name/place.")
    ] = False
    line: Annotated[bool, setting("Line", "The loss along one line instead of a plane.")] = False
    aspect: Annotated[
        float,
        setting("Aspect", "Width over height of the picture; 0 is that of the cells.", low=0),
    ] = 0.0

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the field or line and the path; nothing for what has no loss to descend."""
        if not isinstance(learner, Descends) or not learner.weights.layout.trainable:
            return {}
        cut = Cut(self.plane, self.first, self.second, self.seed)
        course = course_of(learner, cut)
        landscape = course.follow(learner)
        size = (max(size[0], 2), max(size[1], 2))
        whole = getattr(learner.whole, "y", np.empty((1, 0))).shape[1:2] or (0,)
        used = min(whole[0], sampled(learner.whole).y.shape[1]) if whole[0] else 0
        arrays = {
            "rows": np.array([used, whole[0]]),
            "settled": np.array(_averages(learner)),
            "axes": np.array(_axes(learner, landscape, cut)),
        }
        if self.names:
            arrays["names"] = np.array(_names(learner) or [""])
        if self.line or learner.weights.layout.trainable == 1:
            return arrays | self._line(learner, course, landscape, size[0])
        return arrays | self._plane(learner, course, landscape, size)

    def _plane(
        self, learner: Descends, course: Course, landscape: Landscape, size: tuple[int, int]
    ) -> dict[str, Array]:
        arrays = _walked(learner, course, landscape)
        extent = self._extent(learner, course, arrays, size)
        places, at = arrays["path"], arrays["ball"]
        members, count = places.shape[:2]
        chosen = np.unique(np.linspace(0, count - 1, max(2, SHADOWS // members)).astype(int))
        shadows = places[:, chosen].reshape(-1, 2)
        wanted = np.concatenate([grid_of(extent, size), shadows, at])
        found = losses_over(
            learner.objective, learner.weights, landscape.origin, landscape.directions,
            np.nan_to_num(wanted), sampled(learner.whole),
        )  # fmt: skip
        found[~(np.isfinite(found) & np.isfinite(wanted).all(axis=1))] = np.nan
        cells = size[0] * size[1]
        below = np.full((members, count), np.nan)
        below[:, chosen] = found[cells:-members].reshape(members, -1)
        return arrays | {
            "field": found[:cells].reshape(size[1], size[0]).astype(np.float32),
            "extent": np.array(extent),
            "path_plane": below,
            "ball_plane": found[-members:],
            "explained": np.array(course.explained()),
            "turning": np.array(course.turning),
        }

    def _extent(
        self, learner: Descends, course: Course, arrays: dict[str, Array], size: tuple[int, int]
    ) -> Extent:
        aspect = self.aspect or size[0] / size[1]
        sane = course.track.sane[: arrays["path"].shape[1]].T
        points = np.concatenate([arrays["path"][sane], arrays["ball"][sane[:, -1]]])
        points = points[np.isfinite(points).all(axis=1)]
        if not len(points):
            points = np.zeros((1, 2))
        least = 0.15 * float(np.linalg.norm(course.track.start)) or 1.0
        known = _worth_seeing(learner)
        if known is not None and learner.weights.layout.trainable == 2:
            low, high = np.array(known[::2]), np.array(known[1::2])
            room = (high - low) / 2
            near = ((points > low - room) & (points < high + room)).all(axis=1)
            points, least = np.concatenate([points[near], [low, high]]), 1e-6
        return course.frame(points, least, aspect)

    def _line(
        self, learner: Descends, course: Course, landscape: Landscape, width: int
    ) -> dict[str, Array]:
        now = np.asarray(to_host(learner.weights.trained), np.float64)
        from_start = self.plane == "path" and learner.weights.layout.trainable > 1
        if from_start:
            grid = np.linspace(-BEYOND, 1 + BEYOND, width)
            start = course.track.vectors[0].astype(np.float64)
            way, place = now - start, np.ones(len(now))
        else:
            direction = landscape.directions[0]
            place = landscape.project(now)[:, 0]
            grid = self._span(learner, place, course, width)
            way = np.broadcast_to(direction, now.shape)
            start = now - place[:, None] * direction
        vectors = start[:, None] + grid[:, None] * way[:, None]
        flat = np.nan_to_num(vectors.reshape(-1, now.shape[1]))
        found = true_losses(learner, flat).reshape(len(now), width)
        found[~np.isfinite(found) | ~np.isfinite(vectors).all(axis=-1)] = np.nan
        return {
            "grid": grid, "line": found, "ball": place,
            "ball_loss": _true_now(learner), "from_start": np.array(from_start),
        }  # fmt: skip

    def _span(self, learner: Descends, place: Array, course: Course, width: int) -> Array:
        if self.plane == "random":
            return np.linspace(-1.0, 1.0, width)
        known = _worth_seeing(learner)
        if known is not None and learner.weights.layout.trainable == 1:
            return np.linspace(known[0], known[1], width)
        points = np.stack([place[np.isfinite(place)], place[np.isfinite(place)]], axis=1)
        least = max(1.0, 2 * float(np.abs(points).max(initial=0.0)))
        x0, x1, _, _ = course.frame(points if len(points) else np.zeros((1, 2)), least, 1.0)
        return np.linspace(x0, x1, width)


def _averages(learner: Descends) -> bool:
    """Say whether batch norm's averages are among the learner's weights."""
    entries = learner.weights.layout.entries
    return any(e.name == "mean" and not e.spec.trainable for e in entries)


def _worth_seeing(learner: Descends) -> Extent | None:
    """Return the rectangle in which a test function is worth looking at; None for others."""
    function = getattr(learner.objective, "function", None)
    extent: Extent | None = getattr(function, "extent", None)
    return extent


def _walked(learner: Descends, course: Course, landscape: Landscape) -> dict[str, Array]:
    """Return the path up to now, and where the members are."""
    track = course.track
    past = track.steps <= learner.step_number
    past[0] = True
    places, off = landscape.measure(track.vectors[past])
    at, away = landscape.measure(to_host(learner.weights.trained))
    now = _true_now(learner)
    return {
        "path": places.swapaxes(0, 1),
        "path_off": off.T,
        "path_loss": track.loss[past].T,
        "steps": track.steps[past],
        "ball": at,
        "ball_off": away,
        "ball_loss": now,
        "gone": ~track.sane[past][-1] | ~np.isfinite(now),
    }


def _true_now(learner: Descends) -> Array:
    """Return the loss of every member where it is, ``(members,)``, NaN where not finite."""
    vectors = to_host(learner.weights.trained)
    found = true_losses(learner, np.nan_to_num(vectors))
    found[~np.isfinite(found) | ~np.isfinite(vectors).all(axis=1)] = np.nan
    return found


def _axes(learner: Descends, landscape: Landscape, cut: Cut) -> tuple[str, str]:
    """Return what the plane's axes are, in words."""
    if cut.plane == "random":
        return "random direction 1", "random direction 2"
    if cut.plane == "path" and learner.weights.layout.trainable > 2:
        return "main axis of the path", "second axis"
    first, second = (int(np.abs(d).argmax()) for d in landscape.directions)
    return weight_name(learner, first), weight_name(learner, second)


def _names(learner: Descends) -> list[str]:
    """Return the trainable weights as ``block/name/place``, at most `MOST_NAMES`."""
    entries = [e for e in learner.weights.layout.entries if e.spec.trainable]
    names = (f"{e.block}/{e.name}/{i}" for e in entries for i in range(e.stop - e.start))
    return list(islice(names, MOST_NAMES))


def weight_name(learner: Descends, position: int) -> str:
    """Return a weight's name: block, array and place in it, counted from 1."""
    for e in learner.weights.layout.entries:
        if e.start <= position < e.stop:
            place = np.unravel_index(position - e.start, e.spec.shape or (1,))
            numbers = ",".join(str(int(i) + 1) for i in place)
            return f"{e.block} {e.name} {numbers}"
    return ""
