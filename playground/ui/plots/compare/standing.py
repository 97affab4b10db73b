"""How a learner does beside others, in figures and in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.runtime.messages import LearnerInfo
from playground.ui.plots.lettering import number
from playground.ui.plots.wording import (
    OWN_SCORES,
    grouped,
    learner_title,
    score_title,
    shown_member,
)

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


@dataclass(frozen=True)
class Standing:
    """How a learner does.

    Attributes
    ----------
    title
        What people call it.
    metric
        Name of its score: ``"accuracy"``, ``"r2"``, or one of a learner that predicts nothing.
    train, test
        Scores of the member that is shown; NaN where there is none. A learner that predicts
        nothing has one score, which stands for the test score.
    baseline
        Test score of the best constant prediction, or NaN.
    seconds, step
        Time that it has learned, and steps taken.
    finished
        Why it has ended, or "".
    best
        Whether none does better on the test part.
    """

    title: str
    metric: str = "accuracy"
    train: float = np.nan
    test: float = np.nan
    baseline: float = np.nan
    seconds: float = 0.0
    step: int = 0
    finished: str = ""
    best: bool = False

    @property
    def named(self) -> str:
        """What its score is called."""
        part = "" if self.metric in OWN_SCORES else "test "
        return f"{part}{score_title(self.metric)}"

    @property
    def beats_guessing(self) -> bool:
        """Whether the test score is above that of the best constant prediction."""
        return not np.isfinite(self.baseline) or self.test > self.baseline + 1e-9

    def line(self) -> str:
        """Write everything but the test score, the most important first."""
        parts = [f"train {figure(self.train)}" if np.isfinite(self.train) else ""]
        done = "finished at" if self.finished else "step"
        parts += [f"{done} {grouped(self.step)}", duration(self.seconds) if self.seconds else ""]
        return " · ".join(part for part in parts if part)

    def tip(self) -> str:
        """Write all that is known, for a tooltip."""
        lines = [f"{self.title}: {self.named} {figure(self.test)}", self.line()]
        if np.isfinite(self.baseline):
            lines.append(f"always guessing the same: {figure(self.baseline)}")
        if self.finished:
            lines.append(f"finished: {self.finished}")
        return "\n".join([*lines, "Click: select it and show it in the other panels"])


def figure(score: float) -> str:
    """Write a score with so many decimals everywhere, so that tiles can be compared.

    Examples
    --------
    >>> figure(1.0), figure(-0.00196), figure(float("nan")), figure(-1234.5)
    ('1.000', '−0.002', '–', '−1234')
    """
    return f"{score:.3f}".replace("-", "−") if abs(score) < 10 else number(score)


def duration(seconds: float) -> str:
    """Write a training time shortly.

    Examples
    --------
    >>> duration(0.0123), duration(2.345), duration(75.0)
    ('12 ms', '2.3 s', '75 s')
    """
    if seconds < 0.1:
        return f"{1000 * seconds:.0f} ms" if seconds >= 0.0005 else "< 1 ms"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def standing_of(bridge: "Bridge", info: LearnerInfo, step: int) -> Standing:
    """Return the scores of a learner at a step, its time, and whether it has ended."""
    trace = bridge.traces.get(info.id)
    metric = "accuracy" if info.target == "class" else "r2"
    if info.target == "none":
        known = trace.names if trace is not None else ()
        metric = next((name for name in OWN_SCORES if name in known), OWN_SCORES[0])
    title = learner_title(bridge, info.id)
    if "network" in info.shows:
        # Among other learners it matters that it is a network, not how it is fitted.
        title = title.replace("Fit", "Network", 1)
    if trace is None:
        return Standing(title, metric)
    member = shown_member(bridge, trace, step)
    names = [f"{part}_{metric}" for part in ("train", "test")]
    values = [trace.value_at(n, step) for n in (names if info.target != "none" else
                                                ("", metric))]  # fmt: skip
    train, test = (float(v[member]) if len(v) > member else np.nan for v in values)
    return Standing(
        title, metric, train, test, info.baselines.get(f"test_{metric}", np.nan),
        trace.position_of(step, "seconds"), step,
        bridge.status.finished.get(info.id, ""),
    )  # fmt: skip
