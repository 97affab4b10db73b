"""A lab at work: its state, stepped and captured like any learner."""

import numpy as np

from playground.engine.data import Data
from playground.engine.examples import Examples
from playground.engine.feed import Feed
from playground.engine.lab import Lab
from playground.engine.learner import State
from playground.engine.modelling.states import copied, frozen_like, placed
from playground.engine.modelling.stepping import Stepping
from playground.kernels.array import Array


class LabLearner(Stepping):
    """Steps a lab, with the data that are wired into it or none.

    Parameters
    ----------
    id
        Of the block.
    block
        The lab.
    feed
        Rows without labels and their chain of transforms; None where no data are wired in.
    seed
        Key of its draws.

    Attributes
    ----------
    examples
        The rows, or None.
    state
        Where it stands.
    """

    block: Lab
    outputs: frozenset[str] = frozenset()

    def __init__(self, id: str, block: Lab, feed: Feed | None, seed: int) -> None:
        super().__init__(block, feed.source if feed is not None else _no_rows())
        self.id, self.feed = id, feed
        self.examples = Examples.of(feed) if feed is not None else None
        self.state: State = block.begin(self.examples, seed)
        self.finished = str(self.state["finished"])

    def tune(self, block: Lab) -> None:
        """Take over changed settings without a new start; what had ended may go on by them."""
        if block != self.block:
            super().tune(block)
            block.retuned(self.state)
            self.finished = str(self.state["finished"])

    def _advance(self) -> Array:
        """Take one visible step."""
        told = self.block.advance(self.state)
        self.finished = str(self.state["finished"])
        return np.array([told])

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return nothing ``(1, k, 0)``: a lab answers no questions about rows."""
        return np.empty((1, len(x), 0))

    def _extra(self) -> dict[str, Array]:
        """Return what the lab reports."""
        return {name: np.array([told]) for name, told in self.block.own_metrics(self.state).items()}

    def _hold(self) -> State:
        """Return a copy of the state."""
        return {"state": copied(self.state)}

    def _put_back(self, state: State) -> None:
        """Put a captured state back."""
        if state["state"].keys() != self.state.keys():
            raise ValueError("the saved state belongs to another lab")
        self.state = frozen_like(placed(state["state"], "cpu"), self.state)
        self.finished = str(self.state["finished"])


def _no_rows() -> Data:
    none = np.empty(0, np.int64)
    return Data(np.empty((0, 0)), np.empty((0, 0)), "none", none, none, none)
