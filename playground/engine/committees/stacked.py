"""Copies of every part, and a small model that learns how much to trust each."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from playground.core.shape import Target
from playground.engine.committees.committee import Committee, answer_of
from playground.engine.committees.copies import Copies
from playground.engine.committees.folds import folds_of
from playground.engine.data import Data
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import Learner, State, due
from playground.engine.modelling.states import copied
from playground.engine.part import Part
from playground.kernels.array import Array

MOST_STEPS = 200
"""Steps that the model on top is given each time it learns anew."""


class Stack(Protocol):
    """Settings of a stack: what it learns from, and what is on top."""

    @property
    def pace(self) -> int:
        """Ticks of the clock for each visible step."""

    @property
    def folds(self) -> int:
        """Into how many parts the training rows are divided."""

    @property
    def passthrough(self) -> bool:
        """Whether the model on top sees the features too."""

    def top(self, target: Target) -> Estimator:
        """Return the model that is stacked on top."""


class Stacked(Committee):
    """Trains copies of every part on all folds but one, and on all rows; stacks a model on top.

    What the copies say of the rows that they have not seen is what the model on top learns from,
    so that it trusts no part for having learned its rows by heart. What the copies that know all
    rows say is what it is asked with.

    Parameters
    ----------
    id
        Of the ensemble's block.
    block
        How many folds, and what is stacked on top.
    parts
        What is copied.
    data
        Rows as the data set gives them.
    seed
        Of every copy.

    Attributes
    ----------
    top, state
        The model on top, and what it has learned.
    fold
        Of each training row.
    """

    block: Stack

    def __init__(
        self, id: str, block: Stack, parts: Sequence[Part], data: Data, seed: int
    ) -> None:
        super().__init__(block, parts)
        self.id, self._seed = id, seed
        self._rows = np.unique(data.train)
        self.fold = folds_of(self.source.y[self._rows], self.source.target, block.folds)
        self._count = int(self.fold.max()) + 1
        given = [replace(data, train=self._rows[self.fold != f]) for f in range(self._count)]
        given.append(replace(data, train=self._rows))
        self.copies = Copies([part.new(rows, seed) for part in parts for rows in given])
        self.top: Estimator = block.top(self.source.target)
        self._learn_top()

    def _copy(self, part: int, fold: int) -> Learner:
        """Return a part's copy that has not seen a fold; the one past the last has seen all."""
        return self.copies.learners[part * (self._count + 1) + fold]

    def ballots(self, x: Array, only: Sequence[int] | None = None) -> Array:
        """Return what the full copy of each part says ``(parts, k, c)`` at raw rows."""
        asked = range(len(self.parts)) if only is None else only
        return np.stack([answer_of(self._copy(part, self._count), x) for part in asked])

    def out_of_fold(self) -> Array:
        """Return what each part says ``(parts, n, c)`` of training rows that it has not seen."""
        said = np.empty((len(self.parts), len(self._rows), self.source.outputs))
        for part in range(len(self.parts)):
            for fold in range(self._count):
                mine = self.fold == fold
                rows = self._rows[mine]
                said[part, mine] = answer_of(self._copy(part, fold), self.source.x[rows])
        return said

    def _stacked(self, said: Array, x: Array) -> Array:
        """Lay out what the parts say, and features if wanted, for the model on top.

        Of two classes, the probability of the second says it all; what has diverged says nothing.
        """
        if self.source.target == "class" and said.shape[-1] == 2:
            said = said[..., 1:]
        columns = list(np.nan_to_num(said, posinf=0.0, neginf=0.0))
        if self.block.passthrough:
            columns.append(x.reshape(len(x), -1))
        return np.concatenate(columns, axis=1)

    def _learn_top(self) -> None:
        """Have the model on top learn anew from what the copies say now."""
        data = self.source
        x = self._stacked(self.out_of_fold(), data.x[self._rows])
        examples = Examples(x, data.y[self._rows], data.target, data.outputs)
        self.state: State = self.top.begin(examples, self._seed)
        for _ in range(MOST_STEPS):
            if self.state["finished"]:
                break
            self.top.advance(self.state, examples)

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return probabilities or values ``(1, k, c)`` at rows ``(k, *axes)``."""
        x = np.asarray(x, np.float64)
        return self.top.decide(self.state, self._stacked(self.ballots(x), x))[None][members]

    def say(self) -> Array:
        """Return the weight that the model on top gives each part, ``(parts,)``; 0 at first.

        Of more than two classes, the mean over classes of the weight that a part's probability of
        a class has for that class.
        """
        count = len(self.parts)
        weights = np.asarray(self.state["weights"])
        if weights.size == 0:
            return np.zeros(count)
        outputs = len(weights)
        each = weights[:, : count * outputs].reshape(outputs, count, outputs)
        mean: Array = np.einsum("opo->p", each) / outputs
        return mean

    def _parameters(self) -> dict[str, int]:
        """Return the numbers of all copies and of the model on top."""
        count = self.copies.parameters + self.top.parameters(self.state)
        return {self.id: count} if count else {}

    def _advance(self) -> Array:
        """Take a tick with every copy, and let the model on top follow now and then."""
        loss = self.copies.advance()
        self.finished = self.copies.finished
        if self.finished or due((self.step_number + 1) // self.block.pace):
            self._learn_top()
        return np.array([loss])

    def _hold(self) -> State:
        """Return what the copies and the model on top hold."""
        return {
            "copies": self.copies.capture(), "top": copied(self.state), "finished": self.finished
        }  # fmt: skip

    def _put_back(self, state: State) -> None:
        """Put captured states back."""
        if state["top"].keys() != self.state.keys():
            raise ValueError("the saved state belongs to another model")
        self.copies.restore(state["copies"])
        self.state = copied(state["top"])
        self.finished = str(state["finished"])
