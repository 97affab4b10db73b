"""Which rule a member of a population follows, at which rate, and what the rule remembers."""

from typing import Any

from playground.engine.descent import Group
from playground.engine.optimizer import State
from playground.engine.probe import Descends
from playground.kernels.array import Array, namespace, to_host


def rule_of(learner: Descends, member: int) -> tuple[int, Group]:
    """Return the place of a member's group in the plan, and the group."""
    for at, group in enumerate(learner.plan.groups):
        if group.members.start <= member < group.members.stop:
            return at, group
    raise IndexError(f"no member {member}")


def rate_of(learner: Descends, member: int) -> tuple[float, float]:
    """Return a member's base rate, and what the schedule multiplies it by at the next step."""
    _, group = rule_of(learner, member)
    rate = float(to_host(group.rate)[member - group.members.start, 0])
    return rate, learner.plan.schedule.factor(learner.step_number, learner.plan.planned)


def state_of(learner: Descends, member: int) -> State:
    """Return a copy of what a member's rule remembers, each array ``(1, ...)``."""
    at, group = rule_of(learner, member)
    captured: Any = learner
    place = member - group.members.start
    xp = namespace(learner.weights.flat)
    held: dict[str, Array] = captured.capture()["descent"][at]
    return {name: xp.asarray(array[place : place + 1]) for name, array in held.items()}
