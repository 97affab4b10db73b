"""Sum of several wires: the joint of a residual connection."""

from typing import ClassVar

from playground.core.block import Port
from playground.core.shape import Shape, ShapeError, describe
from playground.engine.layer import Context, Layer, Pullback
from playground.engine.weights import Views
from playground.kernels.array import Array


class Add(Layer, frozen=True):
    """Adds what arrives on its wires, number by number.

    Shapes: all inputs alike, ``(members, n, *axes)``, unchanged.

    References
    ----------
    He et al. (2016), "Deep residual learning", arXiv:1512.03385.
    """

    rank: ClassVar[int] = 6
    inputs: ClassVar[tuple[Port, ...]] = (Port("x", "tensor", many=True),)

    def output_shape(self, *inputs: Shape) -> Shape:
        """Return the common shape.

        Raises
        ------
        ShapeError
            If the inputs differ.
        """
        lengths = {tuple(size for _, size in shape) for shape in inputs}
        if len(lengths) > 1:
            told = " and ".join(sorted({describe(shape) for shape in inputs}))
            raise ShapeError(f"it adds number by number, but {told} arrive: make them alike")
        return inputs[0]

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Compute the sum."""
        y = x[0]
        for other in x[1:]:
            y = y + other
        count = len(x)

        def pull(dy: Array, into: Views | None) -> tuple[Array | None, ...]:
            return (dy,) * count

        return y, pull
