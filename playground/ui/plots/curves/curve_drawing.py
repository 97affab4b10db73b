"""The curves of one metric as a chart."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.runtime.trace import Axis, Trace
from playground.ui.plots.chart import Drawing, Level, Line
from playground.ui.plots.colors import class_color, member_color
from playground.ui.plots.goals import only_loss, own_metrics
from playground.ui.plots.wording import score_title
from playground.ui.theme import theme

PARTS = ("train", "validation", "test")
UNSEEN = "out of bag"
"""Training rows as judged by those voices of an ensemble that have not seen them."""

OWN = ""
"""What stands for a part where a learner predicts nothing: a number of its own."""

MOST_MEMBERS = 24
LOWEST_R2 = -0.25


@dataclass(frozen=True, eq=False)
class CurveView:
    """What of a trace is drawn.

    Attributes
    ----------
    metric
        ``"loss"``, ``"accuracy"``, ``"r2"`` ...
    named
        Whether the chart says which metric it shows.
    baselines
        Values of the best constant prediction by curve name.
    labelled
        Whether every member has a name, and so a colour of its own.
    second
        Whether it is the second number of a learner that predicts nothing.
    tint
        Colour of all parts, where several learners are told apart by colour; validation is left
        out then.
    """

    metric: str
    trace: Trace
    x: Axis = "steps"
    log: bool = False
    batch: bool = False
    members: bool = True
    named: bool = False
    baselines: Mapping[str, float] = field(default_factory=dict)
    labelled: bool = False
    tint: QColor | None = None
    second: bool = False

    def names(self) -> dict[str, str]:
        """Return the names of the curves drawn, by part."""
        found = curve_names(self.trace, self.metric)
        if self.tint is not None and "test" in found:
            found.pop("validation", None)
            found.pop(UNSEEN, None)
        return found

    def color(self, part: str) -> QColor:
        """Return the colour of a part's curve."""
        if self.tint is not None:
            return QColor(self.tint)
        return class_color(theme(), 2) if part == OWN and self.second else part_color(part)


def curve_names(trace: Trace, metric: str) -> dict[str, str]:
    """Return the names in a trace of a metric's curves, by part."""
    known = {part: f"{part}_{metric}" for part in PARTS} | {UNSEEN: f"oob_{metric}"}
    found = {part: name for part, name in known.items() if name in trace.names}
    return found or ({OWN: metric} if metric in own_metrics(trace) else {})


def part_color(part: str) -> QColor:
    """Return the colour of a part's curve."""
    return class_color(theme(), {OWN: 0, "train": 0, "validation": 2, "test": 1, UNSEEN: 3}[part])


def drawing_of(view: CurveView, pixels: int) -> Drawing:
    """Return the chart of a view, with about one point for each pixel."""
    lines: list[Line] = []
    names = view.names()
    if view.batch and view.metric == "loss" and OWN not in names:
        faint = view.color("train")
        faint.setAlphaF(0.3)
        lines += _curves(view, "loss", faint, pixels, 1.0, members=False)
    for part in reversed(names):
        lines += _curves(
            view, names[part], view.color(part), pixels, 1.8, view.members, part == "test"
        )
    if any((line.y < 0).any() for line in lines):
        # What is minimised may fall below zero, where a logarithm ends.
        view = replace(view, log=False)
    ends = [float(line.x[-1]) for line in lines if len(line.x)]
    level = _baseline(view, names)
    # Less than ten steps would have ticks at fractions of a step.
    least = 10.0 if view.x == "steps" else 0.0
    end = max([least, *ends], default=1.0) or 1.0
    return Drawing(
        tuple(lines), levels=(level,) if level else (),
        x_range=(0.0, _rounded(end)), y_range=_y_range(view, lines, level),
        log=view.log, x_name=view.x,
        y_name=score_title(view.metric) if view.named else "",
    )  # fmt: skip


def values_at(view: CurveView, x: float | None) -> list[tuple[str, float, QColor]]:
    """Return part, value and colour of each curve at a place on the axis; None is the end."""
    trace = view.trace
    step = trace.last_step if x is None else trace.step_at(x, view.x)
    found = []
    for part, name in view.names().items():
        values = trace.value_at(name, step)
        if len(values):
            told = "" if only_loss(trace.names) else part
            found.append((told, float(values[-1]), view.color(part)))
    if not found and view.metric == "loss":
        values = trace.value_at("loss", step)
        if len(values):
            found.append(("mini-batch", float(values[-1]), view.color("train")))
    return found


def _curves(
    view: CurveView, name: str, color: QColor, pixels: int, width: float,
    members: bool, dashed: bool = False,
) -> list[Line]:  # fmt: skip
    several = view.trace.members > 1
    lines = []
    if several and members:
        shown = list(range(min(view.trace.members, MOST_MEMBERS)))
        envelope = view.trace.columns(name, shown, max(pixels // 3, 50), view.x)
        lines = [Line(*envelope.line(i), _thin(view, i, color), 0.9) for i in shown]
    # The last column is the median where there are members, and the only one otherwise.
    envelope = view.trace.columns(name, [-1], pixels, view.x)
    return [*lines, Line(*envelope.line(0), color, width, dashed)]


def _thin(view: CurveView, member: int, color: QColor) -> QColor:
    """Return the colour of one member's thin line: that of its part unless it has a name."""
    thin = member_color(member, view.trace.members) if view.labelled else QColor(color)
    thin.setAlphaF(0.7 if view.labelled else 0.28)
    return thin


def _baseline(view: CurveView, names: Mapping[str, str]) -> Level | None:
    for part in ("test", "train"):
        value = view.baselines.get(f"{part}_{view.metric}")
        if value is not None and part in names and math.isfinite(value):
            return Level(float(value), "baseline", theme().color("secondary"))
    return None


def _y_range(view: CurveView, lines: list[Line], level: Level | None) -> tuple[float, float]:
    values = np.concatenate([np.asarray(line.y, float) for line in lines] or [np.zeros(0)])
    if level is not None:
        values = np.append(values, level.value)
    values = values[np.isfinite(values) & ((values > 0) | (not view.log))]
    if view.log:
        return _log_range(values)
    if OWN in view.names():
        return _own_range(values)
    if view.metric == "accuracy":
        low = float(values.min()) if len(values) else 0.0
        return (max(0.0, math.floor(low * 10 - 0.2) / 10), 1.005)
    if view.metric == "r2":
        low = float(values.min()) if len(values) else 0.0
        return (max(LOWEST_R2, min(0.0, low)) - 0.02, 1.02)
    high = float(values.max()) if len(values) else 1.0
    low = min(0.0, float(values.min())) if len(values) else 0.0
    return low, _rounded(high) if high > 0 else 1.0


def _own_range(values: Array) -> tuple[float, float]:
    """Return a range that holds all values, and zero where that costs little room."""
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    if low >= 0.0 and 0.8 < high <= 1.0:
        return 0.0, 1.02  # shares and scores end at 1
    if 0.0 <= low < 0.7 * high:
        return 0.0, _rounded(1.04 * high)
    room = 0.06 * (high - low) or 0.06 * abs(high) or 0.5
    return low - room, high + room


def _log_range(values: Array) -> tuple[float, float]:
    """Return the decades that hold all values, halved where they fill little of them."""
    if not len(values):
        return 0.1, 1.0
    low, high = math.log10(float(values.min())), math.log10(float(values.max()))
    half = 2.0
    bottom, top = math.floor(low * half) / half, math.ceil(high * half) / half
    return 10.0**bottom, 10.0 ** max(top, bottom + 1 / half)


def _rounded(value: float) -> float:
    """Return the next larger number that reads well, so that an axis rarely moves."""
    if value <= 0 or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(f * power for f in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if f * power >= value)
