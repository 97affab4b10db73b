"""The parent of transforms: fitted on the training part, applied to every row."""

from dataclasses import replace
from typing import ClassVar

from playground.core.block import Block, Family, Port
from playground.core.shape import Signature
from playground.engine.data import Data
from playground.kernels.array import Array

Fitted = dict[str, Array]


class Transform(Block, frozen=True):
    """Data in, data out; a subclass defines `fit`, `apply` and, if it changes them, the names."""

    family: ClassVar[Family] = "transform"
    inputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("data", "data"),)

    def output_signature(self, signature: Signature) -> Signature:
        """Return what flows out for what flows in.

        Raises
        ------
        ShapeError
            If the transform cannot take it.
        """
        return signature

    def fit(self, x: Array) -> Fitted:
        """Return what the transform learns from training rows ``(n, d)``; plain arrays."""
        raise NotImplementedError

    def fit_to(self, data: Data) -> Fitted:
        """Return what the transform learns from the training rows of some data.

        Those that go by labels or values define this instead of `fit`.
        """
        return self.fit(data.x[data.train.reshape(-1)])

    def apply(self, x: Array, fitted: Fitted) -> Array:
        """Transform rows ``(..., d)`` into ``(..., d')``."""
        raise NotImplementedError

    def invert(self, x: Array, fitted: Fitted) -> Array | None:
        """Return rows in the units before the transform, or None if there is no way back."""
        return None

    def transform(self, data: Data) -> tuple[Data, Fitted]:
        """Fit on the training rows and apply to all; also returns what was fitted."""
        fitted = self.fit_to(data)
        names = self.output_signature(data.signature()).names
        return replace(data, x=self.apply(data.x, fitted), names=names, _cache={}), fitted
