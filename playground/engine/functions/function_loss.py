"""A function as an objective: the weights are the point where a learner is."""

from playground.engine.batches import Batch
from playground.engine.functions.minimisable import Minimisable
from playground.engine.initialisers.zero import Zero
from playground.engine.weights import Layout, Weights, WeightSpec
from playground.kernels.array import Array, to_device


class FunctionLoss:
    """The value of a function at the point that the weights are.

    Parameters
    ----------
    function
        What is minimised.
    block
        Name of the weights: the function's block.
    """

    def __init__(self, function: Minimisable, block: str) -> None:
        self.function = function
        # Where a point lies is no size that decay or a penalty should shrink.
        spec = WeightSpec((function.dimension,), Zero(), decay=False)
        self.layout = Layout({block: {"point": spec}})

    def initial(self, seeds: tuple[int, ...], device: str) -> Weights:
        """Return the function's starts, one member for each seed."""
        starts = self.function.starts(seeds).astype(self.function.precision)
        return Weights(self.layout, to_device(starts, device))

    def gradient(self, weights: Weights, batch: Batch, into: Weights) -> Array:
        """Write the exact gradient into `into`; return the values ``(members,)``."""
        into.flat[...] = self.function.gradient(weights.flat)
        return self.function.value(weights.flat)

    def loss(self, weights: Weights, data: Batch) -> Array:
        """Return the value of each member, ``(members,)``."""
        return self.function.value(weights.flat)
