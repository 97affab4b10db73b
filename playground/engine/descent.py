"""Steps a population downhill; groups of members may follow different rules."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from playground.engine.optimizer import Optimizer, State
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host


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
    weights, gradient
        What is stepped, and the place where its gradient is found at every step.
    """

    def __init__(self, groups: Sequence[Group], weights: Weights, gradient: Weights) -> None:
        self._weights, self._gradient = weights.trained, gradient.trained
        self._mask = namespace(weights.flat).asarray(weights.layout.decay_mask)
        self.groups: tuple[Group, ...] = ()
        self.states: list[State] = []
        self.tune(groups)

    def step(self, t: int, factor: float = 1.0) -> None:
        """Update all weights in place.

        Parameters
        ----------
        t
            Number of this step, counted from 1.
        factor
            What the schedule multiplies every rate by.
        """
        for move, flat, gradient, state, rate in self._moves:
            now = rate if factor == 1.0 else rate * rate.dtype.type(factor)
            move(flat, gradient, state, now, t, self._mask)

    def tune(self, groups: Sequence[Group]) -> None:
        """Take over new rules or rates; a rule of the same kind keeps its state."""
        old = dict(zip(((g.members.start, type(g.optimizer)) for g in self.groups), self.states,
                       strict=True))  # fmt: skip
        self.groups = tuple(groups)
        self.states = []
        self._moves = []
        for members, optimizer, rate in self.groups:
            flat = self._weights[members]
            known = old.get((members.start, type(optimizer)))
            fits = known is not None and all(len(v) == len(flat) for v in known.values())
            state = known if known is not None and fits else optimizer.begin(flat)
            self.states.append(state)
            self._moves.append((optimizer.step, flat, self._gradient[members], state, rate))

    def capture(self) -> list[dict[str, Any]]:
        """Return a copy of every rule's state, in the CPU's memory."""
        return [{k: to_host(v).copy() for k, v in state.items()} for state in self.states]

    def restore(self, states: list[dict[str, Any]]) -> None:
        """Put captured states back, keeping the arrays in place.

        A rule that remembers other things than the one captured starts anew.
        """
        for mine, theirs in zip(self.states, states, strict=True):
            for name, value in mine.items():
                known = theirs[name] if theirs.keys() == mine.keys() else 0
                value[...] = namespace(value).asarray(known)
