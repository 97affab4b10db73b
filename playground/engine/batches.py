"""Mini-batches: a new order every epoch for every seed, and a true partial batch at its end."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from playground.engine.randomness import permutations
from playground.kernels.array import Array, namespace

_NUMBERS_AT_ONCE = 4_000_000


class Batch(NamedTuple):
    """Samples for one step.

    Attributes
    ----------
    x
        Inputs ``(members | 1, batch, *axes)`` by port.
    y
        Targets ``(members | 1, batch, outputs)``.
    weight
        ``(members | 1, batch)``, 0 for padding or rows not in this fold; None is all ones.
    seeds, step
        Keys of random draws during the step.
    """

    x: Mapping[str, Array]
    y: Array
    weight: Array | None = None
    seeds: tuple[int, ...] = (0,)
    step: int = 0


class Batches:
    """The mini-batch of any step, as a pure function of seeds and step.

    Rows are gathered for many steps at once, so that a step only takes a slice. Members of one
    seed share their rows.

    Parameters
    ----------
    x
        Training rows ``(1, n, *axes)`` by port.
    y
        Targets ``(1, n, outputs)``.
    size
        Samples in a batch; the last of an epoch has what is left.
    seeds
        One for each member.
    """

    def __init__(
        self, x: Mapping[str, Array], y: Array, size: int, seeds: tuple[int, ...]
    ) -> None:
        self._x = x
        self._y = y
        self.rows = int(y.shape[1])
        self.size = min(size, self.rows)
        self.per_epoch = -(-self.rows // self.size)
        self._seeds = seeds
        self._keys = seeds if len(set(seeds)) > 1 else seeds[:1]
        width = sum(int(np.prod(a.shape[2:])) for a in x.values()) + y.shape[-1]
        at_once: int = max(1, _NUMBERS_AT_ONCE // (width * self.size * len(self._keys)))
        self._window: int = min(at_once, self.per_epoch)
        self._order: tuple[int, Array] | None = None
        self._gathered: tuple[int, dict[str, Array], Array] | None = None

    def at(self, step: int) -> Batch:
        """Return the mini-batch that step number `step` (counted from 0) learns from."""
        first = self._first(step)
        if self._gathered is None or self._gathered[0] != first:
            self._gather(first)
        assert self._gathered is not None
        _, x, y = self._gathered
        start = (step - first) * self.size
        stop = start + self.size
        return Batch(
            {port: rows[:, start:stop] for port, rows in x.items()},
            y[:, start:stop], None, self._seeds, step,
        )  # fmt: skip

    def _first(self, step: int) -> int:
        epoch, place = divmod(step, self.per_epoch)
        return epoch * self.per_epoch + place // self._window * self._window

    def _gather(self, first: int) -> None:
        epoch, place = divmod(first, self.per_epoch)
        if self._order is None or self._order[0] != epoch:
            self._order = epoch, permutations(self._keys, "batches", epoch, self.rows)
        start = place * self.size
        chosen = self._order[1][:, start : start + self._window * self.size]
        xp = namespace(self._y)
        rows = xp.asarray(chosen)
        x = {port: values[0].take(rows, axis=0) for port, values in self._x.items()}
        self._gathered = first, x, self._y[0].take(rows, axis=0)
