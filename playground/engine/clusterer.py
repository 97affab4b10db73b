"""The parent of models that put rows into groups."""

from typing import NamedTuple

from playground.engine.learner import State
from playground.engine.unlabelled import Unlabelled
from playground.kernels.array import Array

OPEN, NOISE, BORDER, CORE = -1, 0, 1, 2
"""What a row can be: not reached yet, in no group, at the edge of one, in the midst of one."""


class Marks(NamedTuple):
    """What else there is to see of the rows while they are being grouped.

    Attributes
    ----------
    kinds
        What each row is ``(n,)``: `OPEN`, `NOISE`, `BORDER` or `CORE`.
    current
        The row that was reached last; -1 for none.
    radius
        How far its Euclidean neighbourhood reaches, in the units of the model; 0 for none.
    frontier
        Numbers of the rows that are known and wait their turn ``(k,)``, or None.
    told
        What the last step did, in a few words.
    """

    kinds: Array | None = None
    current: int = -1
    radius: float = 0.0
    frontier: Array | None = None
    told: str = ""


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

    def trail(self, state: State) -> Array | None:
        """Return where the centres have been ``(t, groups, d)``, the oldest first, or None.

        NaN stands for groups that there were not yet. Pictures of a model that keeps none draw
        the places that they have seen.
        """
        return None

    def marks(self, state: State) -> Marks:
        """Return what else there is to see of the rows; nothing unless a subclass says more."""
        return Marks()
