"""Zero mean, unit spread."""

from dataclasses import replace
from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.data import Data
from playground.engine.transform import Fitted, Transform
from playground.kernels.array import Array


class Standardise(Transform, frozen=True):
    """Shift and scale every feature to mean 0 and standard deviation 1.

    ``(x - mean) / sd`` with the mean and the population standard deviation of the training rows.
    A feature that never varies there is shifted only. With the target too, losses are told in those
    units, and predictions in the data's own.
    """

    rank: ClassVar[int] = 10

    target: Annotated[
        bool,
        setting("Target too", "Also standardise target values (classes stay as they are)."),
    ] = False

    def fit(self, x: Array) -> Fitted:
        """Return ``mean`` and ``scale``, each of shape ``(d,)``."""
        mean = x.mean(axis=0)
        scale = x.std(axis=0)
        flat = scale <= 10 * np.finfo(x.dtype).eps * np.abs(mean)
        return {"mean": mean, "scale": np.where(flat, 1.0, scale)}

    def apply(self, x: Array, fitted: Fitted) -> Array:
        """Return standardised rows ``(..., d)``."""
        return np.asarray((x - fitted["mean"]) / fitted["scale"])

    def invert(self, x: Array, fitted: Fitted) -> Array:
        """Return rows in their own units."""
        return np.asarray(x * fitted["scale"] + fitted["mean"])

    def transform(self, data: Data) -> tuple[Data, Fitted]:
        """Fit on the training rows; the target gets ``target mean`` and ``target scale``."""
        changed, fitted = super().transform(data)
        if not self.target or data.target != "value":
            return changed, fitted
        told = self.fit(data.y[data.train.reshape(-1)])
        fitted |= {f"target {name}": value for name, value in told.items()}
        return replace(changed, y=self.apply(data.y, told)), fitted
