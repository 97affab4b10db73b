"""The experiments that a fit can run, and the type of a setting that holds one."""

from typing import TYPE_CHECKING, TypeAlias

from playground.core.registry import Registry
from playground.engine.experiment import Experiment

EXPERIMENTS = Registry("playground.engine.experiments", Experiment)

if TYPE_CHECKING:
    AnyExperiment: TypeAlias = Experiment
else:
    AnyExperiment = EXPERIMENTS.union()
