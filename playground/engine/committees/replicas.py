"""Copies of one model on rows and features of their own, and their mean."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from playground.engine.committees.committee import Committee, answer_of
from playground.engine.committees.copies import Copies
from playground.engine.data import Data
from playground.engine.learner import State
from playground.engine.metrics import score, score_name
from playground.engine.part import Part
from playground.engine.randomness import generator
from playground.kernels.array import Array


class Draws(Protocol):
    """Settings of copies: how many there are, and how much each is given."""

    @property
    def copies(self) -> int:
        """How many are trained."""

    @property
    def sample(self) -> float:
        """Share of the training rows that each is given."""

    @property
    def replace(self) -> bool:
        """Whether a row may be drawn more than once."""

    @property
    def features(self) -> float:
        """Share of the features that each sees."""


class Replicas(Committee):
    """Trains copies of one model, each on a draw of rows and features.

    Parameters
    ----------
    id
        Of the ensemble's block.
    block
        How many copies, and how much each is given.
    part
        What is copied.
    data
        Rows as the data set gives them.
    seed
        Key of the draws, and seed of the first copy; the others count up from it.

    Attributes
    ----------
    rows, features
        Row numbers that each copy learns from, and the numbers of its features; the latter are
        None where it has all of them.
    """

    block: Draws

    def __init__(self, id: str, block: Draws, part: Part, data: Data, seed: int) -> None:
        super().__init__(block, [part])
        self.id = id
        each = range(block.copies)
        self.rows = [drawn_rows(data.train.reshape(-1), block, seed, at) for at in each]
        width = int(np.prod(data.x.shape[1:]))
        self.features = [drawn_features(width, block.features, seed, at) for at in each]
        self.copies = Copies(
            [part.new(_given(data, self.rows[at], self.features[at]), seed + at) for at in each]
        )
        self._left_out = [np.setdiff1d(data.train, rows) for rows in self.rows]

    @property
    def voices(self) -> tuple[str, ...]:
        """The copies by number."""
        return tuple(f"copy {at + 1}" for at in range(len(self.copies)))

    def own_rows(self, voice: int) -> Array:
        """Return the rows that a copy has learned from, repeats kept."""
        return self.rows[voice]

    def ballots(self, x: Array, only: Sequence[int] | None = None) -> Array:
        """Return what each copy says ``(copies, k, c)`` at raw rows ``(k, *axes)``."""
        asked = range(len(self.copies)) if only is None else only
        return np.stack([self._asked(at, x) for at in asked])

    def _asked(self, copy: int, x: Array) -> Array:
        return answer_of(self.copies.learners[copy], _seen(np.asarray(x), self.features[copy]))

    def _parameters(self) -> dict[str, int]:
        """Return the numbers that all copies have learned together."""
        count = self.copies.parameters
        return {self.id: count} if count else {}

    def _advance(self) -> Array:
        """Take a tick with every copy."""
        loss = self.copies.advance()
        self.finished = self.copies.finished
        return np.array([loss])

    def out_of_bag(self) -> tuple[Array, Array]:
        """Ask each copy about the training rows that it has not seen.

        Returns
        -------
        rows, answers
            Rows that at least one copy has not seen ``(k,)``, and the mean answer ``(k, c)`` of
            those copies.
        """
        data = self.source
        total: Array = np.zeros((len(data.x), data.outputs))
        count = np.zeros(len(data.x))
        for copy, rows in enumerate(self._left_out):
            if len(rows):
                said = self._asked(copy, data.x[rows])
                if np.isfinite(said).all():
                    total[rows] += said
                    count[rows] += 1
        known = np.flatnonzero(count)
        return known, total[known] / count[known, None]

    def _extra(self) -> dict[str, Array]:
        """Return the score on rows out of the bag, where there are any."""
        if not any(len(rows) for rows in self._left_out):
            return {}
        data, (rows, answers) = self.source, self.out_of_bag()
        reached = score(data.target, answers[None], data.y[rows]) if len(rows) else [np.nan]
        return {f"oob_{score_name(data.target)}": np.asarray(reached, float)}

    def _hold(self) -> State:
        """Return what the copies hold; what they were given follows from the seed."""
        return {"copies": self.copies.capture(), "finished": self.finished}

    def _put_back(self, state: State) -> None:
        """Put captured states back."""
        self.copies.restore(state["copies"])
        self.finished = str(state["finished"])


def drawn_rows(train: Array, block: Draws, seed: int, copy: int) -> Array:
    """Draw the rows that a copy learns from, in rising order, with or without repeats."""
    count = max(2, round(block.sample * len(train)))
    if not block.replace:
        count = min(count, len(train))
    random = generator(seed, "bagging rows", copy)
    return np.sort(random.choice(train, count, replace=block.replace))


def drawn_features(width: int, share: float, seed: int, copy: int) -> Array | None:
    """Draw the features that a copy sees, in rising order; None for all of them."""
    count = max(1, round(share * width))
    if count >= width:
        return None
    return np.sort(generator(seed, "bagging features", copy).choice(width, count, replace=False))


def _seen(x: Array, features: Array | None) -> Array:
    return x if features is None else x.reshape(len(x), -1)[:, features]


def _given(data: Data, rows: Array, features: Array | None) -> Data:
    """Return the data as a copy is given them."""
    names: Sequence[str] = data.names
    if features is not None and len(names):
        names = [names[i] for i in features.tolist()]
    return replace(
        data, x=_seen(data.x, features), train=rows, names=tuple(names), unmoved=None, _cache={}
    )
