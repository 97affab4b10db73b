"""A single sample, over and over."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Signature, features
from playground.engine.dataset import Dataset
from playground.kernels.array import Array


class OneSample(Dataset, frozen=True):
    """A single sample with two inputs and a target value, over and over.

    The smallest thing there is to learn: every number of a step can be checked by hand. A mean
    over equal rows is the value of one of them.
    """

    rank: ClassVar[int] = 130

    x1: Annotated[float, setting("First input", "", low=-1e6, high=1e6)] = 1.0
    x2: Annotated[float, setting("Second input", "", low=-1e6, high=1e6)] = 1.0
    target: Annotated[float, setting("Target", "What is to be answered.", low=-1e6, high=1e6)] = 0.0
    size: Annotated[int, setting("Rows", "How often it is repeated.", low=0, high=10_000)] = 4
    test_share: Annotated[
        float, setting("Test share", "Part kept for the final score.", low=0, high=0.9)
    ] = 0.0

    def describe(self) -> Signature:
        """Return two features and one value."""
        return Signature(features(2), "value", 1, names=("x1", "x2"))

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Return the row ``(size, 2)`` and the target ``(size, 1)``."""
        return np.tile([self.x1, self.x2], (size, 1)), np.full((size, 1), self.target)
