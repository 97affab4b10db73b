"""Steps a population downhill; groups of members may follow different rules."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from playground.engine.optimizer import Optimizer
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace


class Group(NamedTuple):
    """Members that follow one rule, with a learning rate ``(members, 1)`` each."""

    members: slice
    optimizer: Optimizer
    rate: Array


class Descent:
    """Update rules at work on a population of weights.

    Parameters
    ----------
    groups
        Together they cover every member once.
    weights
        What is stepped; rules shape their state after it.
    """

    def __init__(self, groups: Sequence[Group], weights: Weights) -> None:
        self.groups = tuple(groups)
        self.states = [g.optimizer.begin(weights.trained[g.members]) for g in self.groups]
        xp = namespace(weights.flat)
        self._mask = xp.asarray(weights.layout.decay_mask)

    def step(self, weights: Weights, gradient: Weights, t: int, factor: float = 1.0) -> None:
        """Update all weights in place.

        Parameters
        ----------
        gradient
            Of the same layout.
        t
            Number of this step, counted from 1.
        factor
            What the schedule multiplies every rate by.
        """
        for (members, optimizer, rate), state in zip(self.groups, self.states, strict=True):
            now = rate if factor == 1.0 else rate * rate.dtype.type(factor)
            optimizer.step(
                weights.trained[members], gradient.trained[members], state, now, t, self._mask
            )

    def tune(self, groups: Sequence[Group], weights: Weights) -> None:
        """Take over new rules or rates; a rule of the same kind keeps its state."""
        old = list(zip(self.groups, self.states, strict=True))
        self.groups = tuple(groups)
        self.states = []
        for at, group in enumerate(self.groups):
            same = at < len(old) and old[at][0].members == group.members
            if same and type(old[at][0].optimizer) is type(group.optimizer):
                self.states.append(old[at][1])
            else:
                self.states.append(group.optimizer.begin(weights.trained[group.members]))

    def capture(self) -> list[dict[str, Any]]:
        """Return a copy of every rule's state."""
        return [{k: v.copy() for k, v in state.items()} for state in self.states]

    def restore(self, states: list[dict[str, Any]]) -> None:
        """Put captured states back, keeping the arrays in place."""
        for mine, theirs in zip(self.states, states, strict=True):
            for name, value in theirs.items():
                mine[name][...] = namespace(mine[name]).asarray(value)
