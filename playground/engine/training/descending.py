"""A population of weight vectors that goes down an objective, step by step."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from playground.engine.batches import Batch
from playground.engine.data import Data
from playground.engine.learner import Facts, Scalars, State, due
from playground.engine.objective import Objective
from playground.engine.training.descent import Descent
from playground.engine.training.endings import Endings
from playground.engine.training.plan import Plan
from playground.engine.training.trail import Trail
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host


class Lane(NamedTuple):
    """Members that are fed batches of one size: their weights, gradients and batches."""

    members: slice
    weights: Weights
    gradient: Weights
    batch: Callable[[int], Batch]


class Descending:
    """Learns by descent, whatever the objective; subclasses say what is fed in and measured.

    Parameters
    ----------
    objective
        What is minimised.
    seeds
        One for each member.
    plan
        How to learn.
    device
        Where the arrays live.
    labels
        What tells members apart, in words; empty where there is nothing to tell.

    Attributes
    ----------
    weights, gradient
        The population, and the gradient of the last step.
    whole
        What the train loss is the mean over.
    shows
        What there is to see of it alone.
    lanes
        Members by the size of their batches.
    finished
        Why learning has ended, in words; empty while it can go on.
    start
        Weights ``(members, layout.size)`` that were put in place of those drawn, if any were.
    retracing
        Whether steps of the past are taken again: what the trail knows of later ones stays.
    """

    objective: Objective
    source: Data
    whole: Batch
    shows: tuple[str, ...] = ("descent",)

    def __init__(
        self,
        objective: Objective,
        seeds: tuple[int, ...],
        plan: Plan,
        device: str = "cpu",
        labels: tuple[str, ...] = (),
    ) -> None:
        self.objective = objective
        self.seeds = seeds
        self.members = len(seeds)
        self.labels = labels
        self.device = device
        self.step_number = 0
        self.finished = ""
        self.retracing = False
        self.plan = plan
        self.weights = objective.initial(seeds, device)
        self.start: Array | None = None
        self.gradient = self.weights.like()
        self._endings = Endings(plan.rules, self.weights)
        self._last: dict[str, Array] = {}
        self._trail = Trail(self.weights.layout, self.members)
        self._descent = Descent(plan.groups, self.weights, self.gradient)

    def _bound(self) -> float:
        """Return the loss of a step from which on a member counts as diverged."""
        raise NotImplementedError

    def batches(self, size: int, seeds: tuple[int, ...]) -> Callable[[int], Batch]:
        """Return what gives the batch of every step to members of these seeds."""
        raise NotImplementedError

    def _measure(self) -> dict[str, Array]:
        """Return whole-set metrics ``(members,)`` by name; ``"train_loss"`` at least."""
        raise NotImplementedError

    def _explain(self, member: int) -> str:
        """Say why a member has diverged."""
        return "the steps grow instead of shrinking: a lower learning rate would help"

    @property
    def best_member(self) -> int:
        """The member of the lowest train loss at the last evaluation."""
        loss = (self._last or self.evaluate())["train_loss"]
        return int(np.nanargmin(loss)) if np.isfinite(loss).any() else 0

    @property
    def facts(self) -> Facts:
        """What can be said before a step is taken."""
        rows = int(self.source.train.shape[-1])
        seen = tuple(min(size, rows) for size in self.plan.batches)
        return Facts(self.weights.layout.parameters(), seen, self._baselines(), self.shows)

    def _baselines(self) -> dict[str, float]:
        """Return what the best constant prediction gets, by metric name."""
        return {}

    @property
    def trail(self) -> Trail:
        """Where the learner has been, with the place where it is if nothing else is known."""
        if not len(self._trail):
            self.mark()
        return self._trail

    def mark(self) -> None:
        """Put the place where the learner is on the trail, as one it has jumped to."""
        loss = self.evaluate()["train_loss"]
        self._trail.add(self.step_number, loss, self.weights.trained)

    def jump(self, flat: Array) -> None:
        """Put other weights in place of all members' and go on from there, at rest.

        Parameters
        ----------
        flat
            Weights and state, ``(members | 1, layout.size)``.
        """
        self.weights.flat[...] = flat
        self._descent.forget()
        self._endings.revive()
        self.mark()
        self._conclude()

    def take_over(self, other: "Descending") -> None:
        """Go on from the weights, the memory and the trail of another."""
        self.restore(other.capture())
        self._trail = other.trail

    def tune(self, plan: Plan) -> None:
        """Take over another plan without a new start."""
        self.plan = plan
        self._endings.tune(plan.rules)
        self._descent.tune(plan.groups)
        self._cut()
        self._conclude()

    def _cut(self) -> None:
        """Lay out the batches anew; the last step of a subclass's making."""
        self._penalty = self.plan.penalty if self.plan.penalty.active else None
        self._limit = self._bound()
        self.lanes: list[Lane] = []
        for members, size in self.plan.lanes():
            weights, gradient = (
                (self.weights, self.gradient)
                if members == slice(0, self.members)
                else (self.weights.part(members), self.gradient.part(members))
            )
            at = self.batches(size, self.seeds[members])
            self.lanes.append(Lane(members, weights, gradient, at))

    def step(self, count: int = 1) -> Scalars:
        """Take up to `count` steps; fewer where it finishes.

        The evaluation of step 0, before any learning, comes with the first steps.
        """
        first = self.step_number
        losses = np.empty((count, self.members), np.float32)
        found: dict[int, dict[str, Array]] = {}
        with np.errstate(all="ignore"):
            if not self.finished:
                self._set_out(found)
            for at in range(count):
                if self.finished:
                    break
                if due(self.step_number + 1):
                    before = self.weights.trained.copy()
                    self._advance(losses[at])
                    found[self.step_number] = self._examine(before)
                else:
                    self._advance(losses[at])
        names = next(iter(found.values()), {})
        return Scalars(
            np.arange(first + 1, self.step_number + 1),
            losses[: self.step_number - first],
            np.array(list(found), np.int64),
            {name: np.stack([row[name] for row in found.values()]) for name in names},
        )

    def _set_out(self, found: dict[int, dict[str, Array]]) -> None:
        """Leave behind what the trail knows of another future."""
        if not self.retracing:
            self._trail.forget(self.step_number + 1)
        if not len(self._trail):
            self.mark()
        if self.step_number == 0:
            found[0] = self._last or self.evaluate()

    def _advance(self, losses: Array) -> None:
        plan, weights = self.plan, self.weights
        for members, part, gradient, batch in self.lanes:
            loss = self.objective.gradient(part, batch(self.step_number), gradient)
            losses[members] = to_host(loss)
        if self._penalty is not None:
            self._penalty.add(weights, self.gradient)
        factor = plan.schedule.factor(self.step_number, plan.planned)
        self.step_number += 1
        self._descent.step(self.step_number, factor, losses)
        self._endings.hold(losses)
        if not losses.dot(losses) < self._limit**2:
            self._catch_divergence(losses)
        if self.step_number == plan.rules.steps:
            self._conclude()

    def _catch_divergence(self, losses: Array) -> None:
        gone = np.flatnonzero(self._endings.active & ~(losses < self._limit))
        step = self.step_number
        told = {int(m): f"diverged at step {step}: {self._explain(int(m))}" for m in gone}
        if told:
            self._endings.diverge(told)
            self._conclude()

    def _examine(self, before: Array) -> dict[str, Array]:
        found = self.evaluate()
        if not self._trail.reaches(self.step_number):
            self._trail.add(
                self.step_number, found["train_loss"], self.weights.trained,
                self.gradient.trained, before,
            )  # fmt: skip
        if self._endings.observe(self.step_number, found):
            self._conclude()
        return found

    def _conclude(self) -> None:
        self.finished = self._endings.conclusion(self.step_number)

    def evaluate(self) -> dict[str, Array]:
        """Return whole-set metrics, and the penalty, ``(members,)`` by name."""
        with np.errstate(all="ignore"):
            found = self._measure()
            if self.plan.penalty.penalises:
                found["penalty"] = to_host(self.plan.penalty.value(self.weights))
        gone = self._endings.diverged
        if gone.any():
            found = {name: np.where(gone, np.nan, value) for name, value in found.items()}
        self._last = found
        return found

    def capture(self) -> State:
        """Return a copy of everything that going on depends on."""
        return {
            "step": self.step_number,
            "weights": to_host(self.weights.flat).copy(),
            "descent": self._descent.capture(),
            "seeds": list(self.seeds),
            **self._endings.capture(),
        }

    def restore(self, state: State) -> None:
        """Put a captured state back.

        Raises
        ------
        ValueError
            If it belongs to another network or number of members, or is damaged.
        """
        try:
            flat, step = state["weights"], int(state["step"])
            if np.shape(flat) != self.weights.flat.shape:
                raise ValueError("the saved weights belong to another network")
            if step < 0:
                raise ValueError("the saved state is damaged: its step is negative")
            self._endings.restore(state)
            self._descent.restore(state["descent"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"the saved state is damaged: {error!r}") from None
        self.weights.flat[...] = namespace(self.weights.flat).asarray(flat)
        self.step_number = step
        self._last = {}
        if not len(self._trail.until(step)):
            self._trail.forget(0)
        self._conclude()
