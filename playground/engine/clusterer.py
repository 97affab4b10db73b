"""The parent of models that put rows into groups."""

from playground.engine.learner import State
from playground.engine.unlabelled import Unlabelled
from playground.kernels.array import Array


class Clusterer(Unlabelled, frozen=True):
    """Puts rows into groups; a subclass says which, after every step.

    `decide` returns shares ``(k, groups)`` of rows ``(k, d)``: 1 for the group that one belongs
    to, or how much it belongs to each. A row of zeros belongs nowhere.
    """

    def groups(self, state: State) -> Array:
        """Return the group of every row as it stands ``(n,)`` int64; -1 for none, or not yet.

        Numbers stay with their groups from step to step as far as they can.
        """
        raise NotImplementedError

    def centres(self, state: State) -> Array | None:
        """Return a centre for every group ``(groups, d)``, or None where groups have none."""
        return None
