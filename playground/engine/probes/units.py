"""What every neuron of a network sees: its activation over the plane of the input."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.plane import extent_of, grid_of, laid_out, rows_of
from playground.engine.probe import Probe, ShowsUnits, Watched, member_of, network_of
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_host


class Units(Probe, frozen=True):
    """What every neuron of a network sees: its activation over the plane of the input.

    One array ``(units, height, width)`` of int8 for each layer, by block id, lowest row first;
    127 is the layer's largest activation but for outliers. There is nothing where the data
    has other than two features or the learner has no layers.

    For layers of more units than are shown there are ``"activity BLOCK"`` ``(units,)``, the
    standard deviation of each unit over the plane, and ``"outgoing BLOCK"`` ``(units,)``, the sum
    of the sizes of the weights by which the next layers take it up.
    """

    most: Annotated[int, setting("Units", "How many units of a layer are shown.", low=1)] = 18
    chosen: Annotated[
        tuple[tuple[str, tuple[int, ...]], ...],
        setting("Chosen", "Which units of a layer are shown, by its block; else the first."),
    ] = ()
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the fields of each layer's chosen units."""
        data = getattr(learner, "source", None)
        if data is None or not isinstance(learner, ShowsUnits) or rows_of(data).shape[1] != 2:
            return {}
        size = (size[0] or 20, size[1] or 20)
        x = rows_of(laid_out(data))
        cells = grid_of(extent_of(x, size[0] / size[1]), size)
        member = member_of(learner, self.member)
        rows = cells.reshape(-1, *data.x.shape[1:])
        layers = learner.activations(rows, slice(member, member + 1))
        arrays: dict[str, Array] = {}
        for block, values in layers.items():
            if values.ndim == 3:
                arrays |= self._layer(block, to_host(values[0]), size)
                if values.shape[2] > self.most:
                    arrays[f"outgoing {block}"] = outgoing(learner, block, member)
        return arrays

    def _layer(self, block: str, values: Array, size: tuple[int, int]) -> dict[str, Array]:
        count = values.shape[1]
        chosen = [unit for unit in dict(self.chosen).get(block, ()) if 0 <= unit < count]
        shown = values[:, chosen or slice(self.most)]
        arrays = {block: quantise(shown, size, limit_of(values))}
        if count > self.most:
            with np.errstate(all="ignore"):
                spread = np.nan_to_num(values.std(axis=0), posinf=0.0)
            arrays[f"activity {block}"] = spread.astype(np.float32)
        return arrays


def limit_of(values: Array) -> float:
    """Return the activation that is drawn at full strength: the 98th percentile of the sizes."""
    finite = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    return float(np.percentile(np.abs(finite), 98)) if finite.size else 0.0


def quantise(values: Array, size: tuple[int, int], limit: float) -> Array:
    """Return activations ``(height * width, units)`` as int8 fields ``(units, height, width)``.

    They are divided by `limit`, so that a few large ones leave the rest visible; what is not
    finite is zero.
    """
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    scaled = np.clip(values / max(limit, 1e-12), -1.0, 1.0) * 127.0
    return np.rint(scaled).astype(np.int8).T.reshape(-1, size[1], size[0])


def outgoing(learner: ShowsUnits, block: str, member: int) -> Array:
    """Return the summed sizes ``(units,)`` of the weights by which later layers take units up.

    Layers that pass units on one by one (an activation, a norm) are looked through; a layer that
    nothing of the kind takes up has zeros.
    """
    network, weights = network_of(learner), getattr(learner, "weights", None)
    if network is None or not isinstance(weights, Weights):
        return np.empty(0, np.float32)
    units = int(network.shapes[block][0][1] or 0)
    total, reached = np.zeros(units, np.float32), {block}
    for node in network.nodes:
        if reached & set(node.sources):
            matrix = weights.views[node.id].get("weight")
            if matrix is not None and matrix.ndim == 3 and matrix.shape[1] == units:
                total += np.abs(np.nan_to_num(to_host(matrix[member]))).sum(axis=1)
            elif network.shapes[node.id] == network.shapes[block] and len(node.sources) == 1:
                reached.add(node.id)
    return total
