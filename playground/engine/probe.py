"""What panels draw is measured by probes: one file each in `probes/`."""

from typing import Protocol, runtime_checkable

import msgspec

from playground.core.registry import Registry
from playground.engine.data import Data
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


PROBES: Registry[Probe] = Registry("playground.engine.probes", Probe)
"""Every probe by the name of its file."""
