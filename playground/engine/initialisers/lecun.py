"""Spread by fan-in alone."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.initialiser import Distribution, Initialiser, spread
from playground.kernels.array import Array


class Lecun(Initialiser, frozen=True):
    """Keep the spread of signals through layers without activation.

    Variance ``1 / fan_in``.

    References
    ----------
    LeCun, Bottou, Orr and Müller (1998), "Efficient BackProp", doi:10.1007/3-540-49430-8_2.
    """

    title: ClassVar[str] = "LeCun"
    rank: ClassVar[int] = 30

    distribution: Annotated[Distribution, setting("Distribution", "Shape of the draw.")] = "normal"

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Draw with the standard deviation ``1 / sqrt(fan_in)``."""
        return spread(random, shape, max(fan_in, 1) ** -0.5, self.distribution)
