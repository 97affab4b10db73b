"""Copies of a learner that advance together, and are captured together."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.engine.learner import Learner, State


class Copies:
    """Learners that take their ticks together; nothing is told of any of them alone.

    Parameters
    ----------
    learners
        The copies, at step 0.
    """

    def __init__(self, learners: Sequence[Learner]) -> None:
        self.learners = tuple(learners)
        for learner in self.learners:
            learner.retracing = True

    def __len__(self) -> int:
        return len(self.learners)

    def advance(self) -> float:
        """Take a tick with every copy that goes on; returns the mean of what they lose."""
        losses: list[float] = []
        for learner in self.learners:
            if not learner.finished:
                losses.extend(learner.step(1).loss.reshape(-1).tolist())
        known = [loss for loss in losses if np.isfinite(loss)]
        return float(np.mean(known)) if known else np.nan

    @property
    def finished(self) -> str:
        """Why there is nothing more to learn, in words; empty while any copy goes on."""
        if not all(learner.finished for learner in self.learners):
            return ""
        if all(learner.finished.startswith("diverged") for learner in self.learners):
            return self.learners[0].finished
        return f"all {len(self)} copies have ended"

    @property
    def parameters(self) -> int:
        """Numbers that all copies have learned together."""
        return sum(sum(learner.facts.parameters.values()) for learner in self.learners)

    def capture(self) -> list[State]:
        """Return a copy of everything that going on depends on."""
        return [learner.capture() for learner in self.learners]

    def restore(self, states: Sequence[Any]) -> None:
        """Put captured states back.

        Raises
        ------
        ValueError
            If they are of other copies.
        """
        if len(states) != len(self):
            raise ValueError("the saved state holds another number of copies")
        for learner, state in zip(self.learners, states, strict=True):
            learner.restore(state)
