"""The parent of models that lay rows out in fewer dimensions."""

from playground.engine.learner import State
from playground.engine.unlabelled import Unlabelled
from playground.kernels.array import Array


class Embedder(Unlabelled, frozen=True):
    """Lays rows out in few dimensions; a subclass says where, after every step.

    `decide` returns the places ``(k, m)`` of rows ``(k, d)``, or ``(k, 0)`` where only the rows
    it learns from have any.
    """

    def places(self, state: State) -> Array:
        """Return where every row lies as it stands ``(n, m)``."""
        raise NotImplementedError
