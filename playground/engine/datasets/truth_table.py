"""The four rows of a logic gate."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Signature, features
from playground.engine.dataset import Dataset
from playground.kernels.array import Array

GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor": (0, 1, 1, 0)}
"""What each gate answers to (0, 0), (0, 1), (1, 0) and (1, 1)."""


class TruthTable(Dataset, frozen=True):
    """The four rows of a logic gate: two inputs of 0 or 1, and its answer as the class.

    More rows than four repeat them. Small enough to follow every number by hand.
    """

    rank: ClassVar[int] = 25

    gate: Annotated[
        Literal["and", "or", "xor"], setting("Gate", "Which answers are to be learned.")
    ] = "xor"
    size: Annotated[int, setting("Rows", "Four, or more to repeat them.", low=0, high=10_000)] = 4
    test_share: Annotated[
        float, setting("Test share", "Part kept for the final score.", low=0, high=0.9)
    ] = 0.0

    def describe(self) -> Signature:
        """Return two features and the classes 0 and 1."""
        return Signature(features(2), "class", 2, names=("x1", "x2"), classes=("0", "1"))

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Return the rows ``(size, 2)`` in the order of the table, and the answers ``(size,)``."""
        row = np.arange(size) % 4
        x = np.stack([row // 2, row % 2], axis=1).astype(np.float64)
        return x, np.array(GATES[self.gate], np.int64)[row]
