"""The decision of a learner over a plane of its input, with the data on it."""

from typing import Annotated, Any, Literal

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Data
from playground.engine.landscape.planes import learner_at
from playground.engine.plane import View, extent_around, grid_of, laid_out, plane_of, rows_of
from playground.engine.probe import Probe, ShowsUnits, Watched, member_of
from playground.engine.signals.unit import read_unit, scale_of, unit_values
from playground.engine.some_rows import shown_rows
from playground.kernels.array import Array, to_host

MOST_POINTS = 2000


class Boundary(Probe, frozen=True):
    """The decision of a learner over a plane of its input, with the data on it.

    For two inputs or more it gives ``field`` ``(height, width, c)`` of probabilities or
    ``(height, width, 1)`` of values, lowest row first, over ``extent`` (left, right, bottom,
    top); for one input ``curve`` ``(members, width, c)`` over ``grid`` ``(width,)``, with the
    ``heights`` ``(2,)`` that stay in sight where a `window` says so. In both
    cases ``points`` ``(n, 2)``, their ``rows`` in the data set, their ``labels`` of ``classes``
    or ``values`` ``(n,)``, both where values are learned of rows that are given with labels, and
    their ``part`` (0 train, 1 validation, 2 test); ``limits`` are the ends of all values. A field
    comes with the ``origin`` ``(d,)`` and the ``directions`` ``(2, d)`` of its plane in feature
    space; rows that were moved by hand change neither, nor extent and limits. Where members
    spread, ``spread`` ``(height, width)`` is the standard deviation between them. Numbers that
    are not finite leave ``diverged`` and no field. `held` adds a row's features ``held`` ``(d,)``.

    With `unit` the field or curve is what one unit of the network answers, and ``reach`` the size
    of its larger answers; with `minus` another unit's answer is taken from it. With `place` the
    learner is asked as it would be at that place of a loss surface's plane.
    """

    view: Annotated[View, setting("View", "Which plane of the features is shown.")] = "auto"
    x: Annotated[int, setting("Horizontal", "Feature on the x axis of a pair.", low=0)] = 0
    y: Annotated[int, setting("Vertical", "Feature on the y axis of a pair.", low=0)] = 1
    of: Annotated[
        Literal["best", "mean", "one"],
        setting("Members", "Show the best member, the mean of all, or one."),
    ] = "best"
    member: Annotated[int, setting("Member", "Which one.", low=0, when=("of", "one"))] = 0
    output: Annotated[int, setting("Output", "Which target of a regression.", low=0)] = 0
    aspect: Annotated[
        float,
        setting("Aspect", "Width over height of the picture; 0 is that of the cells.", low=0),
    ] = 0.0
    window: Annotated[
        tuple[float, float, float, float] | None,
        setting("Window", "Left, right, bottom and top of what is in sight at least."),
    ] = None
    most: Annotated[int, setting("Points", "How many are shown at most.", low=1)] = MOST_POINTS
    held: Annotated[int, setting("Held", "A row whose features are told; -1 for none.")] = -1
    mistakes: Annotated[bool, setting("Mistakes", "Tell which points it gets wrong.")] = False
    unit: Annotated[
        str, setting("Unit", 'A unit of a layer to show instead, as "dense-1:3"; the first is 0.')
    ] = ""
    minus: Annotated[str, setting("Less", "A unit whose answer is taken from it.")] = ""
    place: Annotated[
        tuple[float, float] | None, setting("Place", "Where on the plane of a loss surface.")
    ] = None
    plane: Annotated[
        tuple[tuple[str, Any], ...],
        setting("Plane", "Settings of the surface that the place is on."),
    ] = ()

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the field or curve and the points; see the class."""
        data = getattr(learner, "source", None)
        if data is None or not len(data.x):
            return {}
        if self.place is not None:
            learner = learner_at(learner, self.plane, *self.place)
        size = (max(size[0], 2), max(size[1], 2))
        rows, part = shown_rows(data, self._member(learner), self.most)
        if rows_of(data).shape[1] == 1:
            arrays = self._curve(learner, data, rows, size[0])
        else:
            arrays = self._field(learner, data, rows, size)
        arrays |= {"part": part, "rows": rows, **self._targets(data, rows)}
        if 0 <= self.held < len(data.x):
            arrays |= {"held row": np.array(self.held), "held": rows_of(data)[self.held]}
        if self.mistakes and data.target == "class" and not self.unit:
            arrays["wrong"] = self._wrong(learner, data, rows)
        return arrays

    def _member(self, learner: Watched) -> int:
        if self.place is not None:
            return 0
        return member_of(learner, self.member if self.of == "one" else -1)

    def _members(self, learner: Watched) -> slice:
        if self.of == "mean":
            return slice(None)
        member = self._member(learner)
        return slice(member, member + 1)

    def _field(
        self, learner: Watched, data: Data, rows: Array, size: tuple[int, int]
    ) -> dict[str, Array]:
        plane = plane_of(data, self.view, self.x, self.y)
        still = plane.project(rows_of(laid_out(data)))
        aspect = self.aspect or size[0] / size[1]
        extent = extent_around(still, aspect, self.window)
        cells = plane.lift(grid_of(extent, size))
        scores = self._scores(learner, data, cells, self._members(learner))
        arrays = {
            "extent": np.array(extent),
            "axes": np.array(plane.axes),
            "origin": plane.origin,
            "directions": plane.directions,
            "points": plane.project(rows_of(data)[rows]).astype(np.float32),
        }
        chosen = scores.mean(axis=0)
        if not chosen.size or not np.isfinite(chosen).all():
            return arrays | {"diverged": np.array(True)}
        if self.unit:
            arrays["reach"] = np.array(scale_of(chosen))
        arrays["field"] = chosen.reshape(size[1], size[0], -1).astype(np.float32)
        if self.of == "mean":
            spread = scores.std(axis=0).max(axis=-1)
            arrays["spread"] = spread.reshape(size[1], size[0]).astype(np.float32)
        return arrays

    def _curve(self, learner: Watched, data: Data, rows: Array, width: int) -> dict[str, Array]:
        x, still = rows_of(data)[:, 0], laid_out(data)
        low, high = float(still.x.min()), float(still.x.max())
        room = 0.15 * ((high - low) or 1.0)
        left, right = low - room, high + room
        if self.window is not None:
            left, right = min(low, self.window[0]), max(high, self.window[1])
        grid = np.linspace(left, right, width)
        shown = self._members(learner) if self.unit else slice(None)
        curve = self._scores(learner, data, grid[:, None], shown)
        points = np.empty((0, 2))
        if data.y.size:
            y = data.y if data.target == "class" else data.y[:, self._output(data)]
            points = np.stack([x[rows], y[rows]], axis=1)
        arrays = {"grid": grid, "axes": np.array([0, -1]), "points": points.astype(np.float32)}
        if self.window is not None:
            arrays["heights"] = np.array(self.window[2:])
        if not curve.size or not np.isfinite(curve).all():
            return arrays | {"diverged": np.array(True)}
        if self.unit:
            arrays["reach"] = np.array(scale_of(curve))
        arrays["best"] = np.array(0 if self.unit else self._member(learner))
        return arrays | {"curve": curve.astype(np.float32)}

    def _scores(self, learner: Watched, data: Data, x: Array, members: slice) -> Array:
        if self.unit:
            return self._answers(learner, x.reshape(-1, *data.x.shape[1:]), members)
        scores = to_host(learner.decide(x.reshape(-1, *data.x.shape[1:]), members))
        if data.target == "value":
            output = self._output(data)
            return scores[..., output : output + 1]
        return scores

    def _answers(self, learner: Watched, x: Array, members: slice) -> Array:
        """Return what the unit answers ``(members, n, 1)``; nothing where there is no such unit."""
        if not isinstance(learner, ShowsUnits):
            return np.empty((1, len(x), 0))
        layers = learner.activations(x, members)
        answers = unit_values(layers, *read_unit(self.unit))
        if self.minus and answers.size:
            other = unit_values(layers, *read_unit(self.minus))
            answers = answers - other if other.size else answers
        return answers

    def _limits(self, data: Data) -> Array:
        """Return the lowest and highest value that is learned."""
        still = laid_out(data) if data.given is None else data
        values = still.y[:, self._output(data)]
        return np.array([values.min(), values.max()])

    def _output(self, data: Data) -> int:
        return min(self.output, max(data.outputs - 1, 0))

    def _targets(self, data: Data, rows: Array) -> dict[str, Array]:
        colouring = data.colouring(rows)
        if data.target == "value":
            # The scale of the field; samples that are given with labels keep their colours.
            colouring["values"] = data.y[rows, self._output(data)].astype(np.float32)
            colouring["limits"] = self._limits(data)
        return colouring

    def _wrong(self, learner: Watched, data: Data, rows: Array) -> Array:
        x = rows_of(data)[rows]
        scores = self._scores(learner, data, x, self._members(learner)).mean(axis=0)
        wrong: Array = scores.argmax(axis=-1) != data.y[rows]
        return wrong
