"""What panels draw is measured by probes: one file each in `probes/`."""

from typing import Protocol, runtime_checkable

import msgspec

from playground.core.registry import Registry
from playground.engine.batches import Batch
from playground.engine.data import Data
from playground.engine.network import Network
from playground.engine.objective import Objective
from playground.engine.training.plan import Plan
from playground.engine.training.trail import Trail
from playground.engine.weights import Weights
from playground.kernels.array import Array


class Watched(Protocol):
    """What probes ask of a learner; every learner has it."""

    @property
    def source(self) -> Data:
        """Rows before any transform."""

    @property
    def members(self) -> int:
        """Number of members that learn at once."""

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return probabilities or values ``(members, k, c)`` at raw features ``(k, *axes)``."""


@runtime_checkable
class ShowsUnits(Protocol):
    """A learner whose layers can be looked into: a network."""

    def activations(self, x: Array, members: slice = slice(None)) -> dict[str, Array]:
        """Return what every layer gives, ``(members, k, units)`` by block id."""


@runtime_checkable
class ShowsCrowd(Protocol):
    """A learner that is one to the outside, the best of a crowd that can be looked at."""

    losses: Array
    """Of every individual at the last count, the lowest first."""

    @property
    def crowd(self) -> int:
        """How many individuals there are."""

    def decide_each(self, x: Array, individuals: slice = slice(None)) -> Array:
        """Return probabilities or values ``(individuals, k, c)`` at raw features."""


@runtime_checkable
class Descends(Protocol):
    """A learner whose weights go down an objective: a network, or a test function."""

    weights: Weights
    gradient: Weights
    whole: Batch
    plan: Plan
    labels: tuple[str, ...]
    members: int
    step_number: int
    finished: str

    @property
    def objective(self) -> Objective:
        """What is minimised."""

    @property
    def trail(self) -> Trail:
        """Where the learner has been."""

    @property
    def best_member(self) -> int:
        """The member of the lowest train loss."""


class Probe(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Settings of a measurement; subclasses measure.

    A probe reads a learner and changes nothing: it draws from no training stream and never
    raises for a learner that has diverged.
    """

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return named arrays for the panel.

        Parameters
        ----------
        learner
            What is looked at, between two steps.
        size
            Resolution, (width, height) in cells.
        """
        raise NotImplementedError


def best_of(learner: Watched) -> int:
    """Return the member of the lowest training loss, as far as the learner tells."""
    best = int(getattr(learner, "best_member", 0))
    return min(max(best, 0), learner.members - 1)


def member_of(learner: Watched, wanted: int) -> int:
    """Return the member that is wanted, or the best one for -1 and for one that is not there."""
    return wanted if 0 <= wanted < learner.members else best_of(learner)


def network_of(learner: object) -> Network | None:
    """Return the network that a learner trains, or None where it trains something else."""
    network = getattr(getattr(learner, "objective", None), "network", None)
    return network if isinstance(network, Network) else None


PROBES: Registry[Probe] = Registry("playground.engine.probes", Probe)
"""Every probe by the name of its file."""
