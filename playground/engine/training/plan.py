"""How to learn: everything that may change without a new start."""

from dataclasses import dataclass

from playground.engine.schedule import Schedule
from playground.engine.training.descent import Group
from playground.engine.training.penalty import Penalty
from playground.engine.training.stopping import Rules


@dataclass(frozen=True)
class Plan:
    """How to learn: everything that may change without a new start.

    Attributes
    ----------
    groups
        Which members follow which rule, at which rate, on batches of which size.
    schedule, planned
        What multiplies the rates, and the number of steps it is laid out for.
    penalty, rules
        What is added to the gradient, and when to stop.
    """

    groups: tuple[Group, ...]
    schedule: Schedule
    planned: int
    penalty: Penalty
    rules: Rules

    @property
    def batches(self) -> tuple[int, ...]:
        """Samples in a step, for each member."""
        return tuple(
            g.batch for g in self.groups for _ in range(g.members.stop - g.members.start)
        )

    def lanes(self) -> list[tuple[slice, int]]:
        """Return runs of members whose batches have one size, with the size."""
        found: list[tuple[slice, int]] = []
        for group in self.groups:
            start, stop = group.members.start, group.members.stop
            if found and found[-1][1] == group.batch:
                found[-1] = slice(found[-1][0].start, stop), group.batch
            else:
                found.append((slice(start, stop), group.batch))
        return found
