"""How much of the variance each principal axis holds."""

from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What a scree plot shows.

    Attributes
    ----------
    every
        Variance along all axes that there are ``(r,)``, falling.
    kept
        Variance along those that are kept or looked for ``(k,)``.
    standing
        How many of these stand; the one after them is still turning.
    error
        Mean squared distance of a row from what comes back.
    """

    every: Array
    kept: Array
    standing: int
    error: float

    @property
    def shares(self) -> Array:
        """Share of the whole variance along every axis, in percent."""
        return np.asarray(100 * self.every / max(float(self.every.sum()), 1e-300))

    @property
    def held(self) -> Array:
        """The same along those that are kept."""
        return np.asarray(100 * self.kept / max(float(self.every.sum()), 1e-300))
