"""A race of members: their curves on one plot, and who stands where."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array
from playground.runtime.messages import LearnerInfo
from playground.runtime.trace import Axis, Trace
from playground.ui.plots.chart import Drawing, Line
from playground.ui.plots.colors import member_color
from playground.ui.plots.lettering import number
from playground.ui.plots.rank_list import Rank
from playground.ui.plots.wording import grouped, score_title

MOST = 64
SCORES = ("test_accuracy", "test_r2")
PARTS = ("train", "validation", "test")
"""Parts of the rows that a metric's name may begin with."""


@dataclass(frozen=True, eq=False)
class Race:
    """What of a population's curves is drawn.

    Attributes
    ----------
    metric
        Name of the curve.
    labels, batches
        What each member is called, and the samples in a step of its.
    x
        What the axis counts.
    """

    trace: Trace
    metric: str
    labels: tuple[str, ...]
    batches: tuple[int, ...]
    x: Axis = "examples"

    @property
    def members(self) -> int:
        """Number of runners."""
        return len(self.labels)

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        return self.metric in SCORES

    def along(self, member: int, steps: float) -> float:
        """Return the place on the axis that a member has reached after some steps."""
        return steps * self.batches[member] if self.x == "examples" else steps

    @property
    def end(self) -> float:
        """The place on the axis that all members have reached."""
        if self.x == "seconds":
            return self.trace.position_of(self.trace.last_step, "seconds")
        last = max(self.trace.last_step, 0)
        return min((self.along(i, last) for i in range(self.members)), default=0.0)


@dataclass(frozen=True)
class Placing:
    """Where one member stands: its value is not finite where it has diverged."""

    member: int
    label: str
    value: float


def race_of(info: LearnerInfo, trace: Trace, wanted: str, x: Axis) -> Race:
    """Return the race of a learner's members by a metric that it has.

    A test function has no examples: its steps are counted instead.
    """
    x = "steps" if not info.rows and x == "examples" else x
    labels = info.labels or (("learner",) if info.members == 1 else tuple(
        f"member {i + 1}" for i in range(info.members)
    ))  # fmt: skip
    batches = tuple(max(size, 1) for size in info.batches or (info.batch,) * info.members)
    return Race(trace, metric_of(trace, wanted), labels, batches, x)


def metric_of(trace: Trace, wanted: str) -> str:
    """Return the name of the curve that a setting means, or the nearest that there is."""
    known = {"train-loss": ("train_loss",), "test-loss": ("test_loss",), "test-score": SCORES}
    names = (*known[wanted], "train_loss", "loss")
    return next((name for name in names if name in trace.names), "train_loss")


def metric_title(name: str) -> str:
    """Return what people call a curve.

    Examples
    --------
    >>> metric_title("train_loss"), metric_title("test_r2"), metric_title("loss")
    ('train loss', 'test R²', 'mini-batch loss')
    >>> metric_title("gap"), metric_title("log_likelihood")
    ('gap', 'log-likelihood')
    """
    part, _, metric = name.partition("_")
    if part in PARTS and metric:
        return f"{part} {score_title(metric)}"
    return "mini-batch loss" if name == "loss" else score_title(name)


def race_drawing(race: Race, pixels: int, picked: int | None) -> Drawing:
    """Return the chart of all members' curves; the picked one is bold and the rest stand back."""
    shown = list(range(min(race.members, MOST)))
    buckets = max(pixels // (1 if len(shown) <= 8 else 3), 50)
    along: Axis = "seconds" if race.x == "seconds" else "steps"
    envelope = race.trace.columns(race.metric, shown, buckets, along)
    lines = []
    for i in sorted(shown, key=lambda i: i == picked):
        x, y = envelope.line(i)
        color = member_color(i, race.members)
        if picked is not None and i != picked:
            color.setAlphaF(0.35)
        width = 2.4 if i == picked else 1.7 if len(shown) <= 8 else 1.0
        lines.append(Line(_scaled(race, i, x), y, color, width))
    end = race.end
    log, limits = limits_of(race, [line.y[line.x <= end] for line in lines])
    return Drawing(
        tuple(lines), x_range=(0.0, end or 1.0), y_range=limits, log=log, x_name=race.x,
        y_name=metric_title(race.metric),
    )  # fmt: skip


def _scaled(race: Race, member: int, x: Array) -> Array:
    return x * float(race.batches[member]) if race.x == "examples" else x


def limits_of(race: Race, curves: Sequence[Array]) -> tuple[bool, tuple[float, float]]:
    """Return whether the y axis is logarithmic, and its limits.

    Losses that are all above 0 are drawn so. A runner that diverges does not squeeze the others:
    a loss is shown up to ten times the largest at the start.
    """
    values = np.concatenate([c[np.isfinite(c)] for c in curves] or [np.zeros(0)])
    if not len(values):
        return False, (0.0, 1.0)
    starts = [float(c[np.isfinite(c)][0]) for c in curves if np.isfinite(c).any()]
    low, high = float(values.min()), float(values.max())
    if race.rising:
        return False, (max(low, -0.25) - 0.02, 1.02)
    if low > 0:
        high = min(high, 10 * max(starts))
        top = math.ceil(math.log10(high) * 2) / 2
        bottom = min(math.floor(math.log10(low) * 4) / 4, top - 0.5)
        return True, (10.0**bottom, 10.0**top)
    high = min(high, low + 10 * (max(starts) - low)) if max(starts) > low else high
    room = 0.06 * ((high - low) or 1.0)
    return False, (low - room, high + room)


def standings(race: Race, at: float | None = None) -> list[Placing]:
    """Return where all members stand at a place on the axis, the leader first; None: at the end."""
    at = race.end if at is None else at
    found = []
    for i in range(race.members):
        found.append(Placing(i, race.labels[i], value_at(race, i, at)))
    sign = -1 if race.rising else 1
    return sorted(found, key=lambda s: sign * s.value if math.isfinite(s.value) else math.inf)


def value_at(race: Race, member: int, at: float) -> float:
    """Return a member's value at a place on the axis."""
    if race.x == "seconds":
        step = race.trace.step_at(at, "seconds")
    else:
        step = int(at / race.batches[member]) if race.x == "examples" else int(at)
    values = race.trace.value_at(race.metric, step)
    return float(values[member]) if len(values) > member else math.nan


def ranks(race: Race, found: Sequence[Placing], picked: int | None) -> list[Rank]:
    """Return the standings as lines of a list; a bar tells how far each has come.

    A full bar is the best; for losses its length falls evenly in the logarithm, by a half for
    each factor of ten.
    """
    best = next((s.value for s in found if math.isfinite(s.value)), 1.0)
    lines = []
    for place, s in enumerate(found, 1):
        value = number(s.value, full=True) if math.isfinite(s.value) else "diverged"
        color = member_color(s.member, race.members)
        share = _share(race, s.value, best)
        lines.append(Rank(s.member, f"{place}  {s.label}", value, share, color, s.member == picked))
    return lines


def _share(race: Race, value: float, best: float) -> float:
    if not math.isfinite(value):
        return 0.0
    if race.rising:
        return value
    if best > 0 and value > 0:
        return max(0.0, 1 - 0.5 * math.log10(value / best))
    return 1.0 if value <= best else 0.5


def place_words(race: Race, at: float) -> str:
    """Write a place on the axis."""
    return f"{number(at)} seconds" if race.x == "seconds" else f"{grouped(round(at))} {race.x}"


def level(found: Sequence[Placing]) -> bool:
    """Say whether nobody is ahead, as at a common start or where all have diverged."""
    values = [s.value for s in found]
    if not all(map(math.isfinite, values)):
        return not any(map(math.isfinite, values))
    return len(values) > 1 and math.isclose(min(values), max(values), rel_tol=1e-6)


def verdict(race: Race, found: Sequence[Placing], at: float) -> str:
    """Say who is ahead, and by how much."""
    fine = [s for s in found if math.isfinite(s.value)]
    gone = len(found) - len(fine)
    lost = "" if not gone else f" {gone} of {len(found)} diverged."
    if not fine:
        begun = at > 0
        return f"All have diverged: {'the rates are too large' if begun else 'no finite start'}."
    first = fine[0]
    place = place_words(race, at)
    title = metric_title(race.metric)
    if len(fine) < 2:
        return f"{first.label}: {title} {number(first.value)} after {place}.{lost}"
    last = fine[-1]
    if level(found):
        return f"All stand at the same {title} after {place}: {number(first.value)}.{lost}"
    digits = _telling(first.value, last.value)
    told = f"{first.label} is ahead after {place}: {title} {number(first.value, digits)}, "
    return f"{told}{last.label} is last with {number(last.value, digits)}.{lost}"


def _telling(one: float, other: float) -> int:
    shown = (n for n in range(3, 8) if number(one, n) != number(other, n))
    return next(shown, 8)
