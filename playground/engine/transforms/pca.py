"""Principal components as features."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.data import DataError
from playground.engine.reducer import Reducer, projected
from playground.engine.transform import Fitted
from playground.kernels.array import Array
from playground.kernels.principal import NOTHING, principal_axes

LARGEST = 1e140
"""Features above this have no finite variance."""


class Pca(Reducer, frozen=True):
    """Turn the axes so that the first few hold as much of the variance as they can.

    ``(x - mean) . axis`` along the directions in which the training rows vary most. What the
    other directions hold is lost. It goes by variance alone: a feature in small units counts
    little, unless it is standardised first.

    References
    ----------
    Pearson (1901), doi:10.1080/14786440109462720; Hotelling (1933), doi:10.1037/h0071325.
    """

    title: ClassVar[str] = "PCA"
    rank: ClassVar[int] = 25
    axis: ClassVar[str] = "PC"
    also_called: ClassVar[tuple[str, ...]] = (
        "principal components", "dimension reduction", "dimensionality reduction", "projection",
        "compression", "whitening", "eigenvectors",
    )  # fmt: skip

    whiten: Annotated[
        bool, setting("Whiten", "Divide every component by its spread: all vary alike then.")
    ] = False

    def fit(self, x: Array) -> Fitted:
        """Return ``mean`` ``(d,)``, ``axes`` ``(k, d)`` and what the components are divided by.

        ``spectrum`` ``(min(n, d),)`` holds the variance along all axes that there are, and
        ``directions`` the first of these axes, at least as many as are handed on.

        Raises
        ------
        DataError
            If numbers are too large to be squared.
        """
        if np.abs(x).max(initial=0.0) > LARGEST:
            raise DataError(
                "PCA squares its features, and these are too large: put a Standardise block in "
                "front of it"
            )
        found = principal_axes(x)
        count = min(self.components, x.shape[1])
        axes = found.axes if count <= len(found.axes) else principal_axes(x, count).axes
        spectrum = np.zeros(max(count, len(found.variance)))
        spectrum[: len(found.variance)] = found.variance
        spread = np.sqrt(spectrum[:count])
        told = spectrum[:count] > NOTHING * found.total
        unit = np.where(told, spread, 1.0) if self.whiten else np.ones(count)
        return {
            "mean": found.mean, "axes": axes[:count], "unit": unit, "spectrum": spectrum,
            "directions": axes,
        }  # fmt: skip

    def apply(self, x: Array, fitted: Fitted) -> Array:
        """Return components ``(..., k)``."""
        return np.asarray(projected(x, fitted) / fitted["unit"])

    def invert(self, x: Array, fitted: Fitted) -> Array:
        """Return the rows that components stand for: exact but for what was left out."""
        return np.asarray((x * fitted["unit"]) @ fitted["axes"] + fitted["mean"])
