"""A trained learner as the formats see it: what goes in, what comes out, what it is made of."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from playground.core.block import title_of
from playground.engine.clusterer import Clusterer
from playground.engine.data import names_for
from playground.engine.embedder import Embedder
from playground.engine.embedding.t_sne import TSne
from playground.engine.learner import Learner
from playground.engine.modelling.stepping import Stepping
from playground.export.error import ExportError as ExportError
from playground.export.inside import Inside, ModelInside, NetworkInside, inside_of
from playground.kernels.array import Array, to_host

Gives: TypeAlias = Literal["classes", "values", "groups", "places"]
"""Probabilities of classes, values, shares of groups, or places in fewer dimensions."""


@dataclass(frozen=True)
class Subject:
    """A trained learner, and which of its members is written.

    Make it with `subject_of`.

    Attributes
    ----------
    learner
        As it stands.
    id
        Of its block.
    title
        What people call it.
    members
        Whose answers are averaged: a single one, but for parts of ensembles.
    seed
        That the project was trained from.
    """

    learner: Learner
    id: str
    title: str
    members: tuple[int, ...] = (0,)
    seed: int = 0

    @property
    def gives(self) -> Gives:
        """What it answers with."""
        block = getattr(self.learner, "block", None)
        if isinstance(block, Clusterer | Embedder):
            return "groups" if isinstance(block, Clusterer) else "places"
        return "classes" if self.learner.source.target == "class" else "values"

    @property
    def axes(self) -> tuple[int, ...]:
        """Shape of one raw row; a plain table has one axis."""
        return tuple(int(size) for size in self.learner.source.x.shape[1:])

    @property
    def width(self) -> int:
        """Number of raw features of a row, laid out flat."""
        return int(np.prod(self.axes))

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the raw features, x1, x2, ... where they have none."""
        return names_for(self.width, self.learner.source.names)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the columns of its answers where those are classes or groups; else nothing."""
        if self.gives == "classes":
            return tuple(self.learner.source.classes)
        count = self.answers(self.rows()[:1]).shape[1] if self.gives == "groups" else 0
        return tuple(f"group {group + 1}" for group in range(count))

    def each(self) -> tuple[Inside, ...]:
        """Return what each of its members is made of."""
        found = [inside_of(self.learner, member) for member in self.members]
        return tuple(inside for inside in found if inside is not None)

    @property
    def inside(self) -> Inside:
        """What its only member is made of."""
        (inside,) = self.each()
        return inside

    def rows(self) -> Array:
        """Return all raw rows that it has learned or been tested with ``(n, d)``, laid out flat."""
        x = np.asarray(self.learner.source.x, np.float64)
        return x.reshape(len(x), -1)

    def answers(self, x: Array) -> Array:
        """Return what the program itself answers ``(n, outputs)`` at raw rows ``(n, d)``."""
        rows = np.asarray(x, np.float64).reshape(-1, *self.axes)
        told = [
            to_host(self.learner.decide(rows, slice(member, member + 1)))[0]
            for member in self.members
        ]
        return np.asarray(np.mean(told, axis=0, dtype=np.float64))

    def labels(self, x: Array) -> Array:
        """Return the class or group of raw rows ``(n,)``; -1 for a row that is in no group."""
        answers = self.answers(x)
        chosen: Array = answers.argmax(axis=1) if answers.shape[1] else np.zeros(len(x), np.int64)
        return np.where(answers.any(axis=1), chosen, -1) if self.gives == "groups" else chosen


def subject_of(
    learner: Learner, id: str, title: str = "", member: int | None = None, seed: int = 0
) -> Subject:
    """Return a trained learner as the formats see it.

    Parameters
    ----------
    id, title
        Of its block; the id is taken where there is no title.
    member
        Which one is written, from 0; the best one unless said.
    seed
        That the project was trained from; the one that is told is the member's own.

    Raises
    ------
    ExportError
        In words, if it has nothing to take away.
    """
    count = learner.members
    if member is not None and not 0 <= member < count:
        there = "a single member, 0" if count == 1 else f"members 0 to {count - 1}"
        raise ExportError(f"{id} has no member {member}: it has {there}")
    chosen = learner.best_member if member is None else member
    seeds = getattr(learner, "seeds", ())
    own = int(seeds[chosen]) if len(seeds) == count else seed
    subject = Subject(learner, id, title or id, (chosen,), own)
    reason = _nothing_to_take(subject)
    if reason:
        raise ExportError(f"{id}: {reason}")
    return subject


def part_of(learner: Learner, id: str, title: str = "") -> Subject:
    """Return a learner as an ensemble asks it: all of its members, whose mean is its answer."""
    return Subject(learner, id, title or id, tuple(range(learner.members)))


def _nothing_to_take(subject: Subject) -> str:
    """Say why a learner cannot be written to any file, or nothing."""
    if not subject.each():
        return "it learns no rows: only what answers for rows of features can be exported"
    inside = subject.inside
    if isinstance(inside, ModelInside) and isinstance(inside.block, TSne):
        return "t-SNE places the rows it learns and no others: PCA and kernel PCA can be exported"
    alone = subject.learner.members == 1  # of several, the best one has not
    if alone and subject.learner.finished.startswith("diverged"):
        return f"{subject.learner.finished}; reset it and train again"
    if isinstance(inside, NetworkInside):
        every = [array for named in inside.weights.values() for array in named.values()]
        sound = all(bool(np.isfinite(array).all()) for array in every)
        return "" if sound else "its weights are not finite: lower the learning rate, and reset"
    if isinstance(subject.learner, Stepping) and not subject.learner.step_number:
        why = subject.learner.finished or "has learned nothing yet: train it first"
        return f"{title_of(type(subject.learner.block))} {why}"
    told = subject.answers(subject.rows()[:1])
    return "" if np.isfinite(told).all() else "its answers are no finite numbers: train it again"
