"""Several wires side by side."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from playground.core.block import Port
from playground.core.shape import Shape, ShapeError, describe
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.weights import Views
from playground.kernels.array import Array, namespace


class Concatenate(Layer, frozen=True):
    """Lays what arrives on its wires side by side, along the last axis.

    Shapes: ``(members, n, *axes, a)`` and ``(members, n, *axes, b)`` to
    ``(members, n, *axes, a + b)``.

    References
    ----------
    Huang et al. (2017), "Densely connected convolutional networks", arXiv:1608.06993.
    """

    rank: ClassVar[int] = 7
    inputs: ClassVar[tuple[Port, ...]] = (Port("x", "tensor", many=True),)

    def output_shape(self, *inputs: Shape) -> Shape:
        """Return the shape with the last axes added up.

        Raises
        ------
        ShapeError
            If other axes differ, or a last axis has no fixed length.
        """
        heads = {tuple(size for _, size in shape[:-1]) for shape in inputs}
        lasts = [shape[-1][1] for shape in inputs]
        if len(heads) > 1 or None in lasts:
            told = " and ".join(describe(shape) for shape in inputs)
            raise ShapeError(f"{told} differ in more than their last axis", "flatten")
        total = sum(size for size in lasts if size is not None)
        return (*inputs[0][:-1], (inputs[0][-1][0], total))

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Join along the last axis; a shared input is repeated for every member."""
        xp = namespace(*x)
        parts: Sequence[Array] = x
        if context.lead == 2:
            members = max(len(part) for part in x)
            parts = [xp.broadcast_to(part, (members, *part.shape[1:])) for part in x]
        edges = np.cumsum([part.shape[-1] for part in parts])[:-1].tolist()
        y = xp.concatenate(parts, axis=-1)

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            return tuple(xp.split(dy, edges, axis=-1))

        return y, pull
