"""A matrix, what power iteration has found of it, and the rows that it carries."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.labs.matrix import Matrix as MatrixLab
from playground.engine.modelling.lab_learner import LabLearner
from playground.engine.probe import Probe, Watched
from playground.engine.some_rows import at_most
from playground.kernels.array import Array

MOST_ROWS = 600


class Matrix(Probe, frozen=True):
    """A matrix, what power iteration has found of it, and the rows that it carries.

    ``matrix`` ``(n, n)`` and ``path`` ``(k, n)``: the vectors so far, the newest last;
    ``finished`` says why it has ended. With data, ``points`` ``(m, n)`` are rows as the lab looks
    at them, ``centre`` ``(n,)`` the mean of all, ``names`` what the axes are, and ``labels`` with
    ``classes`` or ``values`` tell them apart.
    """

    most: Annotated[int, setting("Points", "How many are shown at most.", low=1)] = MOST_ROWS

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the matrix and what belongs to it; nothing for learners that are no such lab."""
        block = getattr(learner, "block", None)
        if not isinstance(learner, LabLearner) or not isinstance(block, MatrixLab):
            return {}
        state = learner.state
        vector = block.vector_of(state)
        path = state["path"] if len(vector) == state["path"].shape[1] else vector[None]
        told = {
            "matrix": block.matrix_of(state),
            "path": path.copy(),
            "finished": np.array(learner.finished),
        }
        return told | self._rows(learner, block)

    def _rows(self, learner: LabLearner, block: MatrixLab) -> dict[str, Array]:
        examples = learner.examples
        if examples is None or not len(examples):
            return {}
        places = block.rows_of(examples)
        rows = at_most(np.arange(len(places)), self.most)
        principal = block.features == "principal plane"
        names = ("axis 1", "axis 2") if principal else examples.names[: places.shape[1]]
        return {
            "points": places[rows],
            "centre": places.mean(axis=0),
            "names": np.array(names, dtype=np.str_),
            **learner.source.colouring(rows),
        }
