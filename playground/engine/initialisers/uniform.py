"""An even draw from a fixed interval."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.initialiser import Initialiser, spread
from playground.kernels.array import Array


class Uniform(Initialiser, frozen=True):
    """Draw evenly from a fixed interval, whatever the layer's size."""

    rank: ClassVar[int] = 60

    limit: Annotated[
        float,
        setting("Limit", "Weights lie between -limit and limit.", low=1e-6, high=100, scale="log"),
    ] = 0.5

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Draw from ``[-limit, limit)``."""
        return spread(random, shape, self.limit / 3**0.5, "uniform")
