"""What committees share: they ask several learners, and make one answer of it."""

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from playground.core.shape import ShapeError
from playground.engine.learner import Learner
from playground.engine.modelling.stepping import Stepping
from playground.engine.part import Part
from playground.kernels.array import Array, to_host


@runtime_checkable
class HasVoices(Protocol):
    """A learner whose answer is made of those of several voices."""

    @property
    def voices(self) -> tuple[str, ...]:
        """What each voice is called."""

    def ballots(self, x: Array, only: Sequence[int] | None = None) -> Array:
        """Return what each voice says ``(voices, k, c)`` at raw rows ``(k, *axes)``, or some."""

    def say(self) -> Array:
        """Return how much each voice counts, ``(voices,)``."""

    def own_rows(self, voice: int) -> Array:
        """Return the rows that a voice has learned from, repeats kept; empty: all of them."""


class Committee(Stepping):
    """Makes one answer of those of several learners; subclasses say of which and how.

    Parameters
    ----------
    block
        Settings of the ensemble.
    parts
        What is wired in; all learn the same rows and targets.

    Raises
    ------
    ShapeError
        In words, if the parts learn different things.
    """

    def __init__(self, block: Any, parts: Sequence[Part]) -> None:
        sources = [part.learner.source for part in parts]
        if len({(source.target, source.outputs) for source in sources}) > 1:
            named = " and ".join(part.id for part in parts)
            raise ShapeError(f"what is wired in learns different things: {named}")
        super().__init__(block, sources[0], unit_of(parts[0].learner))
        self.parts = tuple(parts)

    @property
    def voices(self) -> tuple[str, ...]:
        """What each voice is called."""
        return names_of(self.parts)

    @property
    def endless(self) -> bool:
        """Whether a part never has learned all there is, as networks never have."""
        learners = [part.learner for part in self.parts]
        return any(getattr(one, "endless", not isinstance(one, Stepping)) for one in learners)

    @property
    def outputs(self) -> frozenset[str]:
        """What it gives: probabilities of classes, or values."""
        return frozenset({"scores" if self.source.target == "class" else "values"})

    def ballots(self, x: Array, only: Sequence[int] | None = None) -> Array:
        """Return what each voice says ``(voices, k, c)`` at raw rows ``(k, *axes)``, or some."""
        raise NotImplementedError

    def say(self) -> Array:
        """Return how much each voice counts, ``(voices,)``; they add up to 1 here."""
        count = len(self.voices)
        return np.full(count, 1 / count)

    def own_rows(self, voice: int) -> Array:
        """Return the rows that a voice has learned from, repeats kept; empty: all of them."""
        return np.empty(0, np.int64)

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return probabilities or values ``(1, k, c)`` at rows ``(k, *axes)``."""
        return weighed(self.ballots(x), self.say())[None][members]


def names_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return what people call each part: its id where titles are alike."""
    titles = [part.title for part in parts]
    return tuple(p.title if titles.count(p.title) == 1 else p.id for p in parts)


def answer_of(learner: Learner, x: Array) -> Array:
    """Return what a learner says ``(k, c)`` at raw rows; the mean of its members."""
    answers: Array = to_host(learner.decide(x)).mean(axis=0, dtype=np.float64)
    return answers


def unit_of(learner: Learner) -> Array | float:
    """Return the unit of values that a learner tells losses in."""
    owner = learner if hasattr(learner, "scale") else getattr(learner, "feed", None)
    scale: Array | float = getattr(owner, "scale", 1.0)
    return scale


def weighed(ballots: Array, say: Array) -> Array:
    """Compute the weighted mean ``(k, c)`` of ballots ``(voices, k, c)``.

    A voice whose numbers are not finite abstains; where all of them do, so is the answer.

    Examples
    --------
    >>> weighed(np.array([[[1.0, 0.0]], [[0.0, 1.0]]]), np.array([3.0, 1.0]))
    array([[0.75, 0.25]])
    """
    good: Array = np.asarray(np.isfinite(ballots).all(axis=(1, 2)))
    if not good.any():
        return np.full(ballots.shape[1:], np.nan)
    say = np.where(good, np.maximum(say, 0.0), 0.0)
    if not say.any():
        say = good.astype(float)
    mean: Array = np.tensordot(say / say.sum(), np.where(good[:, None, None], ballots, 0.0), axes=1)
    return mean
