"""A learner's curves, kept so that drawing them costs by pixels, never by length."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from playground.kernels.array import Array
from playground.runtime.kept_curves import Kept
from playground.runtime.messages import Rows
from playground.runtime.series import Series

Axis: TypeAlias = Literal["steps", "examples", "epochs", "seconds"]


@dataclass(frozen=True)
class Envelope:
    """A curve thinned to a number of buckets.

    Attributes
    ----------
    x
        Where each bucket begins, ``(k,)``.
    low, high
        Smallest and largest value in each bucket, ``(k, columns)``; NaN where there is none.
    """

    x: Array
    low: Array
    high: Array

    def line(self, column: int) -> tuple[Array, Array]:
        """Return x and y of a polyline through the lowest and highest point of each bucket."""
        low, high = self.low[:, column], self.high[:, column]
        if np.array_equal(low, high, equal_nan=True):
            return self.x, low
        return np.repeat(self.x, 2), np.stack([low, high], axis=1).ravel()


class Trace:
    """The curves of one learner in the window's process.

    ``"loss"`` is the mini-batch loss of every step; the other names are whole-set metrics on
    the evaluation grid. Where there are several members, the column after theirs is their
    median.

    Parameters
    ----------
    batch
        Training rows in a step, for the axis of examples.
    rows
        Training rows in an epoch, for the axis of epochs.
    """

    def __init__(self, batch: int = 1, rows: int = 1) -> None:
        self.batch = max(batch, 1)
        self.rows = max(rows, 1)
        self.series: dict[str, Series] = {}
        self._before = 0.0

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the curves that have points."""
        return tuple(name for name, series in self.series.items() if series.count)

    @property
    def last_step(self) -> int:
        """The latest step of any curve; -1 while there is none."""
        return max((int(self.series[name].steps[-1]) for name in self.names), default=-1)

    @property
    def members(self) -> int:
        """Number of members that the curves tell of."""
        columns = max((self.series[name].columns for name in self.names), default=1)
        return columns - 1 if columns > 1 else 1

    def append(self, rows: Rows) -> None:
        """Add new points, forgetting what a restart has made untrue."""
        if rows.restart == 0:
            self._before = 0.0
        if rows.restart is not None:
            for series in self.series.values():
                series.drop(rows.restart + 1 if rows.restart else 0)
        with np.errstate(over="ignore"):  # a loss beyond float32 is infinite on any axis
            seconds = self._before + rows.seconds
            self._add("loss", rows.steps, rows.loss, seconds)
            for name, values in rows.metrics.items():
                self._add(name, rows.evaluated, values, seconds)

    def kept(self) -> Kept:
        """Return the points of every curve as arrays of their own; see `recall`."""
        return {
            name: {
                "steps": series.steps.copy(), "values": series.values[:, : self.members].copy(),
                "seconds": series.seconds.copy(),
            }
            for name, series in self.series.items() if series.count
        }  # fmt: skip

    def recall(self, kept: Kept) -> None:
        """Begin with curves that were kept, after `checked`; more points come behind them."""
        self.series, self._before = {}, 0.0
        for name, points in kept.items():
            values = _with_median(points["values"])
            series = self.series[name] = Series(values.shape[1])
            series.append(points["steps"], values, 0.0)
            series.seconds[:] = points["seconds"]
            self._before = max(self._before, float(points["seconds"][-1]))

    def _add(self, name: str, steps: Array, values: Array, seconds: float) -> None:
        if not len(steps):
            return
        values = _with_median(np.asarray(values, np.float32).reshape(len(steps), -1))
        known = self.series.get(name)
        if known is None or known.columns != values.shape[1]:
            known = self.series[name] = Series(values.shape[1])
        known.append(steps, values, seconds)

    def columns(
        self,
        name: str,
        columns: Sequence[int] | None = None,
        pixels: int = 1000,
        x: Axis = "steps",
        range: tuple[float, float] | None = None,
    ) -> Envelope:
        """Return a curve thinned to at most `pixels` buckets with their true extremes.

        Parameters
        ----------
        name
            Name of the curve; one without points gives an empty envelope.
        columns
            Members wanted, -1 for their median; None for all.
        x
            What the axis counts.
        range
            Part of the axis wanted; one point more on either side is included.
        """
        series = self.series.get(name)
        if series is None or not series.count:
            empty = np.empty((0, len(columns) if columns is not None else 1))
            return Envelope(np.empty(0), empty, empty)
        along = self._along(series, x)
        first, last = 0, series.count
        if range is not None:
            first = max(int(np.searchsorted(along, range[0], "right")) - 1, 0)
            last = min(int(np.searchsorted(along, range[1], "left")) + 1, series.count)
            last = max(last, first + 1)
        starts, low, high = series.envelope(first, last, pixels)
        chosen = slice(None) if columns is None else list(columns)
        return Envelope(along[starts], low[:, chosen], high[:, chosen])

    def value_at(self, name: str, step: int) -> Array:
        """Return the values of the latest point at or before a step; empty where there is none."""
        series = self.series.get(name)
        index = int(np.searchsorted(series.steps, step, "right")) if series else 0
        values: Array = series.values[index - 1] if series and index else np.empty(0, np.float32)
        return values

    def evaluated_at(self, step: int) -> int:
        """Return the latest step of the evaluation grid at or before a step; -1 before any."""
        series = next((self.series[name] for name in self.names if name != "loss"), None)
        index = int(np.searchsorted(series.steps, step, "right")) if series else 0
        return int(series.steps[index - 1]) if series and index else -1

    def position_of(self, step: int, x: Axis = "steps") -> float:
        """Return the place of a step on the axis; see `step_at`."""
        series = max(self.series.values(), key=lambda s: s.count, default=None)
        if series is None or not series.count:
            return 0.0
        return float(np.interp(step, series.steps, self._along(series, x)))

    def step_at(self, position: float, x: Axis = "steps") -> int:
        """Return the step that stands nearest to a place on the axis."""
        series = max(self.series.values(), key=lambda s: s.count, default=None)
        if series is None or not series.count:
            return 0
        along = self._along(series, x)
        after = min(int(np.searchsorted(along, position)), series.count - 1)
        before = max(after - 1, 0)
        nearer = before if position - along[before] < along[after] - position else after
        return int(series.steps[nearer])

    def _along(self, series: Series, x: Axis) -> Array:
        if x == "seconds":
            return series.seconds
        scale = {"steps": 1.0, "examples": self.batch, "epochs": self.batch / self.rows}[x]
        return series.steps if x == "steps" else series.steps * scale


def _with_median(values: Array) -> Array:
    if values.shape[1] == 1:
        return values
    finite = np.isfinite(values).any(axis=1)
    median = np.full((len(values), 1), np.nan, values.dtype)
    median[finite, 0] = np.nanmedian(values[finite], axis=1)
    return np.concatenate([values, median], axis=1)
