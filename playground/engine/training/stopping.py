"""When a member stops: it reached its target, no longer improves, overfits or diverged."""

from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array


@dataclass(frozen=True)
class Rules:
    """Reasons to stop; None switches a rule off.

    Attributes
    ----------
    steps
        Stop after this many steps.
    target
        Stop when the train loss is at most this.
    plateau
        Stop when the train loss has not fallen by 0.1 % for this many steps.
    patience
        Stop when the validation loss has not fallen for this many steps, and go back to its best.
    """

    steps: int | None = None
    target: float | None = None
    plateau: int | None = None
    patience: int | None = None


class Stopping:
    """Watches the evaluations of every member and says who stops, and why.

    Attributes
    ----------
    reason
        Why each member stopped; empty for those that go on.
    best
        Lowest validation loss ``(members,)`` that patience has seen, and `best_step` when it was.
    """

    def __init__(self, rules: Rules, members: int) -> None:
        self.rules = rules
        self.reason = [""] * members
        self.best = np.full(members, np.inf)
        self.best_step = np.zeros(members, np.int64)
        self._floor = np.full(members, np.inf)
        self._floor_step = np.zeros(members, np.int64)

    @property
    def active(self) -> Array:
        """True for members that go on, ``(members,)``."""
        return np.array([not r for r in self.reason])

    def tune(self, rules: Rules) -> None:
        """Take over other rules; whom an earlier rule stopped goes on, unless it diverged."""
        if rules != self.rules:
            self.reason = [r if r.startswith("diverged") else "" for r in self.reason]
        self.rules = rules

    def observe(self, step: int, train: Array, validation: Array | None) -> Array:
        """Take in an evaluation; return who has a new best validation loss, ``(members,)``.

        Without patience nobody has: a best whose weights were not kept cannot be gone back to.
        """
        fell = train < self._floor * (1 - 1e-3)
        self._floor = np.where(fell, train, self._floor)
        self._floor_step[fell] = step
        improved = np.zeros(len(self.reason), bool)
        if validation is not None and self.rules.patience is not None:
            improved = (validation < self.best) & self.active
            self.best = np.where(improved, validation, self.best)
            self.best_step[improved] = step
        for member in np.flatnonzero(self.active):
            self.reason[member] = self._judge(int(member), step, train, validation is not None)
        return improved

    def _judge(self, member: int, step: int, train: Array, validated: bool) -> str:
        rules = self.rules
        if rules.target is not None and train[member] <= rules.target:
            return f"target reached: train loss {train[member]:.4g} at step {step}"
        if rules.plateau is not None and step - self._floor_step[member] >= rules.plateau:
            return f"plateau: no progress since step {self._floor_step[member]}"
        patience = rules.patience if validated else None
        if patience is not None and step - self.best_step[member] >= patience:
            return f"stopped early: validation loss was best at step {self.best_step[member]}"
        return ""

    def capture(self) -> dict[str, object]:
        """Return a copy of what has been seen."""
        return {
            "reason": list(self.reason), "best": self.best.copy(),
            "best_step": self.best_step.copy(), "floor": self._floor.copy(),
            "floor_step": self._floor_step.copy(),
        }  # fmt: skip

    def restore(self, state: dict[str, object]) -> None:
        """Put a captured state back.

        Raises
        ------
        ValueError
            If it is of another number of members.
        """
        names = ("best", "best_step", "floor", "floor_step")
        arrays = [np.array(state[name]) for name in names]
        reason = [str(r) for r in state["reason"]]  # type: ignore[attr-defined]
        if any(a.shape != (len(self.reason),) for a in (*arrays, np.array(reason))):
            raise ValueError("the saved state is of another number of members")
        self.reason = reason
        self.best, self.best_step, self._floor, self._floor_step = arrays
