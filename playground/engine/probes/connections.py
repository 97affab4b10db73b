"""The single weights of one layer, by name."""

from typing import Annotated

from playground.core.settings import setting
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_host

MOST = 8192
"""Weights of one array that are sent as they are; of larger ones only those into one unit."""


class Connections(Probe, frozen=True):
    """The single weights of one layer, by name.

    Every array of the block, ``"weight"`` ``(inputs, units)`` and ``"bias"`` ``(units,)`` for
    instance. Of a matrix of more than 8192 entries there is the column of the chosen unit only,
    ``"weight column"`` ``(inputs,)``, and nothing where no unit is chosen. There is nothing for a
    learner without such a block.
    """

    block: Annotated[str, setting("Block", "Id of the layer.")] = ""
    unit: Annotated[int, setting("Unit", "Whose weights are wanted; -1 is none.", low=-1)] = -1
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the arrays of the block as float32."""
        weights = getattr(learner, "weights", None)
        if not isinstance(weights, Weights) or self.block not in weights.views:
            return {}
        member = member_of(learner, self.member)
        arrays = {}
        for name, values in weights.views[self.block].items():
            own = values[member]
            if own.size <= MOST:
                arrays[name] = to_host(own).copy()
            elif own.ndim == 2 and 0 <= self.unit < own.shape[1]:
                arrays[f"{name} column"] = to_host(own[:, self.unit]).copy()
        return arrays
