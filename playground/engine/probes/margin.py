"""The margin of a support vector machine: decision values, and the pull of every row."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Data
from playground.engine.margins.watching import Machine, machine_of
from playground.engine.plane import View, extent_of, grid_of, laid_out, plane_of, rows_of
from playground.engine.probe import Probe, Watched
from playground.engine.some_rows import at_most
from playground.kernels.array import Array

MOST_POINTS = 2000


class Margin(Probe, frozen=True):
    """The margin of a support vector machine: decision values, and the pull of every row.

    For two inputs or more ``field`` ``(height, width)`` of decision values, lowest row first, over
    ``extent`` (left, right, bottom, top); for one input ``curve`` ``(width,)`` over ``grid``. In
    both cases training rows by ``rows`` ``(n,)``, their ``points`` ``(n, 2)``, ``labels`` or
    ``values``, and ``pull``, ``ceiling``, ``slack``, ``score``, ``side`` as
    `engine.margins.watching` explains them. ``counts`` are support vectors, those free, those at
    the ceiling, rows inside of the margin or outside of the tube, mistakes, and rows that take
    part. ``objectives`` are primal and dual, ``hinge`` the mean slack, ``tube`` half its width.
    ``pairs`` are the classes of all problems, ``problem`` is the one shown.

    Empty for other learners; ``lone`` where there is one class only.
    """

    problem: Annotated[int, setting("Problem", "Which pair of classes or output.", low=0)] = 0
    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"
    x: Annotated[int, setting("Horizontal", "Feature on the x axis of a pair.", low=0)] = 0
    y: Annotated[int, setting("Vertical", "Feature on the y axis of a pair.", low=0)] = 1
    aspect: Annotated[
        float, setting("Aspect", "Width over height of the picture; 0: as the cells.", low=0)
    ] = 0.0

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return field or curve, points and pulls; see the class."""
        machine = machine_of(learner, self.problem)
        data = getattr(learner, "source", None)
        if machine is None or data is None:
            lone = "margin" in getattr(getattr(learner, "block", None), "shows", ())
            return {"lone": np.array(True)} if lone else {}
        size = (max(size[0], 2), max(size[1], 2))
        told = machine.pulls()
        arrays = self._told(machine, told)
        train = data.train.reshape(-1)
        kept = _kept(told["pull"])
        arrays |= {name: values[kept] for name, values in told.items()}
        rows = train[kept]
        arrays |= {"rows": rows} | self._targets(machine, data, rows)
        if rows_of(data).shape[1] == 1:
            return arrays | self._curve(machine, data, rows, size[0])
        return arrays | self._field(machine, data, rows, size)

    def _told(self, machine: Machine, told: dict[str, Array]) -> dict[str, Array]:
        """Return numbers about all training rows."""
        size, part = np.abs(told["pull"]), told["ceiling"] > 0
        bound = part & (size >= told["ceiling"] * (1 - 1e-9))
        wrong = part & (told["side"] * told["score"] < 0)
        beyond = part & (told["slack"] > machine.block.tolerance)
        counts = [(size > 0).sum(), ((size > 0) & ~bound).sum(), bound.sum(), beyond.sum(),
                  wrong.sum(), part.sum()]  # fmt: skip
        own = machine.block.own_metrics(machine.state)
        hinge = told["slack"][part].mean() if part.any() else 0.0
        return {
            "counts": np.array(counts),
            "objectives": np.array([own["primal_objective"], own["dual_objective"]]),
            "hinge": np.array(hinge),
            "tube": np.array(machine.tube()),
            "pairs": machine.pairs,
            "problem": np.array(machine.problem),
        }

    def _targets(self, machine: Machine, data: Data, rows: Array) -> dict[str, Array]:
        colouring = data.colouring(rows)
        if data.target == "value":
            colouring["values"] = data.y[rows, machine.problem].astype(np.float32)
        return colouring

    def _field(
        self, machine: Machine, data: Data, rows: Array, size: tuple[int, int]
    ) -> dict[str, Array]:
        plane = plane_of(data, self.view, self.x, self.y)
        still = plane.project(rows_of(laid_out(data)))
        extent = extent_of(still, self.aspect or size[0] / size[1])
        cells = plane.lift(grid_of(extent, size))
        field = machine.decision(cells.reshape(-1, *data.x.shape[1:]))
        arrays = {
            "extent": np.array(extent),
            "axes": np.array(plane.axes),
            "points": plane.project(rows_of(data)[rows]).astype(np.float32),
        }
        if not np.isfinite(field).all():
            return arrays | {"diverged": np.array(True)}
        return arrays | {"field": field.reshape(size[1], size[0]).astype(np.float32)}

    def _curve(self, machine: Machine, data: Data, rows: Array, width: int) -> dict[str, Array]:
        x, still = rows_of(data)[:, 0], rows_of(laid_out(data))[:, 0]
        low, high = float(still.min()), float(still.max())
        room = 0.08 * ((high - low) or 1.0)
        grid = np.linspace(low - room, high + room, width)
        curve = machine.decision(grid.reshape(-1, *data.x.shape[1:]))
        if data.target == "value":
            heights = data.y[rows, machine.problem]
        else:
            heights = np.sign(machine.pulls()["side"])[_kept(machine.pulls()["pull"])]
        arrays = {
            "grid": grid,
            "axes": np.array([0, -1]),
            "points": np.stack([x[rows], heights], axis=1).astype(np.float32),
        }
        if not np.isfinite(curve).all():
            return arrays | {"diverged": np.array(True)}
        return arrays | {"curve": curve.astype(np.float32)}


def _kept(pull: Array) -> Array:
    """Return which training rows are sent: support vectors first, then as many as there is room."""
    if len(pull) <= MOST_POINTS:
        return np.arange(len(pull))
    held = at_most(np.flatnonzero(pull), MOST_POINTS)
    rest = at_most(np.flatnonzero(pull == 0), MOST_POINTS - len(held))
    return np.sort(np.concatenate([held, rest]))
