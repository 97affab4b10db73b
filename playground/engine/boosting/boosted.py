"""Copies of a model trained one after another, each on what the earlier ones got wrong."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from playground.engine.boosting.reweighing import Verdict, judge
from playground.engine.data import Data
from playground.engine.learner import Learner, State
from playground.engine.modelling.states import frozen
from playground.engine.modelling.stepping import Stepping
from playground.engine.part import Part
from playground.engine.randomness import generator
from playground.kernels.array import Array, to_host

MOST = 16
"""Sets of rows whose votes are remembered, so that a new stage costs only its own vote."""
LARGEST = 4_000_000
"""Bytes of rows from which on their votes are not remembered."""


class Stages(Protocol):
    """Settings of stages: how many there are, and what each is given."""

    @property
    def stages(self) -> int:
        """How many copies are trained."""

    @property
    def learning_rate(self) -> float:
        """How much of its say each stage gets."""

    @property
    def steps_each(self) -> int:
        """Steps after which a copy is taken as it is."""


@dataclass(frozen=True, eq=False)
class _Count:
    """Votes ``(k, classes)`` that the first stages have cast at rows `x`."""

    x: Array
    stages: tuple[State, ...]
    votes: Array


class Boosted(Stepping):
    """Trains copies of a part in turn, weighs rows by how wrong they were, and counts votes.

    Parameters
    ----------
    block
        Settings.
    part
        What is copied.
    whole
        Whether a copy learns to its end in one visible step.

    Attributes
    ----------
    weights
        Of the training rows for the next stage ``(n,)``; they add up to 1.
    stages
        One record a stage: ``weight`` ``(n,)`` that its copy learned with, its ``error`` under
        them, its ``say``, and the ``state`` of the copy.
    """

    block: Stages

    def __init__(
        self, id: str, block: Stages, part: Part, source: Data, seed: int, whole: bool
    ) -> None:
        super().__init__(block, source)
        self.id, self.part, self.seed, self.whole = id, part, seed, whole
        self._rows = source.train.reshape(-1)
        first = np.ones(len(source.x)) if source.weight is None else source.weight
        self.weights = frozen(first[self._rows] / first[self._rows].sum())
        self.stages: list[State] = []
        self._copies: list[Learner] = []
        self._current: Learner | None = None
        self._counts: deque[_Count] = deque(maxlen=MOST)

    @property
    def outputs(self) -> frozenset[str]:
        """What it gives: shares of the votes."""
        return frozenset({"scores"})

    @property
    def voices(self) -> tuple[str, ...]:
        """What each copy is called."""
        return tuple(f"stage {k + 1}" for k in range(len(self.stages)))

    def say(self) -> Array:
        """Return how much each copy counts, ``(stages,)``; they add up to 1."""
        said = np.array([stage["say"] for stage in self.stages], float)
        return said / said.sum() if len(said) else said

    def ballots(self, x: Array, only: Sequence[int] | None = None) -> Array:
        """Return the vote of each copy, or some, one-hot ``(stages, k, classes)``, at raw rows."""
        asked = self._copies if only is None else [self._copies[stage] for stage in only]
        votes = [np.eye(self.source.outputs)[labels_of(copy, x)] for copy in asked]
        return np.stack(votes) if votes else np.empty((0, len(x), self.source.outputs))

    def own_rows(self, voice: int) -> Array:
        """Return the rows that a copy has learned from, repeats kept; empty: all of them."""
        if self.part.weighs:
            return np.empty(0, np.int64)
        return self._drawn(self.stages[voice]["weight"], voice)

    @property
    def copies(self) -> tuple[Learner, ...]:
        """The copies of all stages that are done."""
        return tuple(self._copies)

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return shares of the votes ``(1, k, classes)`` at rows; class shares before any."""
        if not self._copies:
            labels = self.source.y[self._rows]
            shares = np.bincount(labels, self.weights, self.source.outputs)
            return np.broadcast_to(shares, (1, len(x), len(shares))).copy()[members]
        votes = self.votes_after(x, len(self.stages))
        result: Array = (votes / votes.sum(axis=1, keepdims=True))[None][members]
        return result

    def votes_after(self, x: Array, count: int) -> Array:
        """Return the say that each class has gathered ``(k, classes)`` after some stages."""
        done = tuple(self.stages[:count])
        known = next((c for c in self._counts if _leads_to(c, x, done)), None)
        votes = np.zeros((len(x), self.source.outputs)) if known is None else known.votes.copy()
        row = np.arange(len(x))
        for k in range(0 if known is None else len(known.stages), count):
            votes[row, labels_of(self._copies[k], x)] += self.stages[k]["say"]
        if known is not None:
            self._counts.remove(known)
        if x.nbytes <= LARGEST:
            self._counts.append(_Count(x.copy(), done, votes))
        return votes

    def _advance(self) -> Array:
        """Go on with the copy of this stage, and judge it once it has ended."""
        if self._current is None:
            self._current = self._begin(self.weights, len(self.stages))
        copy, most = self._current, self.block.steps_each
        copy.step(most - copy.step_number if self.whole else 1)
        if copy.finished or copy.step_number >= most:
            self._current = None
            self._conclude(copy)
        return np.full(1, np.nan)

    def _begin(self, weight: Array, stage: int) -> Learner:
        """Make the copy of a stage."""
        if self.part.weighs:
            every = np.zeros(len(self.source.x))
            every[self._rows] = weight * len(weight)
            data = replace(self.source, weight=every)
        else:
            data = replace(self.source, train=self._drawn(weight, stage))
        copy = self.part.new(data, self.seed + stage)
        copy.retracing = True
        return copy

    def _drawn(self, weight: Array, stage: int) -> Array:
        """Return training rows drawn by their weights: for models that know no weights."""
        draw = generator(self.seed, "boosting rows", stage)
        drawn: Array = draw.choice(self._rows, len(self._rows), p=weight / weight.sum())
        return drawn

    def _conclude(self, copy: Learner) -> None:
        """Give a copy that has ended its say, and every row its new weight."""
        wrong = labels_of(copy, self.source.x[self._rows]) != self.source.y[self._rows]
        verdict = judge(wrong, self.weights, self.source.outputs, self.block.learning_rate)
        if verdict.counts and not copy.finished.startswith("diverged"):
            record = {"weight": self.weights, "error": verdict.error, "say": verdict.say}
            self.stages.append(record | {"state": copy.capture()})
            self._copies.append(copy)
            self.weights = frozen(verdict.weights)
        self.finished = self._ended(verdict, copy.finished)

    def _ended(self, verdict: Verdict, told: str) -> str:
        done = len(self.stages)
        if told.startswith("diverged"):
            return f"{told}, in stage {done + 1}"
        if not verdict.counts:
            return (
                f"stage {done + 1} was no better than chance on the weighted rows "
                f"(error {verdict.error:.3f}): it gets no say, and nothing can follow"
            )
        if verdict.error <= 0:
            return f"stage {done} made no mistake: no row is left to weigh up"
        return f"all {done} stages are trained" if done >= self.block.stages else ""

    def _extra(self) -> dict[str, Array]:
        """Return the weighted error and the say of the newest stage."""
        newest = self.stages[-1] if self.stages else {}
        names = {"weighted_error": "error", "say": "say"}
        return {name: np.array([newest.get(key, np.nan)]) for name, key in names.items()}

    def _hold(self) -> State:
        """Return the stages, which never change again, and a copy of the one that learns."""
        current: Any = self._current.capture() if self._current is not None else {}
        return {
            "weights": self.weights, "stages": list(self.stages), "current": current,
            "finished": self.finished,
        }  # fmt: skip

    def _put_back(self, state: State) -> None:
        """Put captured stages back; copies that are there already are kept."""
        if len(state["weights"]) != len(self._rows):
            raise ValueError("the saved state belongs to other rows")
        stages, copies = [], []
        for k, saved in enumerate(state["stages"]):
            if k < len(self.stages) and _same(self.stages[k], saved):
                stages.append(self.stages[k])
                copies.append(self._copies[k])
                continue
            copy = self._begin(frozen(saved["weight"]), k)
            copy.restore(saved["state"])
            stages.append(saved)
            copies.append(copy)
        current = None
        if state["current"]:
            current = self._begin(state["weights"], len(copies))
            current.restore(state["current"])
        self.stages, self._copies, self._current = stages, copies, current
        self.weights, self.finished = frozen(state["weights"]), str(state["finished"])


def labels_of(learner: Learner, x: Array) -> Array:
    """Return the class that a learner chooses for each raw row, the mean of its members."""
    scores = to_host(learner.decide(x)).mean(axis=0, dtype=np.float64)
    labels: Array = scores.argmax(axis=1)
    return labels


def _same(mine: State, theirs: State) -> bool:
    """Say whether two records are of one stage: equal weights train equal copies."""
    if mine is theirs:
        return True
    alike = (mine["error"], mine["say"]) == (theirs["error"], theirs["say"])
    return alike and np.array_equal(mine["weight"], theirs["weight"])


def _leads_to(count: _Count, x: Array, stages: tuple[State, ...]) -> bool:
    """Say whether votes counted earlier are those of the first of these stages, at these rows."""
    done = len(count.stages)
    return (
        done <= len(stages)
        and all(mine is theirs for mine, theirs in zip(count.stages, stages, strict=False))
        and np.array_equal(count.x, x)
    )
