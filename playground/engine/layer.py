"""The parent of layers, and what a forward pass tells them."""

from collections.abc import Callable
from typing import ClassVar, TypeAlias

from playground.core.block import Block, Family, Port
from playground.core.shape import Shape
from playground.engine.weights import Views, WeightSpec
from playground.kernels.array import Array

Pullback: TypeAlias = Callable[[Array, Views | None], tuple[Array | None, ...]]
"""``(dy, gradient views to write into) -> (dx of each input, or None where nobody asks)``."""


class Context:
    """What one forward pass is for.

    Attributes
    ----------
    training
        True while learning: dropout drops, batch norm uses the batch.
    seeds
        One for each member; key of the pass's random draws.
    step
        Counter of the pass's random draws.
    block
        Id of the block being run, set by the network.
    wanted
        Whether anyone needs the gradient with respect to the block's inputs.
    settling
        Whether what predicting relies on is taken anew from these rows, with nothing dropped:
        batch norm uses their mean and variance and keeps them as its running averages.
    lead
        Axes in front of a sample's own: 2 for ``(members, batch)``, 1 for ``(batch,)`` where a
        single member runs without the axis of members, which is a good deal faster.
    """

    __slots__ = ("block", "lead", "seeds", "settling", "step", "training", "wanted")

    def __init__(
        self,
        training: bool = False,
        seeds: tuple[int, ...] = (0,),
        step: int = 0,
        settling: bool = False,
    ) -> None:
        self.training = training
        self.settling = settling
        self.seeds = seeds
        self.step = step
        self.block = ""
        self.wanted = True
        self.lead = 2


class Layer(Block, frozen=True):
    """One block of a network: shapes, weights, and a forward pass that returns its pullback.

    Arrays are ``(members | 1, batch, *axes)``, or ``(batch, *axes)`` with weights of plain
    ``shape`` where ``context.lead`` is 1. A forward pass never writes into its inputs.
    """

    family: ClassVar[Family] = "layer"
    inputs: ClassVar[tuple[Port, ...]] = (Port("x", "tensor"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("y", "tensor"),)

    def output_shape(self, *inputs: Shape) -> Shape:
        """Return the shape of one output sample.

        Raises
        ------
        ShapeError
            If the layer cannot take these inputs; it may name the block that would help.
        """
        return inputs[0]

    def weights(self, *inputs: Shape) -> dict[str, WeightSpec]:
        """Return what the layer wants to hold, by name; nothing unless overridden."""
        return {}

    def forward(self, w: Views, *x: Array, context: Context) -> tuple[Array, Pullback]:
        """Compute the output, and the function that carries gradients back.

        Parameters
        ----------
        w
            This block's weights by name, each ``(members, *shape)``.
        *x
            Inputs, each ``(members | 1, batch, *axes)``.
        context
            What the pass is for.

        Returns
        -------
        y
            Output ``(members | 1, batch, *axes)``.
        pullback
            Writes the weights' gradients into the views it is given (overwriting them), and
            returns the gradients of the inputs.
        """
        raise NotImplementedError

    def stages(self, w: Views, *x: Array, context: Context) -> list[tuple[str, Array]]:
        """Return the steps inside the layer with their results; one stage unless overridden."""
        return [(type(self).__name__, self.forward(w, *x, context=context)[0])]
