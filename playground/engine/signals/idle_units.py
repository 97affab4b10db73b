"""Units through which no gradient flows: dead rectifiers, and sigmoids and tanhs at their ends."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from playground.engine.layer import Context
from playground.engine.network import Network, Node, Record
from playground.engine.probe import Descends, network_of
from playground.engine.signals.excerpt import excerpt
from playground.engine.weights import Weights
from playground.kernels.activations import ACTIVATIONS, Activation
from playground.kernels.array import Array, namespace, to_host

ROWS = 500
"""Training rows that units are judged by, at most."""
DEAD_SLOPE = 1e-3
"""A rectifier is dead whose slope is below this on every row; for ReLU that is output 0."""
FLAT_SHARE, FLAT_ROWS = 0.05, 0.95
"""A squashing unit is saturated whose slope is below this share of the steepest on so many rows."""


@dataclass(frozen=True)
class Idle:
    """How many units of a block let no gradient through.

    Attributes
    ----------
    layer
        The nearest block with weights at or before it, "" where there is none.
    function
        Name of the activation function.
    units
        All units of the block.
    dead
        Units of a rectifier that are flat on every row.
    saturated
        Units of a sigmoid or tanh that are near one of their ends on nearly every row.
    """

    block: str
    layer: str
    function: str
    units: int
    dead: int
    saturated: int


def idle_units(learner: Descends, member: int) -> tuple[Idle, ...]:
    """Count idle units in every block that bends its units one by one, in the network's order.

    Up to 500 training rows are asked, predicting. A block without a slope to judge by (linear,
    step, softmax) is left out, and so is everything that is not a network.
    """
    network = network_of(learner)
    if network is None:
        return ()
    flat = learner.weights.flat[member : member + 1]
    weights = Weights(network.layout, flat)
    with np.errstate(all="ignore"):
        record = network.run(weights, excerpt(learner.whole, member, ROWS).x, Context())
        layers = _layers(network)
        return tuple(
            _count(node.id, layers[node.id], name, ACTIVATIONS[name], sums, values)
            for node in network.nodes
            for name, sums, values in _bent(node, weights, record)
        )


def _layers(network: Network) -> dict[str, str]:
    """Return for every node the nearest node with a weight matrix at or before it."""
    found: dict[str, str] = {}
    matrices = {e.block for e in network.layout.entries if e.name == "weight"}
    for node in network.nodes:
        found[node.id] = node.id if node.id in matrices else found.get(node.sources[0], "")
    return found


def _bent(node: Node, weights: Weights, record: Record) -> Iterator[tuple[str, Array, Array]]:
    """Yield the function of a node with what goes in and what comes out, if it has one."""
    layer, given = node.layer, [record[source] for source in node.sources]
    name = getattr(layer, "function", "") or getattr(layer, "activation", "")
    if name not in ACTIVATIONS or name in ("linear", "step") or not ACTIVATIONS[name].elementwise:
        return
    if hasattr(layer, "function"):
        yield name, given[0], record[node.id]
        return
    stages = layer.stages(weights.views[node.id], *given, context=Context())
    if len(stages) > 1:
        yield name, stages[-2][1], stages[-1][1]


def _count(
    block: str, layer: str, name: str, function: Activation, sums: Array, values: Array
) -> Idle:
    xp = namespace(sums)
    slope = xp.abs(function.gradient(sums, values, xp.ones_like(values)))
    slope = to_host(slope).reshape(-1, slope.shape[-1])
    units = slope.shape[1]
    if function.squashes:
        flat = slope < FLAT_SHARE * _steepest(function)
        return Idle(block, layer, name, units, 0, int((flat.mean(axis=0) >= FLAT_ROWS).sum()))
    return Idle(block, layer, name, units, int((slope < DEAD_SLOPE).all(axis=0).sum()), 0)


def _steepest(function: Activation) -> float:
    """Return the slope at 0, where every squashing function is steepest."""
    zero = np.zeros(1)
    return float(function.gradient(zero, function.value(zero), np.ones(1))[0])
