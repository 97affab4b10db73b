"""Two rings in space, each through the hole of the other."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.planar import Planar, balanced
from playground.kernels.array import Array

TUBE = 0.3
"""Radius of a ring's tube, where the ring's own is 1."""


class LinkedRings(Planar, frozen=True):
    """Two rings in space, each through the hole of the other: in three axes nothing parts them.

    Each is a solid torus of radius 1 with a tube of radius 0.3, evenly filled; the first lies in
    the plane of x1 and x2, the second stands in that of x1 and x3, moved by its radius along x1.
    To pull them apart takes a fourth axis.
    """

    rank: ClassVar[int] = 75
    columns: ClassVar[tuple[str, ...]] = ("x1", "x2", "x3")

    size: Annotated[int, setting("Rows", "How many samples are drawn.", low=0, high=100_000)] = 2000

    def class_names(self) -> tuple[str, ...]:
        """Return the names of the two rings."""
        return ("lying ring", "standing ring")

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 3)`` and labels ``(size,)``."""
        y = balanced(size, 2)
        around, across = random.uniform(0, 2 * np.pi, (2, size))
        depth = TUBE * np.sqrt(random.uniform(0, 1, size))
        reach, height = 1 + depth * np.cos(across), depth * np.sin(across)
        first, second = reach * np.cos(around), reach * np.sin(around)
        lying = np.stack([first - 0.5, second, height], axis=-1)
        standing = np.stack([first + 0.5, height, second], axis=-1)
        return np.where(y[:, None] == 0, lying, standing), y
