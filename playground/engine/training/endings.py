"""Which members of a population have ended, why, and with which weights."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from playground.engine.training.stopping import Rules, Stopping
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host


class Endings:
    """Stops members one by one and keeps the weights each ends with.

    A member that stops early ends with its best weights, any other with those it stopped at.

    Parameters
    ----------
    rules
        When to stop.
    weights
        The population; ended members are put back to what was kept of them.
    """

    def __init__(self, rules: Rules, weights: Weights) -> None:
        self._weights = weights
        self._stopping = Stopping(rules, weights.members)
        self._kept: Array | None = None

    @property
    def diverged(self) -> Array:
        """True for members whose steps grew beyond bounds, ``(members,)``."""
        return np.array([reason.startswith("diverged") for reason in self._stopping.reason])

    @property
    def active(self) -> Array:
        """True for members that go on, ``(members,)``."""
        return self._stopping.active

    def tune(self, rules: Rules) -> None:
        """Take over other rules; whom an earlier rule stopped goes on, unless it diverged."""
        self._stopping.tune(rules)

    def revive(self) -> None:
        """Let every member go on."""
        self._stopping = Stopping(self._stopping.rules, self._weights.members)
        self._kept = None

    def hold(self, losses: Array) -> None:
        """Put ended members back where they ended; their losses ``(members,)`` become NaN."""
        if self._kept is not None:
            stopped = ~self._stopping.active
            _copy_members(self._kept, self._weights.flat, stopped)
            losses[stopped] = np.nan

    def diverge(self, reasons: Mapping[int, str]) -> None:
        """End members that have diverged."""
        gone = np.zeros(self._weights.members, bool)
        for member, reason in reasons.items():
            self._stopping.reason[member] = reason
            gone[member] = True
        if gone.any():
            self._keep(gone)

    def observe(self, step: int, metrics: Mapping[str, Array]) -> bool:
        """Take in an evaluation; return whether it has ended any member."""
        before = self._stopping.active
        improved = self._stopping.observe(
            step, metrics["train_loss"], metrics.get("validation_loss")
        )
        if improved.any():
            self._keep(improved)
        stopped = before & ~self._stopping.active
        if not stopped.any():
            return False
        early = np.array(["early" in reason for reason in self._stopping.reason])
        self._keep(stopped & ~early)
        assert self._kept is not None
        _copy_members(self._kept, self._weights.flat, stopped)
        return True

    def _keep(self, which: Array) -> None:
        if self._kept is None:
            self._kept = self._weights.flat.copy()
        _copy_members(self._weights.flat, self._kept, which)

    def conclusion(self, step: int) -> str:
        """Say why everything has ended at a step; empty while something goes on."""
        steps, reasons = self._stopping.rules.steps, self._stopping.reason
        if all(reasons):
            return next((r for r in reasons if r.startswith("diverged")), reasons[0])
        return f"done: {step} steps" if steps is not None and step >= steps else ""

    def capture(self) -> dict[str, Any]:
        """Return a copy of the whole state."""
        kept = None if self._kept is None else to_host(self._kept).copy()
        return {"stopping": self._stopping.capture(), "kept": kept}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put a captured state back.

        Raises
        ------
        ValueError
            If it is of another population.
        """
        kept = state["kept"]
        if kept is not None and np.shape(kept) != self._weights.flat.shape:
            raise ValueError("the saved weights belong to another network")
        self._stopping.restore(state["stopping"])
        self._kept = None if kept is None else namespace(self._weights.flat).array(kept)


def _copy_members(source: Array, target: Array, which: Array) -> None:
    """Copy the weights of some members; `which` is a mask ``(members,)`` in the CPU's memory."""
    xp = namespace(target)
    xp.copyto(target, source, where=xp.asarray(which)[:, None])
