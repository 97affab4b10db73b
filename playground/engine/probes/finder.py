"""Where copies of the learner come out at other learning rates."""

from typing import Annotated, Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from playground.core.settings import setting
from playground.engine.curvature.rate_finder import Findings, rates_for, try_rates
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.training.descending import Descending
from playground.engine.training.rule_in_force import rate_of, rule_of
from playground.kernels.array import Array, to_host


class _Kept(NamedTuple):
    step: int
    turn: int
    of: tuple[Any, ...]
    found: Findings


_kept: "WeakKeyDictionary[Any, dict[int, _Kept]]" = WeakKeyDictionary()


class Finder(Probe, frozen=True):
    """Where copies of the learner come out at other learning rates.

    Copies of one member each train for ``tried`` steps at one of ``rates`` ``(k,)``. ``losses``
    ``(k,)`` are what they reach, not finite where they diverge (``diverged`` ``(k,)``), ``start``
    is the loss before. ``steepest`` is the rate where the curve falls most, ``largest`` the one
    below which nothing diverges, ``suggested`` one to use; NaN where there is none. ``rate`` is
    the base rate in force and ``at`` the step that the copies were taken at: while learning goes
    on they are taken anew only when the steps have doubled, or `turn` is another.
    """

    rates: Annotated[int, setting("Rates", "How many are tried.", low=5, high=64)] = 31
    steps: Annotated[int, setting("Steps", "Each copy takes.", low=5, high=500)] = 40
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1
    turn: Annotated[int, setting("Turn", "Another number asks for another try.", low=0)] = 0

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return loss against rate; nothing for a learner that does not descend."""
        if not isinstance(learner, Descending) or not learner.weights.layout.trainable:
            return {}
        member = member_of(learner, self.member)
        rate, _ = rate_of(learner, member)
        told = {"rate": np.array(rate), "member": np.array(member)}
        if not np.isfinite(to_host(learner.weights.trained[member])).all():
            return told | {"lost": np.array(True)}
        kept = self._renewed(learner, member)
        found = kept.found
        return told | {
            "rates": found.rates, "losses": found.losses, "start": np.array(found.start),
            "ceiling": np.array(found.ceiling), "diverged": found.diverged,
            "steepest": np.array(found.steepest), "largest": np.array(found.largest),
            "suggested": np.array(found.suggested), "at": np.array(kept.step),
            "tried": np.array(self.steps),
        }  # fmt: skip

    def _renewed(self, learner: Descending, member: int) -> _Kept:
        """Return the newest findings, made now if those kept are too old."""
        _, group = rule_of(learner, member)
        of = (group.optimizer, group.batch, learner.plan.penalty, self.rates, self.steps)
        known, step = _kept.setdefault(learner, {}), learner.step_number
        kept = known.get(member)
        recent = kept is not None and kept.step <= step < 2 * kept.step + 100
        if kept is not None and recent and kept.of == of:
            asked = kept.turn != self.turn and kept.step != step
            if not asked:
                return kept
        rates = rates_for(group.optimizer, self.rates)
        found = try_rates(learner, member, rates, self.steps)
        known[member] = _Kept(step, self.turn, of, found)
        return known[member]
