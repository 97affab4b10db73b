"""Balls on a test function: their paths, and what the next step of one of them is made of."""

from typing import Annotated

import numpy as np

from playground.core.block import title_of
from playground.core.settings import setting
from playground.engine.functions.minimiser import Minimiser
from playground.engine.optimizer import Stage
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.training.rule_in_force import next_call, rule_of
from playground.kernels.array import Array, to_host

POINTS = 3000
"""Points of all paths together at most."""


class Functions(Probe, frozen=True):
    """Balls on a test function: their paths, and what the next step of one of them is made of.

    Arrays: ``path`` ``(k, members, d)`` from the start to now, newest steps all there, older ones
    thinned; ``value`` ``(members,)``; ``gone``, True for members that have diverged; ``group``,
    which rule each follows; ``member``, the one looked at; ``stages`` ``(s, d)``, displacements
    that make up its next step, with their ``names`` and its ``rule``. Nothing for learners of data.
    """

    member: Annotated[int, setting("Member", "Whose step; -1 is the best one's.", low=-1)] = -1
    stages: Annotated[bool, setting("Stages", "Whether to take the next step apart.")] = True

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return paths up to the step where the learner stands, and stages of the next."""
        if not isinstance(learner, Minimiser):
            return {}
        member = member_of(learner, self.member)
        most = max(POINTS // learner.members, 24)
        learner.trail  # noqa: B018 - a learner that has not set out is put on its path
        value = learner.evaluate()["train_loss"]
        groups = [g.members.stop - g.members.start for g in learner.plan.groups]
        found = {
            "path": learner.path.until(learner.step_number, most),
            "value": value,
            "gone": ~np.isfinite(value),
            "group": np.repeat(np.arange(len(groups)), groups),
            "member": np.array([member]),
        }
        if self.stages and not learner.finished and np.isfinite(value[member]):
            found |= _told(learner, member)
        return found


def _told(learner: Minimiser, member: int) -> dict[str, Array]:
    """Take a member's next step apart; NaN displacements are left out."""
    _, group = rule_of(learner, member)
    stages = next_stages(learner, member)
    moves = np.concatenate([to_host(move) for _, move in stages])
    if not np.isfinite(moves).all():
        return {}
    names = np.array([name for name, _ in stages], str)
    return {"stages": moves, "names": names, "rule": np.array([title_of(type(group.optimizer))])}


def next_stages(learner: Minimiser, member: int) -> list[Stage]:
    """Explain a member's next step as named displacements ``(1, d)``; nothing is changed."""
    here = learner.weights.part(slice(member, member + 1)).copy()
    given = here.like()
    with np.errstate(all="ignore"):
        loss = learner.objective.gradient(here, learner.whole, given)
        learner.plan.penalty.add(here, given)
        rule, told = next_call(learner, member, given.trained, loss)
        return rule.stages(here.trained, *told)
