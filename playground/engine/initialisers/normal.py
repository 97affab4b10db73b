"""A bell of fixed width."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.initialiser import Initialiser, spread
from playground.kernels.array import Array


class Normal(Initialiser, frozen=True):
    """Draw from a bell of a fixed width, whatever the layer's size."""

    rank: ClassVar[int] = 50

    sd: Annotated[
        float,
        setting("Deviation", "Standard deviation of the weights.", low=1e-6, high=100, scale="log"),
    ] = 0.5

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Draw from ``N(0, sd^2)``."""
        return spread(random, shape, self.sd, "normal")
