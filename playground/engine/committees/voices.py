"""The voices of whatever is made of several: an ensemble of blocks, or a forest."""

from collections.abc import Sequence

import numpy as np

from playground.engine.committees.committee import HasVoices
from playground.engine.data import Data
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.probe import best_of
from playground.engine.trees.forest import Forest
from playground.engine.trees.tree import answers
from playground.kernels.array import Array, to_device, to_host


def voices_of(learner: object) -> HasVoices | None:
    """Return the voices of a learner, or None where it has but its own."""
    if isinstance(learner, Stepwise) and isinstance(learner.block, Forest):
        return TreeVoices(learner)
    return learner if isinstance(learner, HasVoices) else None


class TreeVoices:
    """The trees of a forest, each as a voice.

    Parameters
    ----------
    forest
        The learner; of several members, the best one's trees speak.
    """

    def __init__(self, forest: Stepwise) -> None:
        self._forest = forest
        self._trees = forest.states[best_of(forest)]["trees"]

    @property
    def voices(self) -> tuple[str, ...]:
        """The trees by number."""
        return tuple(f"tree {at + 1}" for at in range(len(self._trees["size"])))

    def ballots(self, x: Array, only: Sequence[int] | None = None) -> Array:
        """Return what each tree says ``(trees, k, c)`` at raw rows ``(k, *axes)``."""
        trees, feed = self._trees, self._forest.feed
        if only is not None:
            chosen = list(only)
            trees = {name: array[chosen] for name, array in trees.items()}
        said = answers(trees, to_device(feed.rows(x), self._forest.device))
        return feed.in_own_units(to_host(said))

    def say(self) -> Array:
        """Return how much each tree counts: all alike."""
        count = len(self._trees["size"])
        return np.full(count, 1 / max(count, 1))

    def own_rows(self, voice: int) -> Array:
        """Return no rows: which ones a tree was shown is not kept."""
        return np.empty(0, np.int64)


class OneVoice:
    """A single voice of an ensemble, as pictures ask for a learner.

    Parameters
    ----------
    voices
        All of them.
    voice
        Number of the one.
    source
        Rows that they learn from.
    """

    members = 1
    best_member = 0

    def __init__(self, voices: HasVoices, voice: int, source: Data) -> None:
        self._voices, self._voice, self.source = voices, voice, source

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return what it says ``(1, k, c)`` at raw rows ``(k, *axes)``."""
        return self._voices.ballots(x, (self._voice,))[members]
