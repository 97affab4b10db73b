"""Spread by the mean of fan-in and fan-out."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.initialiser import Distribution, Initialiser, spread
from playground.kernels.array import Array


class Xavier(Initialiser, frozen=True):
    """Keep the spread of signals and gradients through layers of tanh or no activation.

    Variance ``gain^2 2 / (fan_in + fan_out)``.

    References
    ----------
    Glorot and Bengio (2010), "Understanding the difficulty of training deep feedforward neural
    networks", AISTATS, https://proceedings.mlr.press/v9/glorot10a.html.
    """

    rank: ClassVar[int] = 10

    gain: Annotated[
        float, setting("Gain", "Multiplies every weight.", low=0.01, high=100, scale="log")
    ] = 1.0
    distribution: Annotated[Distribution, setting("Distribution", "Shape of the draw.")] = "uniform"

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Draw with the standard deviation ``gain sqrt(2 / (fan_in + fan_out))``."""
        deviation = self.gain * (2 / max(fan_in + fan_out, 1)) ** 0.5
        return spread(random, shape, deviation, self.distribution)
