"""The plane lifted to its decision values: what a straight cut in a bent space looks like."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Data
from playground.engine.margins.watching import machine_of
from playground.engine.plane import View, extent_of, grid_of, laid_out, plane_of, rows_of
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.some_rows import at_most
from playground.kernels.array import Array, to_host

LEAST = 1e-4
"""Probabilities are taken to be at least this far from 0 and 1: log-odds stay within 9.2."""

MOST_POINTS = 700


class Lifted(Probe, frozen=True):
    """The plane lifted to its decision values: what a straight cut in a bent space looks like.

    ``heights`` ``(height, width)``, lowest row first, over ``extent`` (left, right, bottom, top):
    decision values of a support vector machine (then ``exact`` is true), or the log-odds of the
    second class. ``points`` ``(n, 3)`` are training rows with their own heights, of which ``held``
    tells the support vectors; ``labels`` of ``classes``, and the two ``ends`` that lie low and
    high. ``reach`` is a height that few points exceed.

    Nothing but ``why`` where there are not two classes or not two features to lift from:
    ``"classes"``, ``"values"`` or ``"features"``.
    """

    problem: Annotated[int, setting("Problem", "Which pair of classes.", low=0)] = 0
    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"
    x: Annotated[int, setting("Horizontal", "Feature on the x axis of a pair.", low=0)] = 0
    y: Annotated[int, setting("Vertical", "Feature on the y axis of a pair.", low=0)] = 1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the sheet and the points; see the class."""
        data = getattr(learner, "source", None)
        if data is None or not len(data.x):
            return {}
        machine = machine_of(learner, self.problem)
        why = self._why_not(data, machine is not None)
        if why:
            return {"why": np.array(why)}
        pairs = machine.pairs if machine is not None else np.array([[0, 1]])
        ends = pairs[machine.problem if machine is not None else 0]
        rows = self._rows(data, ends)
        plane = plane_of(data, self.view, self.x, self.y)
        still = plane.project(rows_of(laid_out(data)))
        size = (max(size[0], 2), max(size[1], 2))
        extent = extent_of(still, size[0] / size[1], margin=0.1)
        cells = plane.lift(grid_of(extent, size))
        x = np.concatenate([cells, rows_of(data)[rows]])
        z = self._heights(learner, x.reshape(-1, *data.x.shape[1:]))
        if not np.isfinite(z).all():
            return {"diverged": np.array(True)}
        at = plane.project(rows_of(data)[rows])
        own = z[len(cells) :]
        return {
            "heights": z[: len(cells)].reshape(size[1], size[0]).astype(np.float32),
            "extent": np.array(extent),
            "axes": np.array(plane.axes),
            "points": np.column_stack([at, own]).astype(np.float32),
            "rows": rows,
            "reach": np.array(max(float(np.quantile(np.abs(own), 0.97)), 1e-3)),
            "exact": np.array(machine is not None),
            "pairs": pairs,
            "ends": ends,
            "held": self._held(learner, data, rows),
            **data.colouring(rows),
        }

    def _why_not(self, data: Data, machine: bool) -> str:
        if data.target != "class":
            return "values"
        if data.outputs != 2 and not machine:
            return "classes"
        return "features" if rows_of(data).shape[1] < 2 else ""

    def _rows(self, data: Data, ends: Array) -> Array:
        """Return training rows of the two classes, at most `MOST_POINTS`."""
        rows = np.unique(data.train)
        rows = rows[np.isin(data.y[rows], ends)]
        return at_most(rows, MOST_POINTS)

    def _heights(self, learner: Watched, x: Array) -> Array:
        machine = machine_of(learner, self.problem)
        if machine is not None:
            return machine.decision(x)
        member = member_of(learner, -1)
        scores = to_host(learner.decide(x, slice(member, member + 1)))[0].astype(np.float64)
        share = np.clip(scores[:, -1], LEAST, 1 - LEAST)
        odds: Array = np.log(share) - np.log1p(-share)
        return np.where(np.isfinite(scores[:, -1]), odds, np.nan)

    def _held(self, learner: Watched, data: Data, rows: Array) -> Array:
        machine = machine_of(learner, self.problem)
        if machine is None:
            return np.zeros(len(rows), bool)
        train = data.train.reshape(-1)
        held: Array = np.isin(rows, train[machine.pulls()["pull"] != 0])
        return held
