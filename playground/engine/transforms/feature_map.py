"""New features made from old ones by formulas."""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from math import comb
from typing import Annotated, ClassVar

import numpy as np
from msgspec.structs import replace

from playground.core.settings import setting
from playground.core.shape import ShapeError, Signature, features, sizes
from playground.engine.transform import Fitted, Transform
from playground.kernels.array import Array

MOST = 512
"""More new features than this are refused: nobody could look at them."""

Monomial = tuple[int, ...]


class FeatureMap(Transform, frozen=True):
    """Hand the learner squares, products, waves or powers of the features.

    With x1^2 and x2^2 a straight line becomes a circle; with x1 x2 it parts the XOR quadrants.
    For any number of inputs. Order: the inputs, squares, products, higher powers, sines, cosines.
    """

    rank: ClassVar[int] = 30

    keep: Annotated[bool, setting("Inputs", "Keep x1, x2, ... themselves.")] = True
    squares: Annotated[bool, setting("Squares", "Add x1^2, x2^2, ...")] = True
    products: Annotated[bool, setting("Products", "Add x1 x2 and all other pairs.")] = True
    sines: Annotated[bool, setting("Sines", "Add sin(f x) of every input.")] = False
    cosines: Annotated[bool, setting("Cosines", "Add cos(f x) of every input.")] = False
    frequency: Annotated[
        float,
        setting("Frequency", "f of sin(f x) and cos(f x).", low=0.1, high=100, scale="log"),
    ] = 4.0
    degree: Annotated[
        int, setting("Degree", "Add all powers and products up to this degree.", low=1, high=9)
    ] = 1

    def output_signature(self, signature: Signature) -> Signature:
        """Return the signature with the new features' names.

        Raises
        ------
        ShapeError
            If the input is no plain vector, or if no feature or too many would come out.
        """
        if len(signature.shape) != 1:
            raise ShapeError("a feature map takes plain features, not pictures or sequences")
        (inputs,) = sizes(signature.shape)
        count = self._count(inputs)
        if count == 0:
            raise ShapeError("every feature is switched off: switch on at least one kind")
        if count > MOST:
            raise ShapeError(
                f"{inputs} inputs would become {count} features, more than {MOST}: lower the degree"
                " or switch off the products"
            )
        names = signature.names or tuple(f"x{i + 1}" for i in range(inputs))
        return replace(signature, shape=features(count), names=tuple(self._names(names)))

    def fit(self, x: Array) -> Fitted:
        """Return nothing: the formulas are fixed."""
        return {}

    def apply(self, x: Array, fitted: Fitted) -> Array:
        """Return the mapped rows ``(..., d')``."""
        columns = [x[..., list(term)].prod(axis=-1) for term in self.monomials(x.shape[-1])]
        mapped = [np.stack(columns, axis=-1)] if columns else []
        mapped += [np.sin(self.frequency * x)] * self.sines
        mapped += [np.cos(self.frequency * x)] * self.cosines
        return np.concatenate(mapped, axis=-1)

    def invert(self, x: Array, fitted: Fitted) -> Array | None:
        """Return the inputs where they were kept, or None."""
        if not self.keep:
            return None
        inputs = next(d for d in range(1, x.shape[-1] + 1) if self._count(d) == x.shape[-1])
        return x[..., :inputs]

    def monomials(self, inputs: int) -> Iterator[Monomial]:
        """Yield which of so many inputs each product multiplies, in the order of the features."""
        whole = range(inputs)
        if self.keep:
            yield from ((i,) for i in whole)
        if self.squares or self.degree >= 2:
            yield from ((i, i) for i in whole)
        if self.products or self.degree >= 2:
            yield from ((i, j) for i in whole for j in range(i + 1, inputs))
        for power in range(3, self.degree + 1):
            yield from combinations_with_replacement(whole, power)

    def _count(self, inputs: int) -> int:
        higher = self.degree >= 2
        count = inputs * (self.keep + (self.squares or higher) + self.sines + self.cosines)
        count += comb(inputs, 2) * (self.products or higher)
        return count + sum(comb(inputs + p - 1, p) for p in range(3, self.degree + 1))

    def _names(self, names: tuple[str, ...]) -> Iterator[str]:
        for term in self.monomials(len(names)):
            powers = {i: term.count(i) for i in term}
            yield " ".join(names[i] + (f"^{p}" if p > 1 else "") for i, p in powers.items())
        for wave, wanted in (("sin", self.sines), ("cos", self.cosines)):
            if wanted:
                yield from (f"{wave}({self.frequency:g} {name})" for name in names)
