"""All weights zero."""

from typing import ClassVar

import numpy as np

from playground.engine.initialiser import Initialiser
from playground.kernels.array import Array


class Zero(Initialiser, frozen=True):
    """Start every weight at zero: all neurons of a layer then stay the same for ever."""

    rank: ClassVar[int] = 70

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Return zeros."""
        return np.zeros(shape, np.float32)
