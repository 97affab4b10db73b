"""What a classifier says of the rows of one part of its data."""

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

import numpy as np

from playground.core.settings import setting
from playground.engine.probe import Watched, member_of
from playground.engine.some_rows import at_most, rows_in
from playground.kernels.array import Array, to_host

JudgedPart: TypeAlias = Annotated[
    Literal["train", "validation", "test"], setting("Part", "Which rows are judged.")
]

MOST_ROWS = 5000
"""Rows that are judged at most: more tell hardly more, and take time from learning."""


@dataclass(frozen=True, eq=False)
class Judged:
    """Rows with what is true of them, and what a learner makes of it.

    Attributes
    ----------
    rows
        Their numbers in the data set ``(n,)``.
    labels
        Their classes ``(n,)``.
    scores
        Probabilities ``(n, classes)``; not finite where the learner has diverged.
    """

    rows: Array
    labels: Array
    scores: Array

    @property
    def diverged(self) -> bool:
        """Whether the scores are no numbers."""
        return not np.isfinite(self.scores).all()


def judged(learner: Watched, part: JudgedPart, wanted: int) -> Judged | None:
    """Return what a member says of the rows of a part; None where it learns no classes.

    Parameters
    ----------
    wanted
        The member; -1 is the best.
    """
    data = getattr(learner, "source", None)
    if data is None or data.target != "class" or not len(data.x):
        return None
    member = member_of(learner, wanted)
    rows = at_most(rows_in(data, part, member), MOST_ROWS)
    classes = data.outputs
    if not len(rows):
        return Judged(rows, data.y[rows], np.empty((0, classes)))
    scores = np.asarray(to_host(learner.decide(data.x[rows], slice(member, member + 1))))[0]
    if scores.shape[1] == 1 and classes == 2:
        scores = np.concatenate([1 - scores, scores], axis=1)
    return Judged(rows, data.y[rows], scores) if scores.shape[1] == classes else None
