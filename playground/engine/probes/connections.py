"""The single weights of one layer, by name."""

from copy import copy
from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.batches import Batch
from playground.engine.objective import NetworkLoss
from playground.engine.probe import Descends, Probe, Watched, member_of
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_host

MOST = 8192
"""Weights of one array that are sent as they are; of larger ones only those into one unit."""

AFFORDABLE = 2_000_000
"""Rows times weights beyond which the loss without a unit is not worked out while learning."""


class Connections(Probe, frozen=True):
    """The single weights of one layer, by name.

    Every array of the block, ``"weight"`` ``(inputs, units)`` and ``"bias"`` ``(units,)`` for
    instance. Of a matrix of more than 8192 entries there is the column of the chosen unit only,
    ``"weight column"`` ``(inputs,)``, and nothing where no unit is chosen. There is nothing for a
    learner without such a block.

    With `loss` there are ``"loss on"`` and ``"loss off"``, the train loss with the chosen unit and
    with 0 in its place, where that is cheap enough.
    """

    block: Annotated[str, setting("Block", "Id of the layer.")] = ""
    unit: Annotated[int, setting("Unit", "Whose weights are wanted; -1 is none.", low=-1)] = -1
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1
    loss: Annotated[bool, setting("Loss", "Tell the loss with and without the unit.")] = False

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
        if self.loss and self.unit >= 0 and isinstance(learner, Descends):
            arrays |= losses(learner, self.block, self.unit, member)
        return arrays


def losses(learner: Descends, block: str, unit: int, member: int) -> dict[str, Array]:
    """Return the train loss of a member with a unit, and with 0 in its place."""
    objective, whole = learner.objective, learner.whole
    if not isinstance(objective, NetworkLoss):
        return {}
    if whole.y.shape[1] * learner.weights.layout.size > AFFORDABLE:
        return {}
    alone = Weights(learner.weights.layout, learner.weights.flat[member : member + 1])
    own = {port: _of(rows, member) for port, rows in whole.x.items()}
    weight = None if whole.weight is None else _of(whole.weight, member)
    data = Batch(own, _of(whole.y, member), weight)
    off = {node.id: set(node.off) for node in objective.network.nodes}
    found = {}
    for name, chosen in (("on", off[block] - {unit}), ("off", off[block] | {unit})):
        network = copy(objective.network)
        units = {id: tuple(sorted(those)) for id, those in (off | {block: chosen}).items()}
        network.replace_layers({}, units)
        twin = NetworkLoss(network, objective.compared)
        with np.errstate(all="ignore"):
            found[f"loss {name}"] = to_host(twin.loss(alone, data))
    return found


def _of(rows: Array, member: int) -> Array:
    return rows[member : member + 1] if len(rows) > 1 else rows
