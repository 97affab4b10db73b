"""The parent of data sets: settings that all share, and how rows become parts."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.block import Block, Family, Port
from playground.core.settings import setting
from playground.core.shape import Signature
from playground.engine.data import Data, split
from playground.engine.randomness import generator
from playground.kernels.array import Array


class Dataset(Block, frozen=True):
    """Rows drawn from a formula or a table; a subclass says which.

    A subclass sets ``size`` anew for another default, and defines `draw` and `describe`.
    """

    family: ClassVar[Family] = "data"
    outputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)

    size: Annotated[int, setting("Rows", "How many samples are drawn.", low=0, high=100_000)] = 500
    noise: Annotated[float, setting("Noise", "Spread added to every sample.", low=0, high=5)] = 0.0
    test_share: Annotated[
        float, setting("Test share", "Part kept for the final score.", low=0, high=0.9)
    ] = 0.3
    validation_share: Annotated[
        float,
        setting("Validation share", "Part that early stopping watches.", low=0, high=0.9),
    ] = 0.0
    seed: Annotated[
        int, setting("Seed", "Another seed draws other samples.", low=0, high=2**31)
    ] = 0

    def describe(self) -> Signature:
        """Return the shape, target and names, before any row is drawn (rows are filled in)."""
        raise NotImplementedError

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw clean features ``(size, d)`` and targets: labels ``(size,)`` or ``(size, c)``."""
        raise NotImplementedError

    def disturb(self, x: Array, y: Array, random: np.random.Generator) -> tuple[Array, Array]:
        """Add noise: normal with standard deviation `noise` on every feature."""
        return x + self.noise * random.standard_normal(x.shape), y

    def signature(self) -> Signature:
        """Return what flows out of the block."""
        told = self.describe()
        rows = min(self.size, told.rows) if told.rows else self.size
        validation = round(rows * self.validation_share)
        train = max(rows - round(rows * self.test_share) - validation, 0)
        return Signature(
            told.shape, told.target, told.outputs, rows, told.names, told.classes, train, validation
        )

    def load(self) -> Data:
        """Draw the rows, add the noise and divide them into parts.

        Points and noise have streams of their own: more noise moves the same points farther.

        Raises
        ------
        DataError
            If nothing could be learned from the rows.
        """
        told = self.signature()
        x, y = self.draw(generator(self.seed, "points"), told.rows)
        x, y = self.disturb(x, y, generator(self.seed, "noise"))
        parts = split(y, told.target, self.validation_share, self.test_share, self.seed)
        data = Data(x, y, told.target, *parts, told.names, told.classes)
        data.check()
        return data
