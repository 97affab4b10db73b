"""The parent of initialisers: how the weights of a layer are drawn before the first step."""

from typing import ClassVar, Literal, TypeAlias

import numpy as np

from playground.core.registry import tag_of
from playground.core.settings import Plugin
from playground.kernels.array import Array

Distribution: TypeAlias = Literal["normal", "uniform"]


class Initialiser(Plugin, frozen=True, tag=tag_of):
    """A rule that draws starting weights; a subclass defines `draw`."""

    title: ClassVar[str] = ""
    rank: ClassVar[int] = 100

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Draw float32 weights.

        Parameters
        ----------
        random
            Generator that the draw advances.
        shape
            Axes of the weights, outputs last: ``(inputs, outputs)`` for a dense layer.
        fan_in, fan_out
            How many numbers enter one output, and how many outputs one input reaches.
        """
        raise NotImplementedError


def spread(
    random: np.random.Generator,
    shape: tuple[int, ...],
    deviation: float,
    distribution: Distribution,
) -> Array:
    """Draw float32 numbers of mean 0 and standard deviation `deviation`.

    A uniform draw fills ``[-sqrt(3) deviation, sqrt(3) deviation)``.
    """
    if distribution == "normal":
        return random.standard_normal(shape, np.float32) * np.float32(deviation)
    return (2 * random.random(shape, np.float32) - 1) * np.float32(deviation * 3**0.5)
