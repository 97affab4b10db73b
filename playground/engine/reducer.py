"""The parent of transforms that lay rows out in fewer dimensions."""

from typing import Annotated, ClassVar

import numpy as np
from msgspec.structs import replace

from playground.core.block import title_of
from playground.core.settings import setting
from playground.core.shape import ShapeError, Signature, features, sizes
from playground.engine.data import Data, DataError
from playground.engine.transform import Fitted, Transform
from playground.kernels.array import Array


class Reducer(Transform, frozen=True):
    """Hand on few new features in place of many; a subclass says which.

    A subclass defines `fit` or `fit_to`, `apply`, and what `most` there can be.
    """

    axis: ClassVar[str] = "axis"
    """What its features are called, each with its number."""

    components: Annotated[
        int,
        setting("Components", "How many new features are handed on, the most telling first; no "
                "more than there are.", low=1, high=256),
    ] = 2  # fmt: skip

    def most(self, signature: Signature) -> int:
        """Return how many components there are of such data."""
        (inputs,) = sizes(signature.shape)
        return inputs

    def output_signature(self, signature: Signature) -> Signature:
        """Return the signature with the components as features.

        Raises
        ------
        ShapeError
            If the input is no plain vector.
        """
        if len(signature.shape) != 1:
            raise ShapeError(
                f"{title_of(type(self))} takes plain features, not pictures or sequences"
            )
        count = min(self.components, self.most(signature))
        names = tuple(f"{self.axis} {i + 1}" for i in range(count))
        return replace(signature, shape=features(count), names=names)

    def transform(self, data: Data) -> tuple[Data, Fitted]:
        """Fit on the training rows and apply to all; also returns what was fitted.

        Raises
        ------
        ShapeError
            If the data are not what it takes.
        DataError
            If numbers are too large to be multiplied with each other.
        """
        self.output_signature(data.signature())
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                changed, fitted = super().transform(data)
            told = bool(np.isfinite(changed.x).all())
        except DataError:
            raise
        except ValueError:  # so NumPy and SciPy say that they were handed numbers that are none
            told = False
        if not told:
            raise DataError(
                f"{title_of(type(self))} squares its features, and these are too large: put a "
                "Standardise block in front of it"
            )
        return changed, fitted


def projected(x: Array, fitted: Fitted) -> Array:
    """Return where rows ``(..., d)`` lie along fitted ``axes`` from ``mean``; ``(..., k)``."""
    return np.asarray((x - fitted["mean"]) @ fitted["axes"].T)
