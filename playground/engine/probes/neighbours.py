"""The nearest rows to a place, how they vote, and how far the search had to reach."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.data import Data
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.plane import (
    Extent,
    Plane,
    View,
    extent_of,
    grid_of,
    laid_out,
    place_in,
    plane_of,
    rows_of,
)
from playground.engine.probe import Probe, Watched, member_of
from playground.kernels.array import Array, to_device, to_host
from playground.kernels.contours import contour
from playground.kernels.distances import pairwise

CELLS = 96
"""Cells along each side of the grid on which the rim is followed."""


class Neighbours(Probe, frozen=True):
    """The nearest rows to a place, how they vote, and how far the search had to reach.

    ``spot`` ``(2,)`` is the place on the plane; ``found`` ``(k,)`` the nearest rows of the data
    set, the closest first, at ``at`` ``(k, 2)``, ``far`` ``(k,)`` away in the metric, with their
    ``share`` ``(k,)`` of the vote. ``decided`` ``(c,)`` is what comes of it. ``ball``
    ``(m, 2, 2)`` are segments of the plane on which every place is as far as the last of them:
    a disc for Euclidean distance, a diamond for Manhattan, a square for Chebyshev. It holds none
    unless there are two features, ``features`` says how many: a plane through more would show
    rows within it that are far away. Of one feature, places are ``(x, 0)``. Nothing known yet
    leaves no ``found``.
    """

    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"
    x: Annotated[int, setting("Horizontal", "Feature on the x axis of a pair.", low=0)] = 0
    y: Annotated[int, setting("Vertical", "Feature on the y axis of a pair.", low=0)] = 1
    at: Annotated[
        tuple[float, ...], setting("Place", "All features of the place; none for the middle.")
    ] = ()

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the neighbours of the place; see the class."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, Stepwise) or not isinstance(block, NearestNeighbours):
            return {}
        data, state = learner.source, learner.states[member_of(learner, -1)]
        plane = plane_of(data, self.view, self.x, self.y) if _wide(data) else None
        place = place_in(data, self.at)
        arrays = {"spot": _on(plane, place[None])[0], "k": np.array(block.k)}
        if not state["known"]:
            return arrays
        asked = to_device(learner.feed.rows(place.reshape(1, *data.x.shape[1:])), learner.device)
        near = block.neighbours(state, asked)
        _, share = block.votes(state, asked)
        rows = data.train.reshape(-1)[to_host(near.rows)[0]]
        arrays |= {
            "found": rows,
            "at": _on(plane, rows_of(data)[rows]),
            "far": to_host(near.distances)[0],
            "share": to_host(share)[0],
            "decided": to_host(learner.decide(place.reshape(1, *data.x.shape[1:])))[0, 0],
            "features": np.array(rows_of(data).shape[1]),
            "ball": np.empty((0, 2, 2)),
        } | data.colouring(rows)
        if plane is not None and rows_of(data).shape[1] == 2:
            ball = Ball(learner, block, plane, asked, float(arrays["far"][-1]))
            arrays["ball"] = ball.rim(extent_of(plane.project(rows_of(laid_out(data))), 1.0))
        return arrays


@dataclass(frozen=True)
class Ball:
    """All places of a plane that are no farther than a radius from one of them."""

    learner: Stepwise
    block: NearestNeighbours
    plane: Plane
    asked: Array
    radius: float

    def rim(self, around: Extent) -> Array:
        """Return segments ``(m, 2, 2)`` of the plane that are `radius` away from the place.

        They are looked for well beyond an extent, and once more close to where they were found.
        """
        wide = _grown(around, 0.25)
        coarse = self._followed(wide)
        if not len(coarse):
            return coarse
        # A coarse rim cuts corners off, by a cell at most.
        cell = (wide[1] - wide[0]) / CELLS
        (left, bottom), (right, top) = coarse.min(axis=(0, 1)), coarse.max(axis=(0, 1))
        close = left - cell, right + cell, bottom - cell, top + cell
        return self._followed(_grown(close, 0.05))

    def _followed(self, extent: Extent) -> Array:
        data = self.learner.source
        cells = self.plane.lift(grid_of(extent, (CELLS, CELLS))).reshape(-1, *data.x.shape[1:])
        there = to_device(self.learner.feed.rows(cells), self.learner.device)
        far = to_host(pairwise(there, self.asked, self.block.distance()))
        segments = contour(far.reshape(CELLS, CELLS), self.radius)
        x0, x1, y0, y1 = extent
        step = np.array([(x1 - x0) / CELLS, (y1 - y0) / CELLS])
        placed: Array = np.array([x0, y0]) + (segments + 0.5) * step
        return placed


def _grown(extent: Extent, share: float) -> Extent:
    """Return an extent with more room on every side, and some where it has none."""
    x0, x1, y0, y1 = extent
    across = share * (x1 - x0) or 1e-9
    up = share * (y1 - y0) or 1e-9
    return x0 - across, x1 + across, y0 - up, y1 + up


def _wide(data: Data) -> bool:
    return bool(rows_of(data).shape[1] > 1)


def _on(plane: Plane | None, x: Array) -> Array:
    """Return where features ``(k, d)`` lie on the picture, ``(k, 2)``."""
    if plane is None:
        return np.concatenate([x[:, :1], np.zeros((len(x), 1))], axis=1)
    return plane.project(x)
