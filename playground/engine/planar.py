"""The parent of synthetic data sets: points in the plane, all on one scale."""

from dataclasses import replace
from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Signature, features
from playground.engine.data import Data
from playground.engine.dataset import Dataset
from playground.engine.randomness import generator
from playground.kernels.array import Array

RADIUS = 1.5
"""Every clean synthetic set lies within about [-1.5, 1.5] on each axis."""

NOISE_UNIT = 0.2
"""Standard deviation at noise 1, as a share of half the extent of what is disturbed."""


FAR = (3.0, 4.0)
"""How much too high the values of outliers are; clean ones lie within about [-1, 1]."""


class Planar(Dataset, frozen=True):
    """Points drawn from a formula; a subclass names its classes and draws the clean points.

    All sets fill about [-1.5, 1.5] on each axis, a scale on which networks train well as it is.
    Noise means the same everywhere: its standard deviation is `noise` times a fifth of half the
    extent, which is ``0.3 * noise`` on the features of a set with classes and ``0.2 * noise`` on
    the target of a set with values. So 0.2 blurs the shape, and 1 nearly washes it out.

    Outliers are training rows with a wrong target: a value 3 to 4 too high, or the label of another
    class. Other parts stay clean, so that their scores tell what the outliers have spoilt.
    """

    columns: ClassVar[tuple[str, ...]] = ("x1", "x2")

    noise: Annotated[
        float,
        setting("Noise", "Spread added to every sample: 0.2 blurs it, 1 mixes it.", low=0, high=1),
    ] = 0.0
    outliers: Annotated[
        float,
        setting("Outliers", "Share of training rows with a wrong target: a value far too high, or "
                "another class's label. Test rows stay clean.", low=0, high=0.5),
    ] = 0.0  # fmt: skip

    def class_names(self) -> tuple[str, ...]:
        """Return a name for each class, or none where the target is a value."""
        return ()

    def describe(self) -> Signature:
        """Return two features (or those of `columns`) and the classes, or one value."""
        names = self.class_names()
        return Signature(
            features(len(self.columns)), "class" if names else "value", len(names) or 1,
            names=self.columns, classes=names,
        )  # fmt: skip

    def disturb(self, x: Array, y: Array, random: np.random.Generator) -> tuple[Array, Array]:
        """Add normal noise to the features of classes, or to the target of values."""
        deviation = NOISE_UNIT * self.noise
        if self.class_names():
            return x + RADIUS * deviation * random.standard_normal(x.shape), y
        return x, y + deviation * random.standard_normal(y.shape)

    def load(self) -> Data:
        """Draw the rows as every data set does, then make some training rows outliers.

        The rows are divided first, so that outliers move no row to another part; raising their
        share keeps those there were and adds others.

        Raises
        ------
        DataError
            If nothing could be learned from the rows.
        """
        data = super().load()
        count = round(self.outliers * len(data.train))
        if not count:
            return data
        random = generator(self.seed, "outliers")
        rows = random.permutation(data.train)[:count]
        y = data.y.copy()
        if data.target == "class":
            classes = len(data.classes)
            y[rows] = (y[rows] + random.integers(1, classes, len(data.train))[:count]) % classes
        else:
            y[rows] += random.uniform(*FAR, (len(data.train), 1))[:count]
        spoilt = replace(data, y=y, _cache={})
        spoilt.check()
        return spoilt


def balanced(size: int, classes: int) -> Array:
    """Return labels ``(size,)`` that hold each class equally often, to within one row."""
    return np.arange(size, dtype=np.int64) % classes


def square(random: np.random.Generator, size: int) -> Array:
    """Draw points ``(size, 2)`` evenly over the square of half-width `RADIUS`."""
    return random.uniform(-RADIUS, RADIUS, (size, 2))


def polar(radius: Array, angle: Array) -> Array:
    """Return the points ``(n, 2)`` at these radii and angles (radians)."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)
