"""Where a learner has been: its weights, gradients and updates at the evaluated steps."""

from bisect import bisect_right

import numpy as np

from playground.engine.weights import Layout
from playground.kernels.array import Array, to_host

BUDGET = 48 * 2**20
"""Bytes that the vectors of one trail may take."""

VECTORS = ("weight", "gradient", "update")


class Trail:
    """A record of weight vectors for paths, surfaces, norms and histograms.

    There is an entry for every step at which whole sets are evaluated. Norms and losses stay for
    good; when the vectors outgrow their budget, every second of the older half is dropped.

    Parameters
    ----------
    layout
        What stands where in a vector.
    members
        Vectors of one entry.
    budget
        Bytes that vectors may take.

    Attributes
    ----------
    blocks
        Blocks with trainable weights, in the order of the network.
    """

    def __init__(self, layout: Layout, members: int, budget: int = BUDGET) -> None:
        self.blocks = tuple(layout.segments)
        self.members = members
        self._layout = layout
        self._budget = budget
        self._starts = [start for start, _ in layout.segments.values()]
        self._steps: list[int] = []
        self._loss: list[Array] = []
        self._norms: list[Array] = []
        self._kept: list[int] = []
        self._vectors: list[Array] = []

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def steps(self) -> Array:
        """Steps of all entries, rising, ``(k,)``."""
        return np.array(self._steps, np.int64)

    @property
    def loss(self) -> Array:
        """Whole-set train loss of every entry, ``(k, members)``."""
        return np.array(self._loss, np.float64).reshape(-1, self.members)

    @property
    def norms(self) -> dict[str, Array]:
        """Euclidean norms ``(k, members, blocks)`` by vector name.

        ``"gradient"`` is the one that led to the step, ``"update"`` what the step changed; both
        are NaN where no step has been seen, as at the start.
        """
        shape = (-1, len(VECTORS), self.members, len(self.blocks))
        stacked = np.array(self._norms, np.float32).reshape(shape)
        return {name: stacked[:, i] for i, name in enumerate(VECTORS)}

    @property
    def kept(self) -> Array:
        """Steps whose vectors are still there, ``(j,)``."""
        return np.array(self._kept, np.int64)

    def vectors(self, name: str, which: slice = slice(None)) -> Array:
        """Return the kept ``"weight"``, ``"gradient"`` or ``"update"``.

        Parameters
        ----------
        which
            Of the kept entries, which to return.

        Returns
        -------
        Array
            Trainable parts ``(j, members, trainable)``, one for each of `kept`.
        """
        row = VECTORS.index(name)
        found = [entry[row] for entry in self._vectors[which]]
        if not found:
            return np.empty((0, self.members, self._layout.trainable), np.float32)
        return np.stack(found)

    def add(
        self,
        step: int,
        loss: Array,
        weight: Array,
        gradient: Array | None = None,
        before: Array | None = None,
    ) -> None:
        """Record an entry; those of this step and later ones are dropped first.

        Parameters
        ----------
        step
            Number of steps taken.
        loss
            Whole-set train loss ``(members,)`` at `weight`.
        weight, gradient
            Trainable parts ``(members, trainable)``: now, and of the step that led here.
        before
            The weights before that step.
        """
        self.forget(step)
        entry = np.full((len(VECTORS), *weight.shape), np.nan, np.float32)
        entry[0] = to_host(weight)
        if gradient is not None:
            entry[1] = to_host(gradient)
        if before is not None:
            entry[2] = entry[0] - to_host(before)
        self._steps.append(step)
        self._loss.append(np.array(loss, np.float64))
        self._norms.append(self._measure(entry))
        self._kept.append(step)
        self._vectors.append(entry)
        while len(self._vectors) > 4 and len(self._vectors) * entry.nbytes > self._budget:
            half = len(self._vectors) // 2
            del self._vectors[1:half:2], self._kept[1:half:2]

    def _measure(self, entry: Array) -> Array:
        """Return the norm of every block's part of some vectors, summed in float64."""
        if not self._starts:
            return np.empty((*entry.shape[:2], 0), np.float32)
        with np.errstate(all="ignore"):
            squares = np.square(entry, dtype=np.float64)
            norms: Array = np.sqrt(np.add.reduceat(squares, self._starts, axis=-1))
        return norms.astype(np.float32)

    def reaches(self, step: int) -> bool:
        """Say whether there is an entry at a step or after it."""
        return bool(self._steps) and self._steps[-1] >= step

    def forget(self, step: int) -> None:
        """Drop the entries at this step and after it."""
        while self._steps and self._steps[-1] >= step:
            del self._steps[-1], self._loss[-1], self._norms[-1]
        while self._kept and self._kept[-1] >= step:
            del self._kept[-1], self._vectors[-1]

    def until(self, step: int) -> "Trail":
        """Return the entries at or before a step; a look back shows no more than these."""
        if not self._steps or self._steps[-1] <= step:
            return self
        past = Trail(self._layout, self.members, self._budget)
        entries, kept = bisect_right(self._steps, step), bisect_right(self._kept, step)
        past._steps, past._loss = self._steps[:entries], self._loss[:entries]
        past._norms = self._norms[:entries]
        past._kept, past._vectors = self._kept[:kept], self._vectors[:kept]
        return past
