"""Every feature onto one interval."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import ShapeError, Signature
from playground.engine.transform import Fitted, Transform
from playground.kernels.array import Array


class MinMax(Transform, frozen=True):
    """Stretch every feature so that its training rows fill one interval.

    ``lower + (upper - lower) (x - min) / (max - min)``; other rows may fall outside. A feature
    that never varies in the training rows becomes `lower` there.
    """

    title: ClassVar[str] = "Min-max"
    rank: ClassVar[int] = 20

    lower: Annotated[float, setting("Lower end", "Smallest training value becomes this.")] = 0.0
    upper: Annotated[float, setting("Upper end", "Largest training value becomes this.")] = 1.0

    def output_signature(self, signature: Signature) -> Signature:
        """Return the signature unchanged.

        Raises
        ------
        ShapeError
            If the interval is empty.
        """
        if self.lower >= self.upper:
            raise ShapeError(
                f"the lower end {self.lower:g} must lie below the upper end {self.upper:g}"
            )
        return signature

    def fit(self, x: Array) -> Fitted:
        """Return ``low`` and ``scale`` (the interval's length for 1 unit), shape ``(d,)``."""
        low, high = x.min(axis=0), x.max(axis=0)
        extent = np.where(high > low, high - low, 1.0)
        return {"low": low, "scale": (self.upper - self.lower) / extent}

    def apply(self, x: Array, fitted: Fitted) -> Array:
        """Return rescaled rows ``(..., d)``."""
        return np.asarray(self.lower + (x - fitted["low"]) * fitted["scale"])

    def invert(self, x: Array, fitted: Fitted) -> Array:
        """Return rows in their own units."""
        return np.asarray((x - self.lower) / fitted["scale"] + fitted["low"])
