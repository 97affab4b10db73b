"""The stages of a boosted learner: what each of them looked at, and what they add up to."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.boosting.boosted import Boosted, labels_of
from playground.engine.boosting.looking_back import answers_after, shares_after, sums_trees
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.data import Data
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.plane import extent_of, grid_of, laid_out, plane_of, rows_of
from playground.engine.probe import Probe, Watched
from playground.engine.some_rows import at_most
from playground.kernels.array import Array, to_host

MOST_POINTS = 1500
LADDER = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Stages(Probe, frozen=True):
    """The stages of a boosted learner: what each of them looked at, and what they add up to.

    ``count`` stages are there, and ``stage`` is the one looked at, from 1. Training rows have
    ``points`` ``(n, 2)``, ``rows`` and ``labels`` or ``values``.

    For AdaBoost ``say`` and ``error`` ``(count,)`` of every stage, ``weight`` ``(n,)`` that the
    rows had in this one (1 on average), which of them it got ``wrong``, ``choice``
    ``(height, width)`` of its copy alone, and ``fields`` ``(1, height, width, c)`` of the votes;
    of a stump its ``question``: feature, threshold, and the classes chosen up to it and beyond.

    For gradient boosting ``losses`` ``(count,)``, and ``fields`` ``(m, height, width, c)``
    ``after`` some numbers of stages ``(m,)``, this one last. Values of one input have instead
    ``grid``, ``sums`` ``(m, width)``, and the ``tree`` ``(width,)`` of this stage with the
    ``residual`` ``(n,)`` that it was fitted to.
    """

    stage: Annotated[int, setting("Stage", "Counted from 1; 0 is the newest.", low=0)] = 0
    steps: Annotated[
        int, setting("Pictures", "How many partial sums are shown, at most.", low=1, high=12)
    ] = 6
    aspect: Annotated[
        float, setting("Aspect", "Width over height of a picture; 0 is that of the cells.", low=0)
    ] = 0.0

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return what there is of the stage; nothing of learners that have none."""
        size = (max(size[0], 2), max(size[1], 2))
        if isinstance(learner, Boosted):
            return self._voting(learner, size)
        if isinstance(learner, Stepwise) and sums_trees(learner):
            return self._adding(learner, size)
        return {}

    def _at(self, count: int) -> int:
        return min(self.stage or count, count)

    def _voting(self, learner: Boosted, size: tuple[int, int]) -> dict[str, Array]:
        data, count = learner.source, len(learner.stages)
        stage, train = self._at(count), data.train.reshape(-1)
        rows = at_most(train, MOST_POINTS)
        copy = learner.copies[stage - 1] if stage else None
        weight = learner.stages[stage - 1]["weight"] if stage else learner.weights
        every = np.zeros(len(data.x))
        every[train] = weight * len(weight)
        arrays, cells = self._plane(data, rows, size)
        arrays |= {
            "count": np.array(count),
            "stage": np.array(stage),
            "say": np.array([s["say"] for s in learner.stages], float),
            "error": np.array([s["error"] for s in learner.stages], float),
            "weight": every[rows].astype(np.float32),
        }
        if copy is None:
            return arrays
        fields = shares_after(learner, cells, (stage,))
        return (
            arrays
            | _question(copy)
            | {
                "wrong": labels_of(copy, data.x[rows]) != data.y[rows],
                "choice": labels_of(copy, cells).reshape(size[1], size[0]).astype(np.int16),
                "fields": fields.reshape(1, size[1], size[0], -1).astype(np.float32),
                "after": np.array([stage]),
            }
        )

    def _adding(self, learner: Stepwise, size: tuple[int, int]) -> dict[str, Array]:
        data, losses = learner.source, to_host(learner.states[0]["losses"])
        stage, train = self._at(len(losses)), data.train.reshape(-1)
        rows = at_most(train, MOST_POINTS)
        told = {"count": np.array(len(losses)), "stage": np.array(stage), "losses": losses}
        after = ladder(stage, self.steps)
        told["after"] = np.array(after)
        if data.target == "value" and rows_of(data).shape[1] == 1:
            return told | self._curves(learner, rows, after, size[0])
        arrays, cells = self._plane(data, rows, size)
        fields = answers_after(learner, cells, after)[..., : max(data.outputs, 1)]
        if not np.isfinite(fields).all():
            return told | arrays | {"diverged": np.array(True)}
        fields = fields.reshape(len(after), size[1], size[0], -1)
        if data.target == "value":
            fields = fields[..., :1]
        return told | arrays | {"fields": fields.astype(np.float32)}

    def _curves(
        self, learner: Stepwise, rows: Array, after: tuple[int, ...], width: int
    ) -> dict[str, Array]:
        """Return the sums of a function of one input, the newest tree, and what it mends."""
        data, stage = learner.source, after[-1]
        x = rows_of(laid_out(data))[:, 0]
        room = 0.05 * (float(np.ptp(x)) or 1.0)
        grid = np.linspace(x.min() - room, x.max() + room, width)
        raw = grid.reshape(-1, *data.x.shape[1:])
        both = (max(stage - 1, 0), stage)
        before, now = answers_after(learner, raw, both)[..., 0]
        seen = answers_after(learner, data.x[rows], both[:1])[0, :, 0]
        tree = (now - before) / getattr(learner.block, "learning_rate", 1.0)
        sums = answers_after(learner, raw, after)[..., 0]
        arrays = {
            "grid": grid,
            "points": np.stack([rows_of(data)[rows, 0], data.y[rows, 0]], axis=1),
            "rows": rows,
            "axes": np.array([0, -1]),
            "residual": data.y[rows, 0] - seen,
        }
        if not np.isfinite(sums).all():
            return arrays | {"diverged": np.array(True)}
        return arrays | {"sums": sums, "before": before, "tree": tree}

    def _plane(
        self, data: Data, rows: Array, size: tuple[int, int]
    ) -> tuple[dict[str, Array], Array]:
        """Return where training rows lie on the picture, and the raw rows of its cells."""
        arrays = {"rows": rows, **data.colouring(rows)}
        aspect = self.aspect or size[0] / size[1]
        if rows_of(data).shape[1] == 1:
            x, still = rows_of(data)[:, 0], rows_of(laid_out(data))[:, 0]
            # Rows of one feature lie on a line: they are spread by class, to be told apart.
            height = (data.y[rows].reshape(len(rows), -1)[:, 0] + 0.5) / max(data.outputs, 1)
            low, high = float(still.min()), float(still.max())
            room = 0.1 * ((high - low) or 1.0)
            extent = (low - room, high + room, 0.0, 1.0)
            points = np.stack([x[rows], height], axis=1)
            cells = grid_of(extent, size)[:, :1]
            axes = (0, -1)
        else:
            plane = plane_of(data, "auto", 0, 1)
            extent = extent_of(plane.project(rows_of(laid_out(data))), aspect, margin=0.08)
            points = plane.project(rows_of(data)[rows])
            cells, axes = plane.lift(grid_of(extent, size)), plane.axes
        arrays |= {
            "extent": np.array(extent),
            "axes": np.array(axes),
            "points": points.astype(np.float32),
        }
        return arrays, cells.reshape(-1, *data.x.shape[1:])


def _question(copy: object) -> dict[str, Array]:
    """Return what a stump asks, where its features are those of the data set."""
    if not (isinstance(copy, Stepwise) and isinstance(copy.block, DecisionTree)):
        return {}
    trees = copy.states[0]["trees"]
    if int(trees["size"][0]) != 3 or any(copy.feed.chains.values()):
        return {}
    sides = [trees["left"][0, 0], trees["right"][0, 0]]
    chosen = [int(trees["value"][0, side].argmax()) for side in sides]
    asked = [float(trees["feature"][0, 0]), float(trees["threshold"][0, 0]), *chosen]
    return {"question": np.array(asked)}


def ladder(stage: int, most: int) -> tuple[int, ...]:
    """Return numbers of stages to look at, in rising order, the last of them `stage`.

    Examples
    --------
    >>> ladder(30, 4), ladder(2, 4), ladder(0, 4)
    ((1, 5, 20, 30), (1, 2), (0,))
    """
    if stage < 1:
        return (0,)
    below = [rung for rung in LADDER if rung < stage]
    if len(below) < most:
        return (*below, stage)
    # As far apart as they can be: stages differ by factors more than by numbers.
    places = np.linspace(0, len(below) - 1, most - 1).round().astype(int)
    return (*(below[place] for place in places.tolist()), stage)
