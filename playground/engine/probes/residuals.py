"""What a regression leaves unexplained: truth, prediction and difference of every row."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.some_rows import at_most, rows_in
from playground.kernels.array import Array, to_host

MOST = 1500


class Residuals(Probe, frozen=True):
    """What a regression leaves unexplained: truth, prediction and difference of every row.

    ``truth`` and ``predicted`` ``(n,)`` of one target column in the units of the data set, the
    ``part`` of each row (0 train, 1 validation, 2 test) and its number in ``rows``; ``outputs``
    is how many columns there are. Predictions that are not finite leave ``diverged`` instead.
    Nothing where classes are learned.
    """

    output: Annotated[int, setting("Output", "Which target column.", low=0)] = 0
    member: Annotated[int, setting("Member", "Which one; -1 for the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return truth and prediction of the rows; see the class."""
        data = getattr(learner, "source", None)
        if data is None or data.target != "value" or not len(data.x):
            return {}
        member = member_of(learner, self.member)
        rows, part = [], []
        for number, name in enumerate(data.parts):
            index = at_most(rows_in(data, name, member), MOST)
            rows.append(index)
            part.append(np.full(len(index), number, np.int8))
        chosen = np.concatenate(rows)
        output = min(self.output, data.outputs - 1)
        with np.errstate(all="ignore"):
            answers = to_host(learner.decide(data.x[chosen], slice(member, member + 1)))
        predicted = np.asarray(answers[0, :, output], float)
        arrays = {
            "truth": data.y[chosen, output],
            "part": np.concatenate(part),
            "rows": chosen,
            "outputs": np.array(data.outputs),
        }
        if not np.isfinite(predicted).all():
            return arrays | {"diverged": np.array(True)}
        return arrays | {"predicted": predicted}
