"""The rules a learner is put together from: optimizers, schedules, initialisers and losses.

Each folder is a registry, and each ``Any...`` the type of a setting that holds one of its rules.
"""

from typing import TYPE_CHECKING, TypeAlias

from playground.core.registry import Registry
from playground.engine.initialiser import Initialiser
from playground.engine.loss import Loss
from playground.engine.optimizer import Optimizer
from playground.engine.schedule import Schedule

OPTIMIZERS = Registry("playground.engine.optimizers", Optimizer)
SCHEDULES = Registry("playground.engine.schedules", Schedule)
INITIALISERS = Registry("playground.engine.initialisers", Initialiser)
LOSSES = Registry("playground.engine.losses", Loss)

if TYPE_CHECKING:
    AnyOptimizer: TypeAlias = Optimizer
    AnySchedule: TypeAlias = Schedule
    AnyInitialiser: TypeAlias = Initialiser
    AnyLoss: TypeAlias = Loss
else:
    AnyOptimizer = OPTIMIZERS.union()
    AnySchedule = SCHEDULES.union()
    AnyInitialiser = INITIALISERS.union()
    AnyLoss = LOSSES.union()
