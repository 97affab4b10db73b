"""What the learners have told so far: what they are, their curves and their newest scores."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from playground.document.graph import leading_to
from playground.document.project import Project
from playground.runtime.kept_curves import Kept, checked
from playground.runtime.messages import LearnerInfo, Rows
from playground.runtime.trace import Trace


class Records:
    """Curves, newest scores and descriptions by learner.

    Parameters
    ----------
    alike
        Says whether learners of one project go on as they are under another.

    Attributes
    ----------
    traces, infos
        Curves and descriptions, by learner.
    scores
        Metric values ``(members,)`` at the step that is shown, by learner and metric name.
    """

    def __init__(self, alike: Callable[[Project, Project], bool]) -> None:
        self.traces: dict[str, Trace] = {}
        self.scores: dict[str, dict[str, Any]] = {}
        self.infos: dict[str, LearnerInfo] = {}
        self._evaluated: dict[str, int] = {}
        self._recalled: dict[str, Kept] = {}
        self._away: dict[str, tuple[Project, Kept]] = {}
        self._alike, self._project = alike, Project()

    def recall(self, kept: Mapping[str, Any]) -> None:
        """Have learners that are about to go on from a file begin with the curves it has kept.

        What is no curve is left out: a run can be followed without its past.
        """
        self._recalled, self._away = {}, {}
        for id, curves in kept.items():
            with contextlib.suppress(ValueError):
                self._recalled[id] = checked(curves)

    def meet(self, infos: dict[str, LearnerInfo], project: Project) -> None:
        """Take over the learners of a compiled project and put away the curves of others.

        An undo brings a learner back as it was; its curves come back with it. One that has no more
        than the same id begins with none.
        """
        # As many members as before: a view that knows the learner finds a curve for each.
        same = {id for id, info in infos.items()
                if id in self.infos and self.infos[id].members == info.members}  # fmt: skip
        self.infos.clear()
        self.infos.update(infos)
        for gone in self.traces.keys() - same:
            self._away[gone] = self._project, self.traces.pop(gone).kept()
            self.scores.pop(gone, None)
        for back in self._away.keys() & infos.keys():
            then, curves = self._away.pop(back)
            if self._alike(leading_to(then, [back]), leading_to(project, [back])):
                self._recalled[back] = curves
        # A worker that has just started knows of no learners: those of before come back.
        self._project = project if infos else self._project

    def take(self, rows: Rows) -> None:
        """Append new points of a learner's curves."""
        id, info = rows.learner, self.infos.get(rows.learner)
        if id not in self.traces:
            self.traces[id] = Trace(info.batch, info.rows) if info else Trace()
        if rows.restart == 0:
            self.scores.pop(id, None)
        if rows.restart is not None and id in self._recalled and len(rows.evaluated):
            self.traces[id].recall(self._recalled.pop(id))
            rows = replace(rows, restart=int(rows.evaluated[0]))
        self.traces[id].append(rows)
        if len(rows.evaluated):
            self.scores[rows.learner] = {name: v[-1] for name, v in rows.metrics.items()}
            self._evaluated[rows.learner] = int(rows.evaluated[-1])

    def look(self, steps: Mapping[str, int]) -> list[str]:
        """Bring the scores to the steps where learners stand; returns those that have changed.

        A learner that looks back stands before the end of its curves.
        """
        changed = []
        for id in self.scores.keys() & steps.keys():
            trace = self.traces[id]
            at = trace.evaluated_at(steps[id])
            if at >= 0 and at != self._evaluated.get(id):
                self._evaluated[id] = at
                known = {name: trace.value_at(name, at) for name in self.scores[id]}
                self.scores[id] = {name: v[: trace.members] for name, v in known.items()}
                changed.append(id)
        return changed
