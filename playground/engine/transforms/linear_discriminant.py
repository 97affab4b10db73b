"""Directions in which classes lie apart, as features."""

from typing import ClassVar

import numpy as np

from playground.core.shape import ShapeError, Signature
from playground.engine.data import Data
from playground.engine.reducer import Reducer, projected
from playground.engine.transform import Fitted
from playground.kernels.array import Array
from playground.kernels.discriminants import discriminant_axes


class LinearDiscriminant(Reducer, frozen=True):
    """Turn the axes so that the classes lie apart, measured by how far each spreads itself.

    Unlike PCA it goes by the labels of the training rows. There are at most classes - 1
    directions that tell anything. Directions in which no class varies at all are left out, as
    there is nothing to measure by.

    References
    ----------
    Fisher (1936), doi:10.1111/j.1469-1809.1936.tb02137.x; Rao (1948).
    """

    title: ClassVar[str] = "LDA"
    rank: ClassVar[int] = 27
    axis: ClassVar[str] = "LD"
    also_called: ClassVar[tuple[str, ...]] = (
        "linear discriminant analysis", "Fisher", "dimension reduction",
        "dimensionality reduction",
    )  # fmt: skip

    def most(self, signature: Signature) -> int:
        """Return how many directions can tell classes apart."""
        return max(min(super().most(signature), signature.outputs - 1), 1)

    def output_signature(self, signature: Signature) -> Signature:
        """Return the signature with the components as features.

        Raises
        ------
        ShapeError
            If the input is no plain vector, or comes without classes.
        """
        if signature.target != "class":
            held = "values" if signature.target == "value" else "no labels"
            raise ShapeError(
                f"a linear discriminant keeps classes apart, but the data holds {held}: use PCA"
            )
        return super().output_signature(signature)

    def fit_to(self, data: Data) -> Fitted:
        """Return ``mean`` ``(d,)``, ``axes`` ``(k, d)`` and the ``separation`` along each.

        ``lost`` counts directions that were left out, as no class varies there.
        """
        rows = data.train.reshape(-1)
        count = min(self.components, self.most(data.signature()))
        found = discriminant_axes(data.x[rows], data.y[rows], count)
        return {
            "mean": found.mean, "axes": found.axes, "separation": found.separation,
            "lost": np.array(found.lost),
        }  # fmt: skip

    def apply(self, x: Array, fitted: Fitted) -> Array:
        """Return components ``(..., k)``."""
        return projected(x, fitted)
