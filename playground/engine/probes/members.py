"""The decision of every member of a population, each as small as a stamp."""

from collections.abc import Callable
from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.plane import View, extent_of, grid_of, laid_out, plane_of, rows_of
from playground.engine.probe import Probe, ShowsCrowd, Watched, best_of
from playground.kernels.array import Array, to_host

CELLS = 24


class Members(Probe, frozen=True):
    """The decision of every member of a population, each as small as a stamp.

    ``fields`` ``(k, height, width, c)`` of float16 probabilities or values, lowest row first, of
    the first k members over ``extent`` (left, right, bottom, top); for one input ``curves``
    ``(k, width, c)`` over ``grid`` ``(width,)``.

    ``best`` is the number of the member of the lowest train loss, ``range`` (low, high) that of
    the target values. Of a learner that is the best of a crowd, it is the crowd that is shown,
    with ``losses`` ``(k,)`` and ``count``, how many there are.
    """

    most: Annotated[int, setting("Members", "How many are shown at most.", low=1)] = 64
    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the members' fields or curves."""
        data = getattr(learner, "source", None)
        if data is None or not len(data.x):
            return {}
        size = (max(size[0] or CELLS, 2), max(size[1] or CELLS, 2))
        decide: Callable[[Array, slice], Array] = learner.decide
        arrays, count = {"best": np.array(best_of(learner))}, learner.members
        if isinstance(learner, ShowsCrowd):
            decide, count = learner.decide_each, learner.crowd
            arrays |= {"losses": learner.losses[: self.most], "count": np.array(count)}
        chosen = slice(0, min(self.most, count))
        if data.target == "value":
            values = laid_out(data).y[:, 0]
            arrays["range"] = np.array([values.min(), values.max()])
        if rows_of(data).shape[1] == 1:
            x = rows_of(laid_out(data))[:, 0]
            grid = np.linspace(x.min(), x.max(), size[0])
            rows = grid.reshape(-1, *data.x.shape[1:])
            return arrays | {"grid": grid, "curves": small(decide(rows, chosen))}
        plane = plane_of(data, self.view, 0, 1)
        extent = extent_of(plane.project(rows_of(laid_out(data))), size[0] / size[1], margin=0.08)
        rows = plane.lift(grid_of(extent, size)).reshape(-1, *data.x.shape[1:])
        fields = small(decide(rows, chosen))
        fields = fields.reshape(len(fields), size[1], size[0], -1)
        return arrays | {"extent": np.array(extent), "fields": fields}


def small(scores: Array) -> Array:
    """Return scores as float16, bounded by what that holds."""
    with np.errstate(all="ignore"):
        return np.clip(to_host(scores), -6e4, 6e4).astype(np.float16)
