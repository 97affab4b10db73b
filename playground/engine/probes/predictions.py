"""What a learner predicts for a few rows of its data set."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.probe import Probe, Watched, member_of
from playground.kernels.array import Array, to_host


class Predictions(Probe, frozen=True):
    """What a learner predicts for a few rows of its data set.

    ``rows`` ``(k,)``, those of the wanted ones that are there; for classes the ``guesses`` ``(k,)``
    and how ``sure`` ``(k,)`` it is of them, for values ``values`` ``(k,)`` of the first target.
    Numbers that are not finite leave ``diverged``; what predicts nothing leaves nothing.
    """

    rows: Annotated[tuple[int, ...], setting("Rows", "Which rows of the data set.")] = ()
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the predictions; see the class."""
        data = getattr(learner, "source", None)
        if data is None or data.target == "none" or data.given is not None:
            return {}
        rows = np.array([row for row in self.rows if 0 <= row < len(data.x)], np.int64)
        if not len(rows):
            return {}
        member = member_of(learner, self.member)
        scores = to_host(learner.decide(data.x[rows], slice(member, member + 1)))[0]
        if not scores.size or not np.isfinite(scores).all():
            return {"rows": rows, "diverged": np.array(True)}
        if data.target == "value":
            return {"rows": rows, "values": scores[:, 0].astype(np.float64)}
        if scores.shape[1] == 1:
            scores = np.concatenate([1 - scores, scores], axis=1)
        return {"rows": rows, "guesses": scores.argmax(axis=1), "sure": scores.max(axis=1)}
