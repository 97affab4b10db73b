"""A chain of dense layers at many weight vectors at once, with units in front of samples."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from playground.engine.batches import Batch
from playground.engine.layers.dense import Dense
from playground.engine.objective import NetworkLoss, Objective
from playground.engine.weights import Weights
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.array import Array

_INTO: dict[str, Callable[[Array, Array], object]] = {
    "tanh": lambda z, into: np.tanh(z, out=into),
    "relu": lambda z, into: np.maximum(z, 0, out=into),
}
"""Activations written straight to where the next layer wants them: the others are copied."""


class Link(NamedTuple):
    """One layer: where its weights stand, its inputs and units, and what bends them."""

    start: int
    stop: int
    inputs: int
    units: int
    activation: str
    bias: bool
    off: tuple[int, ...]


class Chain:
    """The loss of a plain multilayer perceptron for thousands of members on shared rows.

    Layers give what `Network` gives to rounding, about twice as fast: with units in front every
    operation runs along all samples, and a row of ones lets the biases ride in the product.

    Parameters
    ----------
    objective
        Its network is the chain.
    links
        The layers in order.
    """

    def __init__(self, objective: NetworkLoss, links: tuple[Link, ...]) -> None:
        self._objective = objective
        self._links = links

    @classmethod
    def of(cls, objective: Objective, weights: Weights, data: Batch) -> "Chain | None":
        """Return the chain that an objective is, or None where it is none."""
        flat = weights.flat
        if type(objective) is not NetworkLoss or type(flat) is not np.ndarray:
            return None
        shared = all(len(x) == 1 and x.ndim == 3 for x in data.x.values())
        if len(data.x) != 1 or not shared or data.weight is not None:
            return None
        links = _links(objective)
        return cls(objective, links) if links else None

    def loss(self, flat: Array, data: Batch) -> Array:
        """Return the mean loss ``(members,)`` at weight vectors ``(members, size)``."""
        members = len(flat)
        h = np.ascontiguousarray(next(iter(data.x.values()))[0].T)
        rows = h.shape[-1]
        for place, link in enumerate(self._links):
            w = flat[:, link.start : link.stop].reshape(members, -1, link.units)
            if place == 0:
                if link.bias:
                    h = np.concatenate([h, np.ones((1, rows), h.dtype)])
                tall = np.ascontiguousarray(w.swapaxes(1, 2)).reshape(members * link.units, -1)
                z = (tall @ h).reshape(members, link.units, rows)
            else:
                z = np.matmul(w.swapaxes(1, 2), h)
            follower = self._links[place + 1] if place + 1 < len(self._links) else None
            h = _bent(z, link, follower is not None and follower.bias)
        losses = self._objective.compared.value(h.swapaxes(1, 2), data.y)
        mean: Array = losses.mean(axis=-1)
        return mean


def _bent(z: Array, link: Link, ones: bool) -> Array:
    """Return the activation of ``z`` ``(members, units, rows)``, with a row of ones or without."""
    members, units, rows = z.shape
    h = np.empty((members, units + ones, rows), z.dtype)
    into = h[:, :units]
    if link.activation in _INTO:
        _INTO[link.activation](z, into)
    else:
        into[...] = ACTIVATIONS[link.activation].value(z)
    if link.off:
        into[:, list(link.off)] = 0
    h[:, units:] = 1
    return h


def _links(objective: NetworkLoss) -> tuple[Link, ...]:
    """Return the layers of a network that is a chain of dense ones; nothing for any other."""
    network = objective.network
    source, links = next(iter(network.inputs)), []
    entries = {(e.block, e.name): e for e in network.layout.entries}
    for node in network.nodes:
        layer = node.layer
        weight, bias = entries.get((node.id, "weight")), entries.get((node.id, "bias"))
        plain = type(layer) is Dense and layer.activation != "softmax"
        if not plain or node.sources != (source,) or weight is None:
            return ()
        assert isinstance(layer, Dense)
        if bias is not None and bias.start != weight.stop:
            return ()
        inputs, units = weight.spec.shape
        stop = weight.stop if bias is None else bias.stop
        links.append(
            Link(weight.start, stop, inputs, units, layer.activation, bias is not None, node.off)
        )
        source = node.id
    return tuple(links) if source == network.output else ()
