"""Where the nodes of a dendrogram stand, which rows hang on them, and what a cut makes of it."""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from playground.kernels.array import Array

DEEP = 1e-4
"""Share of the full height below which a logarithmic axis ends."""


class Gap(NamedTuple):
    """The longest way up in which nothing is joined, and how many groups there are meanwhile."""

    low: float
    high: float
    clusters: int


class TreeShape:
    """A dendrogram, measured in rows from left to right and in height.

    Parameters
    ----------
    arrays
        Of the dendrogram probe.

    Attributes
    ----------
    place, level
        Where each node stands ``(nodes,)``.
    parent
        Of each node ``(nodes,)``; -1 of the root.
    """

    def __init__(self, arrays: dict[str, Array]) -> None:
        self.pairs, self.height = arrays["pairs"], arrays["height"]
        self.start, self.size, self.order = arrays["start"], arrays["size"], arrays["order"]
        self.number, self.floor = arrays["number"], arrays["floor"]
        self.done, self.descends = int(arrays["done"]), bool(arrays["descends"])
        self.leaves, self.rows = len(self.floor), len(self.order)
        self.level = np.concatenate([self.floor, self.height])
        self.parent = np.full(len(self.level), -1)
        made = np.arange(self.leaves, len(self.level))
        self.parent[self.pairs[:, 0]] = made
        self.parent[self.pairs[:, 1]] = made
        self.place = self._places()

    def _places(self) -> Array:
        """Return the middle of each node's branches; that of its rows where it grows downwards.

        The latter stays where it is when a group is split.
        """
        place: Array = self.start + self.size / 2
        if not self.descends:
            told = place.tolist()
            for node, (a, b) in enumerate(self.pairs.tolist(), self.leaves):
                told[node] = (told[a] + told[b]) / 2
            place = np.array(told)
        return place

    @property
    def tallest(self) -> float:
        """Height of the root."""
        return float(self.level[-1]) if len(self.level) else 0.0

    @cached_property
    def lowest(self) -> float:
        """Lowest height above 0 that is worth a place on a logarithmic axis."""
        above = self.level[self.level > DEEP * self.tallest]
        return float(above.min()) if len(above) else 1.0

    def is_made(self, node: int) -> bool:
        """Say whether a node is there yet; leaves always are."""
        return node < self.leaves + self.done

    def owners(self, joins: int) -> Array:
        """Return the topmost node ``(nodes,)`` of the group each node is in; -1 above the cut."""
        made = self.leaves + min(joins, self.done)
        owner = list(range(made)) + [-1] * (len(self.level) - made)
        parent = self.parent.tolist()
        for node in range(made - 1, -1, -1):
            if 0 <= parent[node] < made:
                owner[node] = owner[parent[node]]
        return np.array(owner)

    def node_at(self, place: float, height: float) -> int:
        """Return the branch that passes over a row at a height: the one hanging lowest there."""
        node, row = len(self.level) - 1, min(max(int(place), 0), self.rows - 1)
        while node >= self.leaves and (self.level[node] > height or not self.is_made(node)):
            a, b = self.pairs[node - self.leaves].tolist()
            node = a if self.start[a] <= row < self.start[a] + self.size[a] else b
        return node

    def rows_of(self, node: int) -> Array:
        """Return the numbers of the rows below a node."""
        rows: Array = self.order[self.start[node] : self.start[node] + self.size[node]]
        return rows

    def below(self, node: int) -> list[int]:
        """Return a node and all nodes below it."""
        found, waiting = [], [node]
        while waiting:
            node = waiting.pop()
            found.append(node)
            if node >= self.leaves:
                waiting += self.pairs[node - self.leaves].tolist()
        return found

    @cached_property
    def gap(self) -> Gap | None:
        """The longest gap between two joins, once all are made; None where there is none."""
        if self.descends or self.done < len(self.height) or len(self.height) < 2:
            return None
        gaps = np.diff(self.height)
        at = int(len(gaps) - 1 - gaps[::-1].argmax())
        if gaps[at] <= 0:
            return None
        return Gap(float(self.height[at]), float(self.height[at + 1]), len(self.height) - at)
