"""What goes down a function that needs no data."""

from collections.abc import Callable

import numpy as np

from playground.engine.batches import Batch
from playground.engine.data import Data
from playground.engine.functions.function_loss import FunctionLoss
from playground.engine.functions.minimisable import Minimisable
from playground.engine.functions.path import MOST, Path
from playground.engine.training.descending import Descending
from playground.engine.training.plan import Plan
from playground.kernels.array import Array, namespace, to_host

BUDGET = 2**25
"""Bytes that a path may take: of many variables it holds fewer steps."""


class Minimiser(Descending):
    """Goes down a function by the rules of a fit; it has no data.

    Parameters
    ----------
    function
        What is minimised.
    block
        Id of the function's block.
    seeds, plan, device, labels
        As for every learner that descends.

    Attributes
    ----------
    path
        Where members have been, step by step.
    """

    outputs: frozenset[str] = frozenset()
    objective: FunctionLoss

    def __init__(
        self,
        function: Minimisable,
        block: str,
        seeds: tuple[int, ...],
        plan: Plan,
        device: str = "cpu",
        labels: tuple[str, ...] = (),
    ) -> None:
        super().__init__(FunctionLoss(function, block), seeds, plan, device, labels)
        self.function = function
        self.shows = (*function.shows, "descent")
        self.source = _no_rows(function)
        self.whole = Batch({}, namespace(self.weights.flat).zeros((1, 0, 0), np.float32))
        self.path = Path(min(MOST, max(BUDGET // self.weights.flat.nbytes, 64)))
        at_start = np.abs(to_host(function.value(self.weights.flat)))
        self._high = float(np.max(at_start, where=np.isfinite(at_start), initial=1.0))
        self._cut()

    @property
    def epoch(self) -> float:
        """Steps: each of them sees the whole function."""
        return float(self.step_number)

    def _bound(self) -> float:
        """Return a hundred thousand times the value at the highest start."""
        return 1e5 * self._high

    def batches(self, size: int, seeds: tuple[int, ...]) -> Callable[[int], Batch]:
        """Return the empty batch: there are no rows."""
        return lambda step: self.whole

    def _measure(self) -> dict[str, Array]:
        """Return the value at every member, ``(members,)``, and what else the function tells.

        NaN where it has none.
        """
        flat = self.weights.flat
        told = {"train_loss": self.function.value(flat), **self.function.own_metrics(flat)}
        found = {name: to_host(value) for name, value in told.items()}
        return {name: np.where(np.isfinite(v), v, np.nan) for name, v in found.items()}

    def mark(self) -> None:
        """Put the place where the learner is on its trail and its path."""
        super().mark()
        self.path.add(self.step_number, self.weights.trained)

    def decide(self, x: Array, members: slice = slice(None)) -> Array:
        """Return the function's values ``(members, n, 1)`` at points ``(n, dimension)``."""
        count = len(range(self.members)[members])
        with np.errstate(all="ignore"):
            value = self.function.value(np.asarray(x, np.float64))
        return np.broadcast_to(value[None, :, None], (count, len(value), 1))

    def _set_out(self, found: dict[int, dict[str, Array]]) -> None:
        if not self.retracing:
            self.path.forget(self.step_number + 1)
        super()._set_out(found)

    def _advance(self, losses: Array) -> None:
        super()._advance(losses)
        if not self.path.reaches(self.step_number):
            self.path.add(self.step_number, self.weights.trained)


def _no_rows(function: Minimisable) -> Data:
    none = np.empty(0, np.int64)
    rows = np.empty((0, function.dimension))
    return Data(rows, np.empty((0, 0)), "none", none, none, none, function.variables)
