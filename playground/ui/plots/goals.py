"""What a learner goes by: a loss, or a number of its own where nothing is predicted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from playground.kernels.array import Array
from playground.runtime.trace import Trace

if TYPE_CHECKING:
    from playground.ui.bridge import Bridge

PREDICTED = ("train_", "validation_", "test_", "oob_")
"""How names of metrics begin that judge predictions."""


class Goal(NamedTuple):
    """The metric that a learner goes by, and whether it is better when it is higher."""

    metric: str
    rising: bool = False

    def standing(self, values: Array) -> Array:
        """Return values so that the lowest is the best."""
        return -values if self.rising else values


def goal_of(bridge: "Bridge", id: str) -> Goal:
    """Return what a learner goes by.

    Learners that predict go by the train loss, those without labels by what their block names, and
    those that name nothing by what their steps tell.
    """
    info = bridge.infos.get(id)
    cls = bridge.catalogue.get(info.kind) if info is not None else None
    if cls is None or cls.family not in ("unsupervised", "lab"):
        return Goal("train_loss")
    return Goal(getattr(cls, "goal", "") or "loss", getattr(cls, "rising", False))


def only_loss(names: Iterable[str]) -> bool:
    """Say whether a loss is all that is judged: there is no other part of data to tell it from.

    Examples
    --------
    >>> only_loss(["loss", "train_loss", "gap"]), only_loss(["train_loss", "test_loss"])
    (True, False)
    """
    return [name for name in names if name.startswith(PREDICTED)] == ["train_loss"]


def own_metrics(trace: Trace) -> tuple[str, ...]:
    """Return the metrics of a learner that predicts nothing; none of one that does."""
    names = trace.names
    if any(name.startswith(PREDICTED) for name in names):
        return ()
    told = tuple(name for name in names if name != "loss")
    return told if told else tuple(name for name in names if _finite(trace, name))


def _finite(trace: Trace, name: str) -> bool:
    return bool(np.isfinite(trace.value_at(name, trace.last_step)).any())
