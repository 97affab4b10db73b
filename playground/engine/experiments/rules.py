"""A race of update rules."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec

from playground.core.block import title_of
from playground.core.settings import setting
from playground.engine.choices import AnyOptimizer
from playground.engine.experiment import Experiment, Trial, told_apart
from playground.engine.optimizers.adam import Adam
from playground.engine.optimizers.momentum import Momentum
from playground.engine.optimizers.sgd import Sgd


class Runner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule in a race, with its learning rate."""

    optimizer: Annotated[AnyOptimizer, setting("Optimizer", "How a gradient becomes a step.")]
    rate: Annotated[
        float, setting("Learning rate", "Size of a step.", above=0, high=1e9, scale="log")
    ] = 0.01


class Rules(Experiment, frozen=True):
    """Several rules, each at a rate of its own, from one start."""

    title: ClassVar[str] = "Rules"
    rank: ClassVar[int] = 10

    runners: Annotated[
        tuple[Runner, ...],
        setting("Rules", "A learner for each."),
        msgspec.Meta(min_length=1, max_length=64),
    ] = (Runner(Sgd(), 0.3), Runner(Momentum(), 0.03), Runner(Adam(), 0.01))
    one_rate: Annotated[
        bool,
        setting("One rate for all", "Unfair: a rate that suits one rule does not suit another."),
    ] = False

    def trials(self, plain: Trial) -> Sequence[Trial]:
        """Return a trial for each rule."""
        labels = told_apart([title_of(type(r.optimizer)) for r in self.runners])
        return [
            plain._replace(
                optimizer=runner.optimizer,
                rate=plain.rate if self.one_rate else runner.rate,
                label=label,
            )
            for runner, label in zip(self.runners, labels, strict=True)
        ]
