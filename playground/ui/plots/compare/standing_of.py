"""How a learner does, read from its curves."""

from typing import TYPE_CHECKING

import numpy as np

from playground.runtime.messages import LearnerInfo
from playground.ui.plots.compare.tile import Standing
from playground.ui.plots.wording import OWN_SCORES, learner_title, shown_member

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge


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
