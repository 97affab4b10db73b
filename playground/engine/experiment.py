"""The parent of experiments: learners that differ in one thing and train as one population."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from playground.core.registry import tag_of
from playground.core.settings import Plugin
from playground.engine.optimizer import Optimizer


class Trial(NamedTuple):
    """What one learner of an experiment follows.

    Attributes
    ----------
    optimizer, rate, batch
        Its rule, its learning rate and the samples in a step.
    label
        What tells it apart from the others, in words.
    """

    optimizer: Optimizer
    rate: float
    batch: int
    label: str = ""


class Experiment(Plugin, frozen=True, tag=tag_of):
    """Several learners from one start, on the same data in the same order."""

    title: ClassVar[str] = ""
    rank: ClassVar[int] = 100

    def trials(self, plain: Trial) -> Sequence[Trial]:
        """Return what the learners follow, each with a label of its own.

        Parameters
        ----------
        plain
            What a single learner would follow, by the other settings.
        """
        raise NotImplementedError


def told_apart(labels: Sequence[str]) -> list[str]:
    """Return labels with a number behind those that occur more than once.

    Examples
    --------
    >>> told_apart(["Adam", "SGD", "Adam"])
    ['Adam 1', 'SGD', 'Adam 2']
    """
    found = []
    for i, label in enumerate(labels):
        nth = labels[:i].count(label) + 1
        found.append(f"{label} {nth}" if labels.count(label) > 1 else label)
    return found
