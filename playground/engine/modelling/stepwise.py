"""A classical model at work: its states, stepped, asked and captured like any learner."""

import numpy as np

from playground.core.shape import Target
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.feed import Feed
from playground.engine.learner import State
from playground.engine.modelling.states import copied, frozen_like, placed
from playground.engine.modelling.stepping import Stepping
from playground.kernels.array import Array, to_device, to_host


class Stepwise(Stepping):
    """Steps an estimator on the training rows of a feed, one state for each member.

    Members are asked for by a setting ``members`` of the estimator, if it has one: they learn from
    seeds that count up.

    Parameters
    ----------
    id
        Of the block.
    block
        The estimator.
    feed
        Rows, and the one chain of transforms they pass.
    seed
        Of the first member.
    device
        Where the arrays live.

    Attributes
    ----------
    examples
        The training rows as they reach the model.
    states
        What each member has learned so far.
    """

    block: Estimator

    def __init__(
        self, id: str, block: Estimator, feed: Feed, seed: int, device: str = "cpu"
    ) -> None:
        members = int(getattr(block, "members", 1))
        self.seeds = tuple(range(seed, seed + members))
        labels = tuple(f"seed {s}" for s in self.seeds) if members > 1 else ()
        super().__init__(block, feed.source, feed.scale, members, labels)
        self.id, self.feed, self.device = id, feed, device
        self.examples = Examples.of(feed, device)
        self.states: list[State] = [block.begin(self.examples, s) for s in self.seeds]
        self._conclude()

    @property
    def outputs(self) -> frozenset[str]:
        """What it gives: probabilities of classes, or values."""
        target: Target = self.source.target
        return frozenset({"scores" if target == "class" else "values"})

    def _parameters(self) -> dict[str, int]:
        """Return the numbers learned by the first member."""
        count = self.block.parameters(self.states[0])
        return {self.id: count} if count else {}

    def _advance(self) -> Array:
        """Take one visible step with every member that goes on."""
        loss = np.full(self.members, np.nan)
        for member, state in enumerate(self.states):
            if state["finished"]:
                continue
            try:
                loss[member] = self.block.advance(state, self.examples)
            except np.linalg.LinAlgError as error:
                state["finished"] = f"stopped: its equations have no solution ({error})"
            if str(state["finished"]).startswith("diverged"):
                state["finished"] = f"diverged at step {self.step_number + 1}" + str(
                    state["finished"]
                ).removeprefix("diverged")
        self._conclude()
        return loss

    def _conclude(self) -> None:
        told = [str(state["finished"]) for state in self.states]
        first = next((t for t in told if t.startswith("diverged")), told[0])
        self.finished = first if all(told) else ""

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return probabilities or values ``(members, k, c)`` at rows ``(k, *axes)``."""
        rows = to_device(self.feed.rows(x), self.device)
        with np.errstate(all="ignore"):
            answers = [to_host(self.block.decide(state, rows)) for state in self.states[members]]
        return self.feed.in_own_units(np.stack(answers))

    def _extra(self) -> dict[str, Array]:
        """Return what the estimator reports of each member."""
        told = [self.block.own_metrics(state) for state in self.states]
        return {name: np.array([one.get(name, np.nan) for one in told]) for name in told[0]}

    def _hold(self) -> State:
        """Return a copy of the states."""
        return {"states": copied(self.states), "seeds": list(self.seeds)}

    def _put_back(self, state: State) -> None:
        """Put captured states back."""
        if len(state["states"]) != self.members:
            raise ValueError("the saved state holds another number of members")
        for saved, own in zip(state["states"], self.states, strict=True):
            if saved.keys() != own.keys():
                raise ValueError("the saved state belongs to another model")
        self.states = frozen_like(placed(state["states"], self.device), self.states)
        self._conclude()
