"""Which rule a member of a population follows, at which rate, and what the rule remembers."""

from typing import Any, TypeAlias

from playground.engine.optimizer import Optimizer, State
from playground.engine.probe import Descends
from playground.engine.training.descent import Group
from playground.kernels.array import Array, namespace, to_host

Call: TypeAlias = tuple[Array, State, Array, int, Array]
"""Gradient, state, rate, number of the step and decay mask."""


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
    mine = _place(group, member)
    xp = namespace(learner.weights.flat)
    held: dict[str, Array] = captured.capture()["descent"][at]
    return {name: xp.asarray(array[mine]) for name, array in held.items()}


def next_call(
    learner: Descends, member: int, gradient: Array, loss: Array | float
) -> tuple[Optimizer, Call]:
    """Return a member's rule, and what its `step` or `stages` takes next besides the weights.

    Parameters
    ----------
    gradient
        Of the member, penalties included, ``(1, trainable)``.
    loss
        Of the member.
    """
    _, group = rule_of(learner, member)
    state, plan, layout = state_of(learner, member), learner.plan, learner.weights.layout
    if group.optimizer.wants_loss:
        state["loss"][:, 0] = loss
    factor, base = plan.schedule.factor(learner.step_number, plan.planned), group.rate
    rate = base[_place(group, member)] * base.dtype.type(factor)
    mask = namespace(gradient).asarray(layout.decay_mask)
    return group.optimizer, (gradient, state, rate, learner.step_number + 1, mask)


def _place(group: Group, member: int) -> slice:
    at = member - group.members.start
    return slice(at, at + 1)
