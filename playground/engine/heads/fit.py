"""The fit head: learns to predict the labels or values of the data upstream."""

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

import numpy as np

from playground.core.block import Block, Port, title_of
from playground.core.flow import Advice
from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, Signature, describe
from playground.engine.choices import (
    AnyInitialiser,
    AnyLoss,
    AnyOptimizer,
    AnySchedule,
)
from playground.engine.device import choose
from playground.engine.experiment import Trial
from playground.engine.feed import Feed
from playground.engine.functions.minimisable import Minimisable
from playground.engine.functions.minimiser import Minimiser
from playground.engine.head import Head
from playground.engine.initialisers.xavier import Xavier
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.losses.cross_entropy import CrossEntropy
from playground.engine.losses.squared import Squared
from playground.engine.network import Network, Node
from playground.engine.objective import NetworkLoss
from playground.engine.optimizers.adam import Adam
from playground.engine.schedules.constant import Constant
from playground.engine.training.descent import Group
from playground.engine.training.penalty import Penalty
from playground.engine.training.plan import Plan
from playground.engine.training.stopping import Rules
from playground.engine.training.supervised import Supervised
from playground.engine.trials import AnyExperiment
from playground.kernels.array import to_device

_PENALTY = {"low": 0, "high": 10, "scale": "log", "section": "Regularisation", "tunable": True}


class Fit(Head, frozen=True):
    """Reads the network out into as many numbers as the target needs, and learns by descent.

    The read-out is a linear map of its own: wire any layer, or the data itself, straight in.
    With the data or a transform wired into `target`, it learns to reproduce those features.
    """

    rank: ClassVar[int] = 1
    inputs: ClassVar[tuple[Port, ...]] = (
        Port("x", "tensor", also="objective"),
        Port("target", "data", optional=True),
    )
    needs_target: ClassVar[bool] = True

    loss: Annotated[
        AnyLoss | None,
        setting("Loss", "What is minimised; automatic: cross-entropy for classes, "
                "squared error for values."),
    ] = None  # fmt: skip
    optimizer: Annotated[
        AnyOptimizer, setting("Optimizer", "How a gradient becomes a step.", tunable=True)
    ] = Adam()
    rate: Annotated[
        float,
        setting("Learning rate", "Size of a step.", above=0, high=1e9, scale="log", tunable=True),
    ] = 0.01
    batch: Annotated[
        int,
        setting("Batch size", "Samples in a step.", low=1, high=100_000, scale="log",
                tunable=True),
    ] = 32  # fmt: skip
    schedule: Annotated[
        AnySchedule,
        setting("Schedule", "How the rate changes over the steps.", section="Schedule",
                tunable=True),
    ] = Constant()  # fmt: skip
    planned: Annotated[
        int,
        setting("Planned steps", "What the schedule is laid out for.", low=1, high=10_000_000,
                scale="log", section="Schedule", tunable=True),
    ] = 2000  # fmt: skip
    l1: Annotated[float, setting("L1", "Pulls weights to exactly zero.", **_PENALTY)] = 0.0
    l2: Annotated[float, setting("L2", "Pulls weights towards zero.", **_PENALTY)] = 0.0
    clip: Annotated[
        float,
        setting("Clip gradient", "Largest norm of the whole gradient.", above=0, high=1e6,
                scale="log", section="Regularisation", tunable=True),
    ] | None = None  # fmt: skip
    early_stopping: Annotated[
        int,
        setting("Early stopping", "Stop when the validation loss has not fallen for this many "
                "steps, and go back to its best.", low=1, high=1_000_000, section="Stopping",
                tunable=True),
    ] | None = None  # fmt: skip
    stop_after: Annotated[
        int,
        setting("Stop after steps", "", low=1, high=100_000_000, section="Stopping",
                tunable=True),
    ] | None = None  # fmt: skip
    stop_at_loss: Annotated[
        float,
        setting("Stop at train loss", "", low=0, high=1e9, section="Stopping", tunable=True),
    ] | None = None
    stop_on_plateau: Annotated[
        int,
        setting("Stop on plateau", "Stop when the train loss has not fallen for this many steps.",
                low=1, high=1_000_000, section="Stopping", tunable=True),
    ] | None = None  # fmt: skip
    initialiser: Annotated[
        AnyInitialiser,
        setting("Initial weights", "How the read-out starts out.", section="Read-out"),
    ] = Xavier()
    members: Annotated[
        int,
        setting("Members", "Trained at once, each from a seed of its own.", low=1, high=1024,
                section="Experiment"),
    ] = 1  # fmt: skip
    experiment: Annotated[
        AnyExperiment | None,
        setting("Race", "Learners that differ in one thing, from one start.",
                section="Experiment", nothing="No race"),
    ] = None  # fmt: skip

    def compared(self, target: str) -> AnyLoss:
        """Return the loss in use for a target."""
        return self.loss or (CrossEntropy() if target == "class" else Squared())

    def read_out(self, signature: Signature) -> int:
        """Return how many numbers the read-out has for a data set."""
        return self.compared(signature.target).outputs(signature.target, signature.outputs)

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Raises
        ------
        ShapeError
            If the input is no plain vector, there is no target, or the loss does not suit it.
        """
        if len(shape) != 1 or shape[0][1] is None:
            raise ShapeError(
                f"it reads out a plain vector, but {describe(shape)} arrives", "flatten"
            )
        if signature.target == "none":
            raise ShapeError("the data upstream has neither labels nor values to learn")
        compared = self.compared(signature.target)
        if not compared.suits(signature.target):
            told = {"class": "labels", "value": "values"}[signature.target]
            raise ShapeError(f"the loss {type(compared).__name__} does not suit {told}")

    def warnings(self, before: Block | None, signature: Signature) -> list[Advice]:
        """Return advice: scores squashed or unbent, a batch too large, nothing to stop by."""
        found = []
        names: dict[type, str] = {Dense: "activation", Activation: "function"}
        name = names.get(type(before), "")
        chosen = getattr(before, name, "linear")
        last = getattr(before, "units", 0) == self.read_out(signature)
        # Two tanh units are an honest hidden layer, the smallest that solves XOR.
        alone = isinstance(before, Activation)
        squashed = chosen == "softmax" or (chosen == "sigmoid" and (last or alone))
        if squashed and self.compared(signature.target).wants_linear:
            text = f"{chosen} in front squashes the scores before the loss does so itself"
            label = "Remove it" if alone else "Make it linear"
            found.append(Advice(text, label, {} if alone else {name: "linear"}, alone))
        # Fewer units than numbers read out are a bottleneck, and as many are the scores.
        if chosen == "linear" and getattr(before, "units", 0) > self.read_out(signature):
            what = "boundary" if signature.target == "class" else "fit"
            text = f"a linear layer in front bends nothing: by itself it leaves the {what} straight"
            found.append(Advice(text, "Make it ReLU", {name: "relu"}))
        rows = signature.train_rows
        if 0 < rows < self.batch:
            used = "one training row: it is" if rows == 1 else f"{rows} training rows: all are"
            text = f"batch {self.batch} is larger than the {used} used"
            found.append(Advice(text, f"Set it to {rows}", own={"batch": rows}))
        if self.optimizer.wants_all_rows and self.experiment is None and self.batch < rows:
            text = (
                f"{title_of(type(self.optimizer))} compares each step with the last: "
                "batches of other rows mislead it"
            )
            found.append(Advice(text, "Take all rows in a step", own={"batch": rows}))
        if self.early_stopping is not None and not signature.validation_rows:
            text = "early stopping watches the validation part, but the data set has none"
            found.append(Advice(text, "Switch it off", own={"early_stopping": None}))
        return found

    def trials(self) -> Sequence[Trial]:
        """Return what the learners follow: one trial unless there is an experiment."""
        plain = Trial(self.optimizer, self.rate, self.batch)
        return self.experiment.trials(plain) if self.experiment is not None else [plain]

    def seeds(self, first: int) -> tuple[int, ...]:
        """Return the seed of every learner: the same ones for each trial."""
        return tuple(range(first, first + self.members)) * len(self.trials())

    def labels(self, first: int) -> tuple[str, ...]:
        """Return what tells learners apart, in words; empty for a single one."""
        told = [trial.label for trial in self.trials()]
        if self.members > 1:
            seeds = [f"seed {first + i}" for i in range(self.members)]
            told = [f"{label}, {seed}" if label else seed for label in told for seed in seeds]
        return tuple(told) if len(told) > 1 else ()

    def plan(self, device: str = "cpu") -> Plan:
        """Return how to learn, by the settings as they stand."""
        groups, each = [], self.members
        for at, trial in enumerate(self.trials()):
            rate = to_device(np.full((each, 1), trial.rate, np.float32), device)
            members = slice(at * each, (at + 1) * each)
            groups.append(Group(members, trial.optimizer, rate, trial.batch))
        return Plan(
            tuple(groups), self.schedule, self.planned, Penalty(self.l1, self.l2, self.clip),
            Rules(self.stop_after, self.stop_at_loss, self.stop_on_plateau, self.early_stopping),
        )  # fmt: skip

    def begin(
        self, id: str, parts: Mapping[str, Network], feed: Feed, seed: int, device: str
    ) -> Supervised:
        """Add the read-out to the network and make the learner."""
        (network,) = parts.values()
        objective = self.objective(id, network, feed.source.signature())
        seeds = self.seeds(seed)
        device = choose(device, len(seeds) * self.batch * objective.network.layout.trainable)
        plan, labels = self.plan(device), self.labels(seed)
        return Supervised(objective, feed, seeds, plan, device, labels)

    def objective(self, id: str, network: Network, signature: Signature) -> NetworkLoss:
        """Return the loss of a network with the read-out, which is called `id`, added to it."""
        dense = Dense(units=self.read_out(signature), initialiser=self.initialiser)
        node = Node(id, dense, (network.output,))
        whole = Network((*network.nodes, node), network.inputs)
        return NetworkLoss(whole, self.compared(signature.target))

    def minimise(
        self, function: Minimisable, block: str, seed: int, device: str
    ) -> Minimiser:
        """Make the learner that goes down a function; points are few, so it stays on the CPU."""
        plan, labels = self.plan("cpu"), self.labels(seed)
        return Minimiser(function, block, self.seeds(seed), plan, "cpu", labels)
