"""Mini-batches: a new order every epoch for every seed, and a true partial batch at its end."""

from collections.abc import Mapping

import numpy as np

from playground.engine.randomness import permutations
from playground.kernels.array import Array, namespace

_NUMBERS_AT_ONCE = 4_000_000


class Batch:
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

    __slots__ = ("_alone", "seeds", "step", "weight", "x", "y")

    def __init__(
        self,
        x: Mapping[str, Array],
        y: Array,
        weight: Array | None = None,
        seeds: tuple[int, ...] = (0,),
        step: int = 0,
    ) -> None:
        self.x = x
        self.y = y
        self.weight = weight
        self.seeds = seeds
        self.step = step
        self._alone: tuple[Mapping[str, Array], Array] | None = None

    def alone(self) -> tuple[Mapping[str, Array], Array]:
        """Return inputs and targets without their axis of members, which has length 1."""
        if self._alone is None:
            self._alone = {port: rows[0] for port, rows in self.x.items()}, self.y[0]
        return self._alone


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
        xp = namespace(y)
        room = (len(self._keys), min(self._window * self.size, self.rows))
        self._room = {port: xp.empty((*room, *a.shape[2:]), a.dtype) for port, a in x.items()}
        self._room_y = xp.empty((*room, *y.shape[2:]), y.dtype)
        self._cuts: dict[int, list[Batch]] = {}
        self._first = 0
        self._ready: list[Batch] = []

    def at(self, step: int) -> Batch:
        """Return the mini-batch that step number `step` (counted from 0) learns from.

        The same arrays serve again later: a batch holds until the next one is asked for.
        """
        place = step - self._first
        if not 0 <= place < len(self._ready):
            place = self._gather(step)
        batch = self._ready[place]
        batch.step = step
        return batch

    def _gather(self, step: int) -> int:
        """Fill the room with rows for a stretch of steps; return the place of `step` in it."""
        epoch, place = divmod(step, self.per_epoch)
        if self._order is None or self._order[0] != epoch:
            self._order = epoch, permutations(self._keys, "batches", epoch, self.rows)
        within = place % self._window
        start = (place - within) * self.size
        chosen = self._order[1][:, start : start + self._window * self.size]
        rows = namespace(self._y).asarray(chosen)
        count = chosen.shape[1]
        for port, values in self._x.items():
            _pick(values[0], rows, self._room[port][:, :count])
        _pick(self._y[0], rows, self._room_y[:, :count])
        self._first, self._ready = step - within, self._cut(count)
        return within

    def _cut(self, rows: int) -> list[Batch]:
        if rows not in self._cuts:
            edges = [slice(at, min(at + self.size, rows)) for at in range(0, rows, self.size)]
            self._cuts[rows] = [
                Batch({port: room[:, edge] for port, room in self._room.items()},
                      self._room_y[:, edge], None, self._seeds)
                for edge in edges
            ]  # fmt: skip
        return self._cuts[rows]


def _pick(values: Array, rows: Array, room: Array) -> None:
    """Write ``values[rows]`` into `room`."""
    if type(values) is np.ndarray:
        # The rows are in range; NumPy writes straight into `room` only when it need not check.
        values.take(rows, axis=0, out=room, mode="clip")
    else:
        room[...] = values[rows]
