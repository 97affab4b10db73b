"""All weights the same."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.initialiser import Initialiser
from playground.kernels.array import Array


class Constant(Initialiser, frozen=True):
    """Start every weight at one number: all neurons of a layer then learn the same."""

    rank: ClassVar[int] = 80

    value: Annotated[float, setting("Value", "What every weight starts at.", low=-10, high=10)] = (
        0.1
    )

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Return `value` everywhere."""
        return np.full(shape, self.value, np.float32)
