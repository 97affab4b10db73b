"""What every learner offers, whatever it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np

from playground.engine.data import Data
from playground.kernels.array import Array

State: TypeAlias = dict[str, Any]
"""A learner's whole state: arrays, numbers, strings, and lists or dicts of them."""


@dataclass(frozen=True)
class Scalars:
    """What a few steps have to tell.

    Attributes
    ----------
    steps, loss
        Step numbers ``(k,)`` and the mini-batch loss of each, ``(k, members)``; NaN for members
        that have stopped.
    evaluated, metrics
        Steps of the evaluation grid that were passed ``(m,)``, and whole-set values
        ``(m, members)`` by name: ``train_loss``, ``test_accuracy``, ...
    """

    steps: Array
    loss: Array
    evaluated: Array = field(default_factory=lambda: np.empty(0, np.int64))
    metrics: Mapping[str, Array] = field(default_factory=dict)


class Facts(NamedTuple):
    """What can be said of a learner before a step is taken.

    Attributes
    ----------
    parameters
        Numbers that one member learns, by block.
    rows_seen
        Training rows in a step of each member.
    baselines
        What the best constant prediction gets, by metric name.
    shows
        Names of what there is to see of it alone, beside what every learner shows.
    """

    parameters: Mapping[str, int]
    rows_seen: tuple[int, ...]
    baselines: Mapping[str, float]
    shows: tuple[str, ...] = ()


class Learner(Protocol):
    """Something that learns step by step and can be asked, captured and put back."""

    source: Data
    members: int
    labels: tuple[str, ...]
    """What tells members apart, in words; empty where there is nothing to tell."""
    device: str
    step_number: int
    finished: str
    """Why it has ended, in words; empty while it can go on."""
    retracing: bool
    """Whether steps of the past are taken again: nothing need be told of them."""

    @property
    def epoch(self) -> float:
        """How often the training rows have been seen."""

    @property
    def best_member(self) -> int:
        """The member of the lowest train loss at the last evaluation."""

    @property
    def facts(self) -> Facts:
        """What can be said of it before a step is taken."""

    def step(self, count: int = 1) -> Scalars:
        """Take up to `count` steps; fewer where it finishes."""

    def evaluate(self) -> dict[str, Array]:
        """Return whole-set metrics ``(members,)`` by name, now."""

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return class probabilities or values ``(members, n, c)`` for rows ``(n, d)``."""

    def capture(self) -> State:
        """Return a copy of the whole state."""

    def restore(self, state: State) -> None:
        """Put a captured state back: going on gives what an uninterrupted run gives."""


def due(step: int) -> bool:
    """Say whether whole sets are evaluated after this many steps: dense at first, then sparser.

    The grid depends on nothing but the step, so that the window and a headless run agree.

    Examples
    --------
    >>> [s for s in range(60) if due(s)]
    [0, 1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]
    """
    if step < 10:
        return step in (0, 1, 2, 3, 5, 7)
    return step % (5 if step < 100 else 10 if step < 1000 else 50 if step < 5000 else 100) == 0
