"""What the learners have told so far: what they are, their curves and their newest scores."""

from typing import Any

from playground.runtime.messages import LearnerInfo, Rows
from playground.runtime.trace import Trace


class Records:
    """Curves, newest scores and descriptions by learner.

    Attributes
    ----------
    traces, infos
        Curves and descriptions, by learner.
    scores
        Newest metric values ``(members,)``, by learner and metric name.
    """

    def __init__(self) -> None:
        self.traces: dict[str, Trace] = {}
        self.scores: dict[str, dict[str, Any]] = {}
        self.infos: dict[str, LearnerInfo] = {}

    def meet(self, infos: dict[str, LearnerInfo]) -> None:
        """Take over the learners of a compiled project and forget those that are gone."""
        self.infos.clear()
        self.infos.update(infos)
        for gone in self.traces.keys() - infos.keys():
            del self.traces[gone]
            self.scores.pop(gone, None)

    def take(self, rows: Rows) -> None:
        """Append new points of a learner's curves."""
        if rows.learner not in self.traces:
            info = self.infos.get(rows.learner)
            self.traces[rows.learner] = Trace(info.batch, info.rows) if info else Trace()
        self.traces[rows.learner].append(rows)
        if rows.restart == 0:
            self.scores.pop(rows.learner, None)
        if len(rows.evaluated):
            self.scores[rows.learner] = {name: v[-1] for name, v in rows.metrics.items()}
