"""Flatten a sample into one vector."""

from math import prod
from typing import ClassVar

from playground.core.shape import Shape, ShapeError, describe, features, sizes
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.weights import Views
from playground.kernels.array import Array


class Flatten(Layer, frozen=True):
    """Lays all numbers of a sample in one row.

    Shapes: ``(members, n, *axes)`` to ``(members, n, product of axes)``.
    """

    rank: ClassVar[int] = 8

    def output_shape(self, *inputs: Shape) -> Shape:
        """Return one axis of all numbers.

        Raises
        ------
        ShapeError
            If an axis has no fixed length.
        """
        (shape,) = inputs
        if any(size is None for _, size in shape):
            raise ShapeError(f"{describe(shape)} has no fixed length, so it cannot be flattened")
        return features(prod(sizes(shape)))

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Reshape; the same memory where that is possible."""
        (given,) = x
        lead = context.lead
        y = given.reshape(*given.shape[:lead], -1)

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            return (dy.reshape(*dy.shape[:-1], *given.shape[lead:]),)

        return y, pull
