"""Steps a population downhill; groups of members may follow different rules."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from playground.engine.optimizer import Optimizer, State
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host


class Group(NamedTuple):
    """Members that follow one rule on batches of one size, each with a rate, ``(members, 1)``."""

    members: slice
    optimizer: Optimizer
    rate: Array
    batch: int = 32


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

    def step(self, t: int, factor: float = 1.0, loss: Array | None = None) -> None:
        """Update all weights in place.

        Parameters
        ----------
        t
            Number of this step, counted from 1.
        factor
            What the schedule multiplies every rate by.
        loss
            Of each member before the step, ``(members,)``, for rules that want it.
        """
        if loss is not None:
            for members, seen in self._wanting:
                seen[:, 0] = namespace(seen).asarray(loss[members])
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
        self._wanting: list[tuple[slice, Array]] = []
        for members, optimizer, rate, _ in self.groups:
            flat = self._weights[members]
            known = old.get((members.start, type(optimizer)))
            state = optimizer.begin(flat)
            if known is not None and _shapes(known) == _shapes(state):
                state = known
            self.states.append(state)
            if optimizer.wants_loss:
                self._wanting.append((members, state["loss"]))
            self._moves.append((optimizer.step, flat, self._gradient[members], state, rate))

    def forget(self) -> None:
        """Forget what the rules remember: they begin anew from where the weights are."""
        for (members, optimizer, *_), state in zip(self.groups, self.states, strict=True):
            for name, value in optimizer.begin(self._weights[members]).items():
                state[name][...] = value

    def capture(self) -> list[dict[str, Any]]:
        """Return a copy of every rule's state, in the CPU's memory."""
        return [{k: to_host(v).copy() for k, v in state.items()} for state in self.states]

    def restore(self, states: list[dict[str, Any]]) -> None:
        """Put captured states back, keeping the arrays in place.

        A rule that remembers other things than the one captured starts anew.
        """
        for mine, theirs in zip(self.states, states, strict=True):
            for name, value in mine.items():
                known = theirs[name] if _shapes(theirs) == _shapes(mine) else 0
                value[...] = namespace(value).asarray(known)


def _shapes(state: State) -> dict[str, tuple[int, ...]]:
    return {name: array.shape for name, array in state.items()}
