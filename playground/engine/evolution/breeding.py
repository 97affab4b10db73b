"""Who has children, and how they differ from their parents."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from playground.kernels.array import Array

Selection: TypeAlias = Literal["truncation", "tournament"]


@dataclass(frozen=True)
class Breeding:
    """How a generation follows from the last.

    Attributes
    ----------
    selection
        "truncation" draws parents evenly from the best; "tournament" takes the best of a few
        drawn from all.
    keep
        Share of the population that parents are drawn from under truncation.
    rivals
        How many meet in a tournament.
    crossover
        Share of children that have two parents, each number from either.
    """

    selection: Selection = "truncation"
    keep: float = 0.2
    rivals: int = 3
    crossover: float = 0.0

    def parents(self, random: np.random.Generator, size: int, children: int) -> Array:
        """Draw places of parents ``(children,)`` in a population in order, the best first."""
        if self.selection == "tournament":
            met = random.integers(0, size, (children, self.rivals))
            return np.asarray(met.min(axis=1))
        best = max(1, round(self.keep * size))
        return random.integers(0, best, children)

    def children(
        self, random: np.random.Generator, population: Array, count: int, scale: float
    ) -> Array:
        """Return children ``(count, P)`` of a population ``(members, P)``, the best first.

        A child is a copy of its parent with a normal draw of standard deviation `scale` added to
        every number.
        """
        size = len(population)
        born = population[self.parents(random, size, count)]
        if self.crossover > 0:
            others = population[self.parents(random, size, count)]
            mixed = random.random(count) < self.crossover
            taken = mixed[:, None] & (random.random(born.shape, np.float32) < 0.5)
            born = np.where(taken, others, born)
        noise: Array = random.standard_normal(born.shape, np.float32)
        noise *= np.float32(scale)
        return np.asarray(born + noise)
