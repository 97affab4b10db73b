"""Squares of alternating classes."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.planar import RADIUS, Planar, balanced
from playground.kernels.array import Array


class Checkerboard(Planar, frozen=True):
    """Squares of two alternating classes: many corners to learn.

    The board fills [-1.5, 1.5] on both axes; both classes hold half of the points.
    """

    rank: ClassVar[int] = 80

    cells: Annotated[int, setting("Cells", "Squares along each side.", low=2, high=8)] = 3

    def class_names(self) -> tuple[str, ...]:
        """Return the names of the two colours of a board."""
        return ("light", "dark")

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and labels ``(size,)``."""
        y = balanced(size, 2)
        row, column = np.indices((self.cells, self.cells)).reshape(2, -1)
        corners = np.stack([column, row], axis=-1)
        position = random.random((size, 3))
        cell = np.empty((size, 2))
        for label in (0, 1):
            mine = corners[(row + column) % 2 == label]
            pick = (position[y == label, 0] * len(mine)).astype(np.int64)
            cell[y == label] = mine[pick]
        return 2 * RADIUS * (cell + position[:, 1:]) / self.cells - RADIUS, y
