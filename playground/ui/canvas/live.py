"""What a card shows of the learning while it runs: units' fields and a score with its curve."""

from collections.abc import Mapping
from functools import lru_cache
from math import isnan

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.kernels.array import Array
from playground.runtime.messages import Request, Rows
from playground.runtime.series import Series
from playground.runtime.trace import Trace
from playground.ui.canvas.decision_face import Sketch, decision_of, own_numbers
from playground.ui.plots.goals import only_loss
from playground.ui.theme import Theme, mix

PREFERRED = (
    "test_accuracy", "test_r2", "ari", "silhouette", "log_likelihood", "inertia", "test_loss",
    "train_accuracy", "train_r2", "train_loss",
)  # fmt: skip
"""Metrics a card would show, the most telling first."""

CURVES = ("test_loss", "train_loss", "inertia", "log_likelihood", "divergence")
LONGEST = 256
PATIENCE = 12
"""Measurements of other learners after which the one that is shown counts as gone."""


class Score:
    """The score of one learner and the curve behind it, thinned as it grows.

    Attributes
    ----------
    metric, value
        Name and last value of the metric shown; None before the first evaluation.
    median
        Whether the value is the median of several members, not the one of a single learner.
    alone
        Whether the loss is all that is judged, so that it needs no name of a part.
    curve
        Values of the loss at evenly spread evaluations, at most 256.
    """

    def __init__(self) -> None:
        self.metric = ""
        self.value: float | None = None
        self.median = self.alone = False
        self.curve: list[float] = []
        self.steps: list[int] = []
        self._every = 1
        self._seen = 0

    def take(self, rows: Rows, trace: Trace | None = None) -> None:
        """Add what a frame brought; a new start or a step back drops what no longer holds.

        What was learned before, such as in an earlier session, begins with its known curve.
        """
        # A lab reports what is its own: the first number is the one that it is about.
        first = next(iter(rows.metrics), "")
        metric = next((name for name in PREFERRED if name in rows.metrics), first)
        name = next((name for name in CURVES if name in rows.metrics), metric)
        if rows.restart is not None:
            self._forget(rows.restart)
            if trace is not None and name in trace.names and len(rows.evaluated):
                self._recall(trace.series[name], int(rows.evaluated[0]))
        if metric and len(rows.metrics[metric]):
            self.alone = only_loss(rows.metrics)
            last = rows.metrics[metric][-1]
            self.metric, self.value, self.median = metric, middle(last), np.size(last) > 1
        if name:
            for step, values in zip(rows.evaluated, rows.metrics[name], strict=True):
                self._add(int(step), middle(values))

    def _recall(self, series: Series, step: int) -> None:
        """Begin with the points of a curve before a step."""
        self._seen = int(np.searchsorted(series.steps, step))
        self._every = max(-(-self._seen // LONGEST), 1)
        some = slice(0, self._seen, self._every)
        # The last column is the median over members where there are several.
        self.steps, self.curve = series.steps[some].tolist(), series.values[some, -1].tolist()

    def _forget(self, step: int) -> None:
        kept = sum(at < step for at in self.steps)
        del self.steps[kept:], self.curve[kept:]
        if not kept:
            self.metric, self.value, self._every, self._seen = "", None, 1, 0

    def _add(self, step: int, value: float) -> None:
        if self._seen % self._every == 0:
            self.steps.append(step)
            self.curve.append(value)
        self._seen += 1
        if len(self.curve) > LONGEST:
            del self.curve[1::2], self.steps[1::2]
            self._every *= 2


def middle(values: Array) -> float:
    """Return the median over members of one row of a metric."""
    if np.size(values) == 1:
        return float(np.reshape(values, ()))
    return float(np.median(np.asarray(values, dtype=float)))


@lru_cache(maxsize=24)
def signed_colors(low: str, neutral: str, high: str) -> Array:
    """Return 256 colours from `low` over `neutral` to `high`, as 32 bit words."""
    ends = QColor(low), QColor(high)
    row = []
    for i in range(256):
        t = i / 127.5 - 1
        row.append(mix(QColor(neutral), ends[t > 0], 0.75 * abs(t) ** 0.8).rgba())
    return np.array(row, dtype=np.uint32)


class Fields:
    """Pictures of what units of a layer see over the plane of the data.

    Parameters
    ----------
    values
        Fields ``(units, h, w)`` in [-1, 1], row 0 at the bottom.
    units
        Number of each unit in its layer; the first ones unless said.
    learner
        Id of the learner whose network it is.
    classes
        Whether the units are the outputs for classes, which have the classes' colours.
    """

    def __init__(
        self, values: Array, units: tuple[int, ...] = (), learner: str = "", classes: bool = False
    ) -> None:
        self._values = values
        self.units = units[: len(values)] or tuple(range(len(values)))
        self.learner, self._classes = learner, classes
        self._theme: Theme | None = None
        self.pictures: list[QImage] = []

    def painted(self, theme: Theme) -> list[QImage]:
        """Return the pictures in a theme's colours, row 0 of the values at the bottom."""
        if theme is not self._theme:
            self._theme = theme
            values = np.nan_to_num(np.asarray(self._values, dtype=np.float32))
            level = np.clip((values + 1) * 127.5, 0, 255).astype(np.uint8)
            units, h, w = level.shape
            tables = np.stack([signed_colors(*self._ends(theme, i)) for i in range(units)])
            words = np.ascontiguousarray(tables[np.arange(units)[:, None, None], level[:, ::-1]])
            rgb = QImage.Format.Format_RGB32
            self.pictures = [
                QImage(words[i].tobytes(), w, h, 4 * w, rgb).copy() for i in range(units)
            ]
        return self.pictures

    def _ends(self, theme: Theme, place: int) -> tuple[str, str, str]:
        """Return the colours of low, middle and high answers of a unit."""
        if not self._classes:
            return theme.classes[0], theme.field, theme.classes[1]
        return theme.field, theme.field, theme.classes[self.units[place] % len(theme.classes)]


class Live:
    """Everything live of one canvas, by block id."""

    def __init__(self) -> None:
        self.scores: dict[str, Score] = {}
        self.fields: dict[str, Fields] = {}
        self.figures: dict[str, Array] = {}
        self.decisions: dict[str, Sketch] = {}
        self.numbers: dict[str, str] = {}
        self.ends: dict[str, str] = {}
        self._silent: dict[str, int] = {}

    def take_rows(self, rows: tuple[Rows, ...], traces: Mapping[str, Trace]) -> set[str]:
        """Take new points of curves; returns the blocks whose score they change."""
        for part in rows:
            score = self.scores.setdefault(part.learner, Score())
            score.take(part, traces.get(part.learner))
        return {part.learner for part in rows}

    def show(
        self, known: Mapping[str, Mapping[str, Array]], member: int | None = None
    ) -> set[str]:
        """Show these metric values, of the step that is looked at; returns the blocks changed.

        Parameters
        ----------
        member
            Whose values, where there are several members; None for their median.
        """
        changed = set()
        for id, metrics in known.items():
            numbers = own_numbers(metrics)
            if numbers != self.numbers.get(id, ""):
                self.numbers[id] = numbers
                changed.add(id)
        for id, score in self.scores.items():
            values = known.get(id, {}).get(score.metric)
            if values is None or not len(values):
                continue
            one = member is not None and member < len(values)
            value = float(values[member]) if one else middle(values)
            score.median = len(values) > 1 and not one
            if value != score.value and not (isnan(value) and isnan(score.value or 0.0)):
                score.value = value
                changed.add(id)
        return changed

    def take_ends(self, ends: Mapping[str, str]) -> set[str]:
        """Take why learners have ended; returns the blocks for which that is new."""
        changed = {id for id in {*ends, *self.ends} if ends.get(id) != self.ends.get(id)}
        self.ends = dict(ends)
        return changed

    def take_decision(self, request: Request, arrays: Mapping[str, Array]) -> set[str]:
        """Take what a model decides; returns its block where there is something to draw."""
        shown = decision_of(arrays)
        if shown is None:
            return set()
        self.decisions[request.learner] = shown
        return {request.learner}

    def take_units(
        self, request: Request, arrays: Mapping[str, Array], classes: int = 0
    ) -> set[str]:
        """Take what units see, ``(units, h, w)`` in [-1, 1] by block; returns the blocks.

        With `classes` the learner's own outputs are one for each of so many classes.
        Figures to sort by, ``"activity BLOCK"`` and ``"outgoing BLOCK"``, are kept as they come.
        """
        chosen = dict(dict(request.settings).get("chosen", ()))
        good = {id: values for id, values in arrays.items() if np.ndim(values) == 3}
        for id, values in list(good.items()):
            if self._is_anothers(id, request.learner):
                del good[id]
                continue
            units = chosen.get(id, ()) if len(chosen.get(id, ())) == len(values) else ()
            named = id == request.learner and classes > 1
            self.fields[id] = Fields(scaled(values), units, request.learner, named)
        self.figures.update((k, v) for k, v in arrays.items() if np.ndim(v) == 1)
        return set(good)

    def _is_anothers(self, id: str, learner: str) -> bool:
        """Say whether a layer that several learners share is shown as another of them has it.

        Without that its pictures would flicker between them. One that falls silent is replaced.
        """
        shown = self.fields.get(id)
        if shown is None or shown.learner == learner or self._silent.get(id, 0) >= PATIENCE:
            self._silent[id] = 0
            return False
        self._silent[id] = self._silent.get(id, 0) + 1
        return True


def scaled(values: Array) -> Array:
    """Return fields in [-1, 1], whether they came as fractions or as whole bytes."""
    if values.dtype == np.int8:
        return values.astype(np.float32) / 127.0
    return values
