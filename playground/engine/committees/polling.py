"""Learners that vote as they stand: the wired ones themselves, not copies."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np

from playground.engine.committees.committee import Committee, answer_of
from playground.engine.committees.copies import Copies
from playground.engine.learner import Scalars, State
from playground.engine.metrics import score
from playground.engine.part import Part
from playground.kernels.array import Array


class Count(Protocol):
    """Settings of a vote: how it is counted."""

    @property
    def vote(self) -> Literal["soft", "hard"]:
        """Whether probabilities are averaged, or choices counted."""

    @property
    def weights(self) -> tuple[float, ...]:
        """How much each part counts; a missing one counts 1."""

    @property
    def by_score(self) -> bool:
        """Whether each counts by its score instead."""


class Polling(Committee):
    """Asks learners that learn on their own, and counts their votes.

    Its own state is how far it has come, as far as the slowest of them at most; only parts that
    nobody else steps (of a vote that is itself a copy) are stepped and captured here.
    """

    block: Count

    def __init__(self, block: Count, parts: Sequence[Part]) -> None:
        super().__init__(block, parts)
        self._kept = Copies([part.learner for part in parts if part.kept])
        self._live = [part.learner for part in parts if not part.kept]
        # One that joins learners on their way stands where they stand.
        self.step_number = max((learner.step_number for learner in self._live), default=0)

    def step(self, count: int = 1) -> Scalars:
        """Take up to `count` steps, but never run ahead of a part that is still learning."""
        running = [one.step_number for one in self._live if not one.finished]
        if running and not self.retracing:
            count = min(count, max(min(running) - self.step_number, 0))
        return super().step(count)

    def ballots(self, x: Array, only: Sequence[int] | None = None) -> Array:
        """Return what each part says ``(parts, k, c)`` at raw rows; of hard votes, its choice."""
        asked = range(len(self.parts)) if only is None else only
        said = np.stack([answer_of(self.parts[at].learner, x) for at in asked])
        if self.block.vote == "hard" and self.source.target == "class":
            good = np.isfinite(said).all(axis=-1, keepdims=True)
            said = np.where(good, np.eye(said.shape[-1])[said.argmax(axis=-1)], np.nan)
        return said

    def say(self) -> Array:
        """Return how much each part counts, ``(parts,)``; they add up to 1."""
        count = len(self.parts)
        if self.block.by_score:
            say = self._scores()
        else:
            given = self.block.weights[:count]
            say = np.array([*given, *[1.0] * (count - len(given))])
        return say / say.sum() if say.sum() > 0 else np.full(count, 1 / count)

    def _scores(self) -> Array:
        """Return the score of each part on the validation rows, or the training rows."""
        data = self.source
        rows = np.unique(data.validation if data.validation.size else data.train)
        found = np.zeros(len(self.parts))
        for at, part in enumerate(self.parts):
            said = answer_of(part.learner, data.x[rows])
            if np.isfinite(said).all():
                found[at] = score(data.target, said[None], data.y[rows])[0]
        return found.clip(0.0)

    def tune(self, block: Count) -> None:
        """Take over changed settings; parts may have been changed too, so it looks again."""
        super().tune(block)
        self.finished = ""

    def _advance(self) -> Array:
        """Take note of where the parts are; there is nothing of its own to learn."""
        loss = self._kept.advance()
        if all(part.learner.finished for part in self.parts):
            self.finished = f"all {len(self.parts)} that vote have ended"
        return np.array([loss])

    def _hold(self) -> State:
        """Return the states of parts that are stepped here."""
        return {"finished": self.finished, "parts": self._kept.capture()}

    def _put_back(self, state: State) -> None:
        """Put captured states back."""
        self._kept.restore(state["parts"])
        self.finished = str(state["finished"])
