"""A network that learns from labelled rows, as a population of members."""

from dataclasses import dataclass

import numpy as np

from playground.engine.batches import Batches
from playground.engine.data import Data
from playground.engine.descent import Descent, Group
from playground.engine.divergence import diagnose
from playground.engine.evaluation import Evaluation
from playground.engine.feed import Feed
from playground.engine.layer import Context
from playground.engine.learner import Scalars, State, due
from playground.engine.objective import NetworkLoss
from playground.engine.penalty import Penalty
from playground.engine.schedule import Schedule
from playground.engine.stopping import Rules, Stopping
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host


@dataclass(frozen=True)
class Plan:
    """How to learn: everything that may change without a new start.

    Attributes
    ----------
    groups
        Which members follow which rule at which rate.
    schedule, planned
        What multiplies the rates, and the number of steps it is laid out for.
    batch
        Samples in a step.
    penalty, rules
        What is added to the gradient, and when to stop.
    """

    groups: tuple[Group, ...]
    schedule: Schedule
    planned: int
    batch: int
    penalty: Penalty
    rules: Rules


class Supervised:
    """Learns a network's weights from a feed of rows.

    Parameters
    ----------
    objective
        The network with its read-out, and the loss.
    feed
        Rows and the way into the network.
    seeds
        One for each member.
    plan
        How to learn.
    device
        Where the arrays live.

    Attributes
    ----------
    weights, gradient
        The population, and the gradient of the last step.
    finished
        Why learning has ended, in words; empty while it can go on.
    """

    outputs = frozenset({"scores"})

    def __init__(
        self,
        objective: NetworkLoss,
        feed: Feed,
        seeds: tuple[int, ...],
        plan: Plan,
        device: str = "cpu",
    ) -> None:
        self.objective = objective
        self.feed = feed
        self.source: Data = feed.source
        self.seeds = seeds
        self.members = len(seeds)
        self.device = device
        self.step_number = 0
        self.finished = ""
        self.plan = plan
        self.weights = objective.initial(seeds, device)
        self.gradient = self.weights.like()
        self.evaluation = Evaluation(objective, feed, device)
        self._limit = 1e5 * max(1.0, self.evaluation.baselines["train_loss"])
        self._limit_squared = self._limit**2
        self._stopping = Stopping(plan.rules, self.members)
        self._kept: Array | None = None
        self._last: dict[str, Array] = {}
        self._descent = Descent(plan.groups, self.weights, self.gradient)
        self._cut()

    @property
    def epoch(self) -> float:
        """How often the whole training part has been seen."""
        return self.step_number / self._batches.per_epoch

    @property
    def best_member(self) -> int:
        """The member of the lowest train loss at the last evaluation."""
        loss = (self._last or self.evaluate())["train_loss"]
        return int(np.nanargmin(loss)) if np.isfinite(loss).any() else 0

    @property
    def parameter_count(self) -> int:
        """Trainable numbers of one member."""
        return self.weights.layout.trainable

    def tune(self, plan: Plan) -> None:
        """Take over another plan without a new start."""
        self.plan = plan
        self._stopping.tune(plan.rules)
        self._descent.tune(plan.groups)
        self._cut()
        self._conclude()

    def _cut(self) -> None:
        self._penalty = self.plan.penalty if self.plan.penalty.active else None
        whole = self.evaluation.parts["train"]
        self._batches = Batches(whole.x, whole.y, self.plan.batch, self.seeds)

    def step(self, count: int = 1) -> Scalars:
        """Take up to `count` steps; fewer where it finishes.

        The evaluation of step 0, before any learning, comes with the first steps.
        """
        first = self.step_number
        losses = np.empty((count, self.members), np.float32)
        found: dict[int, dict[str, Array]] = {}
        with np.errstate(all="ignore"):
            if first == 0 and not self.finished:
                found[0] = self.evaluate()
            for at in range(count):
                if self.finished:
                    break
                self._advance(losses[at])
                if due(self.step_number):
                    found[self.step_number] = self._examine()
        names = next(iter(found.values()), {})
        return Scalars(
            np.arange(first + 1, self.step_number + 1),
            losses[: self.step_number - first],
            np.array(list(found), np.int64),
            {name: np.stack([row[name] for row in found.values()]) for name in names},
        )

    def _advance(self, report: Array) -> None:
        plan, weights, gradient = self.plan, self.weights, self.gradient
        loss = self.objective.gradient(weights, self._batches.at(self.step_number), gradient)
        if self._penalty is not None:
            self._penalty.add(weights, gradient)
        factor = plan.schedule.factor(self.step_number, plan.planned)
        self.step_number += 1
        self._descent.step(self.step_number, factor)
        report[:] = to_host(loss)
        if self._kept is not None:
            stopped = ~self._stopping.active
            _copy_members(self._kept, weights.flat, stopped)
            report[stopped] = np.nan
        if not report.dot(report) < self._limit_squared:
            self._catch_divergence(report)
        if self.step_number == plan.rules.steps:
            self._conclude()

    def _catch_divergence(self, report: Array) -> None:
        gone = self._stopping.active & ~(report < self._limit)
        for member in np.flatnonzero(gone):
            why = diagnose(self.objective.network, self.weights, self.gradient, int(member))
            self._stopping.reason[member] = f"diverged at step {self.step_number}: {why}"
        if gone.any():
            self._keep(gone)
            self._conclude()

    def _examine(self) -> dict[str, Array]:
        found = self.evaluate()
        before = self._stopping.active
        improved = self._stopping.observe(
            self.step_number, found["train_loss"], found.get("validation_loss")
        )
        if improved.any():
            self._keep(improved)
        stopped = before & ~self._stopping.active
        if stopped.any():
            early = np.array(["early" in reason for reason in self._stopping.reason])
            self._keep(stopped & ~early)
            assert self._kept is not None
            _copy_members(self._kept, self.weights.flat, stopped)
            self._conclude()
        return found

    def _keep(self, which: Array) -> None:
        if self._kept is None:
            self._kept = self.weights.flat.copy()
        _copy_members(self.weights.flat, self._kept, which)

    def _conclude(self) -> None:
        steps, reasons = self.plan.rules.steps, self._stopping.reason
        if all(reasons):
            self.finished = next((r for r in reasons if r.startswith("diverged")), reasons[0])
        elif steps is not None and self.step_number >= steps:
            self.finished = f"done: {self.step_number} steps"
        else:
            self.finished = ""

    def evaluate(self) -> dict[str, Array]:
        """Return loss and score of every part, and the penalty, ``(members,)`` by name."""
        with np.errstate(all="ignore"):
            found = self.evaluation.measure(self.weights)
            if self.plan.penalty.penalises:
                found["penalty"] = to_host(self.plan.penalty.value(self.weights))
        gone = [reason.startswith("diverged") for reason in self._stopping.reason]
        if any(gone):
            found = {name: np.where(gone, np.nan, value) for name, value in found.items()}
        self._last = found
        return found

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return class probabilities or values ``(members, n, c)`` for rows ``(n, d)``.

        Parameters
        ----------
        x
            Rows in the units of the data set, before any transform.
        members
            Which members to ask.
        """
        chosen = Weights(self.weights.layout, self.weights.flat[members])
        with np.errstate(all="ignore"):
            z = self.objective.predict(chosen, self.feed.inputs(x, self.device))
            return self.feed.in_own_units(to_host(self.objective.compared.scores(z)))

    def activations(self, x: Array, members: slice = slice(None)) -> dict[str, Array]:
        """Return every layer's output ``(members, n, *axes)`` by block, for rows ``(n, d)``."""
        chosen = Weights(self.weights.layout, self.weights.flat[members])
        network = self.objective.network
        with np.errstate(all="ignore"):
            record = network.run(chosen, self.feed.inputs(x, self.device), Context())
        return {node.id: to_host(record[node.id]) for node in network.nodes}

    def capture(self) -> State:
        """Return a copy of everything that going on depends on."""
        return {
            "step": self.step_number,
            "weights": to_host(self.weights.flat).copy(),
            "descent": self._descent.capture(),
            "stopping": self._stopping.capture(),
            "kept": None if self._kept is None else to_host(self._kept).copy(),
            "seeds": list(self.seeds),
        }

    def restore(self, state: State) -> None:
        """Put a captured state back.

        Raises
        ------
        ValueError
            If it belongs to another network or number of members, or is damaged.
        """
        shape, xp = self.weights.flat.shape, namespace(self.weights.flat)
        try:
            flat, kept, step = state["weights"], state["kept"], int(state["step"])
            if np.shape(flat) != shape or (kept is not None and np.shape(kept) != shape):
                raise ValueError("the saved weights belong to another network")
            if step < 0:
                raise ValueError("the saved state is damaged: its step is negative")
            self._stopping.restore(state["stopping"])
            self._descent.restore(state["descent"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"the saved state is damaged: {error!r}") from None
        self.weights.flat[...] = xp.asarray(flat)
        self.step_number = step
        self._kept = None if kept is None else xp.array(kept)
        self._last = {}
        self._conclude()


def _copy_members(source: Array, target: Array, which: Array) -> None:
    """Copy the weights of some members; `which` is a mask ``(members,)`` in the CPU's memory."""
    xp = namespace(target)
    xp.copyto(target, source, where=xp.asarray(which)[:, None])
