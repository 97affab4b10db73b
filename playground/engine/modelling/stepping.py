"""What all learners share that take visible steps of their own kind."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.engine.data import Data
from playground.engine.learner import Facts, Scalars, State, due
from playground.engine.modelling.scoring import Scoring
from playground.kernels.array import Array


class Stepping:
    """Counts ticks, evaluates on the grid of steps, and hands over to what subclasses define.

    A subclass defines `_advance`, `decide`, `_hold`, `_put_back`, and may define `_extra`,
    `_standing` and `_parameters`. Where nothing is to be predicted, `_extra` is all that is
    measured.

    Parameters
    ----------
    block
        Settings of the model; `tune` replaces them.
    source
        Rows as the data set gives them.
    scale
        Unit of values that losses are told in.
    members
        How many learn at once.
    labels
        What tells members apart, in words; empty where there is nothing to tell.

    Attributes
    ----------
    finished
        Why there is nothing more to learn, in words; empty while there is.
    retracing
        Whether steps of the past are taken again: nothing is evaluated then.
    """

    device = "cpu"

    def __init__(
        self,
        block: Any,
        source: Data,
        scale: Array | float = 1.0,
        members: int = 1,
        labels: tuple[str, ...] = (),
    ) -> None:
        self.block, self.source, self.scale = block, source, scale
        self.members, self.labels = members, labels
        self.step_number = 0
        self.finished = ""
        self.retracing = False
        self._scoring = Scoring(source, scale) if source.target != "none" else None
        self._last: dict[str, Array] = {}
        self._loss = np.full(members, np.nan)

    def _advance(self) -> Array:
        """Take one visible step; returns its loss ``(members,)`` and sets `finished`."""
        raise NotImplementedError

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return probabilities or values ``(members, k, c)`` at rows ``(k, *axes)``."""
        raise NotImplementedError

    def _hold(self) -> State:
        """Return a copy of all that was learned."""
        raise NotImplementedError

    def _put_back(self, state: State) -> None:
        """Put back what `_hold` returned, and set `finished`."""
        raise NotImplementedError

    def _extra(self) -> dict[str, Array]:
        """Return further metrics ``(members,)`` by name."""
        return {}

    def _standing(self, metrics: Mapping[str, Array]) -> Array:
        """Return what members are ranked by ``(members,)``, the lowest being the best."""
        return metrics["train_loss"]

    def _parameters(self) -> dict[str, int]:
        """Return the numbers learned by one member, by block."""
        return {}

    @property
    def facts(self) -> Facts:
        """What can be said now; a step sees all training rows."""
        seen = (int(self.source.train.shape[-1]),) * self.members
        shows = tuple(self.block.shows)
        baselines = self._scoring.baselines if self._scoring is not None else {}
        return Facts(self._parameters(), seen, baselines, shows)

    @property
    def epoch(self) -> float:
        """Steps of its own that were taken: each of them sees all rows."""
        return float(self.step_number // self.block.pace)

    @property
    def best_member(self) -> int:
        """The member that did best at the last evaluation."""
        if self.members == 1:
            return 0
        loss = self._standing(self._last or self.evaluate())
        return int(np.nanargmin(loss)) if np.isfinite(loss).any() else 0

    def tune(self, block: Any) -> None:
        """Take over changed settings without a new start."""
        self.block = block

    def step(self, count: int = 1) -> Scalars:
        """Take up to `count` steps; fewer where it finishes."""
        first, losses, found = self.step_number, [], {}
        if self.step_number == 0 and not self.finished and not self.retracing:
            found[0] = self._last or self.evaluate()
        with np.errstate(all="ignore"):
            for _ in range(count):
                if self.finished:
                    break
                if self.step_number % self.block.pace == self.block.pace - 1:
                    self._loss = self._advance()
                self.step_number += 1
                losses.append(self._loss)
                if (due(self.step_number) or self.finished) and not self.retracing:
                    found[self.step_number] = self.evaluate()
        names = next(iter(found.values()), {})
        with np.errstate(over="ignore"):  # a loss beyond float32 is infinite on any curve
            told = np.array(losses, np.float32).reshape(-1, self.members)
        return Scalars(
            np.arange(first + 1, self.step_number + 1),
            told,
            np.array(list(found), np.int64),
            {name: np.stack([row[name] for row in found.values()]) for name in names},
        )

    def evaluate(self) -> dict[str, Array]:
        """Return whole-set metrics ``(members,)`` by name, now."""
        with np.errstate(all="ignore"):
            scores = self._scoring.measure(self.decide) if self._scoring is not None else {}
            self._last = scores | self._extra()
        return self._last

    def capture(self) -> State:
        """Return a copy of everything that going on depends on."""
        return {"step": self.step_number, "loss": self._loss.copy(), "learned": self._hold()}

    def restore(self, state: State) -> None:
        """Put a captured state back.

        Raises
        ------
        ValueError
            If it belongs to another model, or is damaged.
        """
        try:
            step = int(state["step"])
            if step < 0:
                raise ValueError("the saved state is damaged: its step is negative")
            loss = np.array(state["loss"], float).reshape(self.members)
            self._put_back(state["learned"])
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"the saved state is damaged: {error!r}") from None
        self.step_number = step
        self._last = {}
        self._loss = loss
