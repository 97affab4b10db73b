"""Spread for rectified layers."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.initialiser import Distribution, Initialiser, spread
from playground.kernels.array import Array


class He(Initialiser, frozen=True):
    """Keep the spread of signals through layers of ReLU, which drop half of them.

    Variance ``2 / fan_in``.

    References
    ----------
    He, Zhang, Ren and Sun (2015), "Delving deep into rectifiers", arXiv:1502.01852.
    """

    rank: ClassVar[int] = 20

    distribution: Annotated[Distribution, setting("Distribution", "Shape of the draw.")] = "normal"

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Draw with the standard deviation ``sqrt(2 / fan_in)``."""
        return spread(random, shape, (2 / max(fan_in, 1)) ** 0.5, self.distribution)
