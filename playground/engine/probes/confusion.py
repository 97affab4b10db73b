"""Which classes a classifier takes for which."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.judging import JudgedPart, judged
from playground.engine.probe import Probe, Watched
from playground.kernels.array import Array
from playground.kernels.scores import confusion, precision_recall_f1


class Confusion(Probe, frozen=True):
    """Which classes a classifier takes for which.

    ``counts`` ``(classes, classes)``, a row for each true class and a column for each guess;
    ``precision``, ``recall`` and ``f1`` ``(classes,)``; ``rows`` ``(n,)`` in the data set with
    their ``labels`` and ``guesses``. Numbers that are not finite leave ``diverged`` alone, and a
    learner of something else than classes leaves nothing.
    """

    part: JudgedPart = "test"
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the counts and what follows from them; see the class."""
        found = judged(learner, self.part, self.member)
        if found is None:
            return {}
        if found.diverged:
            return {"diverged": np.array(True)}
        guesses = found.scores.argmax(axis=1)
        counts = confusion(found.labels, guesses, found.scores.shape[1])
        precision, recall, f1 = precision_recall_f1(counts)
        return {
            "counts": counts, "precision": precision, "recall": recall, "f1": f1,
            "rows": found.rows, "labels": found.labels, "guesses": guesses,
        }  # fmt: skip
