"""What probes ask of a support vector machine that learns."""

from typing import NamedTuple

import numpy as np

from playground.engine.classical.support_vector_machine import SupportVectorMachine
from playground.engine.learner import State
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.probe import Watched, member_of
from playground.kernels.array import Array, to_device, to_host
from playground.kernels.margins import slack


class Machine(NamedTuple):
    """One problem of a support vector machine at work: a pair of classes, or an output.

    Attributes
    ----------
    learner, block, state
        Where it is found.
    problem
        Its number.
    """

    learner: Stepwise
    block: SupportVectorMachine
    state: State
    problem: int

    @property
    def pairs(self) -> Array:
        """The classes of all problems ``(problems, 2)``; -1 for values."""
        return to_host(self.state["pairs"])

    def decision(self, x: Array) -> Array:
        """Return decision values, or values in the units of the data set, at raw rows ``(k,)``."""
        rows = to_device(self.learner.feed.rows(x), self.learner.device)
        with np.errstate(all="ignore"):
            found = to_host(self.block.decision(self.state, rows))
        if not self.state["classes"]:
            found = self.learner.feed.in_own_units(found)
        return found[:, self.problem]

    def tube(self) -> float:
        """Return half the width of the tube in the units of the data set; 0 for classes."""
        if self.state["classes"]:
            return 0.0
        scale = np.broadcast_to(self.learner.feed.scale, (len(self.state["bias"]),))
        return float(self.block.epsilon * scale[self.problem])

    def pulls(self) -> dict[str, Array]:
        """Return what is to be known of each training row.

        Returns
        -------
        dict
            ``pull`` ``(n,)``, the multiplier with the sign of its side; its ``ceiling``, 0 for
            rows that take no part; ``slack``, how far it is beyond its margin or the tube;
            ``score``, the decision value in the learner's units; ``side``, +1 or -1 for classes.
        """
        names = ("signed", "errors", "first", "lower", "upper")
        signed, errors, first, lower, upper = (to_host(self.state[n][self.problem]) for n in names)
        offset = float(self.state["bias"][self.problem])
        return {
            "pull": signed.sum(axis=0),
            "ceiling": (upper - lower).max(axis=0),
            "slack": slack(errors, lower, upper, offset),
            "score": first[0] - errors[0] + offset,
            "side": np.sign(first[0]) if self.state["classes"] else np.zeros(first.shape[1]),
        }


def machine_of(learner: Watched, problem: int = 0) -> Machine | None:
    """Return a problem of the support vector machine that a learner is; None for other learners.

    A number that is too large counts as the last one.
    """
    if not isinstance(learner, Stepwise):
        return None
    block = learner.block
    if not isinstance(block, SupportVectorMachine):
        return None
    state = learner.states[member_of(learner, -1)]
    last = len(state["pairs"]) - 1
    return Machine(learner, block, state, min(max(problem, 0), last)) if last >= 0 else None
