"""The way of samples through a network: its longest chain of layers, and slopes along it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.engine.feed import Feed
from playground.engine.layer import Context, Layer
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.network import Network, Node
from playground.engine.weights import Views, Weights
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.array import Array

NUDGE = 1e-5
CUTTING = frozenset({"relu", "step"})
"""Activations whose slope is exactly zero over whole regions."""


@dataclass(frozen=True)
class Stop:
    """A layer on the route.

    Attributes
    ----------
    node
        The layer in the network.
    source
        What of its inputs lies on the route: a node or port.
    others
        Its other inputs, which join in.
    """

    node: Node
    source: str
    others: tuple[str, ...]


def route_of(network: Network) -> tuple[str, tuple[Stop, ...], Node]:
    """Return the port where the longest chain begins, its layers, and the read-out after them.

    Where wires branch, what lies beside the chain is seen only where it joins it again.
    """
    length = dict.fromkeys(network.inputs, 0)
    for node in network.nodes:
        length[node.id] = 1 + max(length[s] for s in node.sources)
    known = {node.id: node for node in network.nodes}
    last = known[network.output]
    stops: list[Stop] = []
    at = max(last.sources, key=length.__getitem__)
    while at in known:
        node = known[at]
        source = max(node.sources, key=length.__getitem__)
        others = tuple(s for s in node.sources if s != source)
        stops.append(Stop(node, source, others))
        at = source
    return at, tuple(reversed(stops)), last


@dataclass(frozen=True, eq=False)
class Slopes:
    """How a sheet runs on in some space: its two tangents at every place.

    Attributes
    ----------
    along, across
        Derivatives by the first and second input, ``(v, n)``, float64.
    dead
        Where a layer has cut the sheet's area to exactly 0, ``(v,)``.
    """

    along: Array
    across: Array
    dead: Array


def slopes_through(
    network: Network, weights: Weights, values: Mapping[str, Array], feed: Feed, at: Array
) -> dict[str, Slopes]:
    """Carry the two tangents of a sheet through every layer, exactly up to rounding.

    Parameters
    ----------
    weights
        One member.
    values
        Value of every port and node at the places, ``(1, v, *axes)``.
    at
        Places ``(v, 2)`` in the units of the data set.

    Returns
    -------
    dict
        Slopes by port and node.
    """
    alive = np.zeros(len(at), bool)
    found: dict[str, Slopes] = {}
    tangents: dict[str, list[Array]] = {}
    for port in network.inputs:
        tangents[port] = [_through_chain(feed, port, at, axis) for axis in range(2)]
        found[port] = _as_slopes(tangents[port], alive)
    views = weights.astype(np.float64).views
    for node in network.nodes:
        x = [np.asarray(values[s], np.float64) for s in node.sources]
        given = [[tangents[s][axis] for s in node.sources] for axis in range(2)]
        tangents[node.id] = [_push(node.layer, views[node.id], x, one) for one in given]
        for tangent in tangents[node.id]:
            tangent[..., [unit for unit in node.off if unit < tangent.shape[-1]]] = 0
        dead = np.logical_and.reduce([found[s].dead for s in node.sources])
        found[node.id] = _as_slopes(tangents[node.id], dead)
        if activation_of(node.layer) in CUTTING:
            now = found[node.id]
            dead = dead | (((now.along != 0) | (now.across != 0)).sum(axis=1) < 2)
            found[node.id] = Slopes(now.along, now.across, dead)
    return found


def activation_of(layer: Layer) -> str:
    """Return the name of what a layer bends its numbers by, or "" for other layers."""
    if isinstance(layer, Dense):
        return layer.activation
    return layer.function if isinstance(layer, Activation) else ""


def _as_slopes(tangents: list[Array], dead: Array) -> Slopes:
    along, across = (t.reshape(t.shape[1], -1) for t in tangents)
    return Slopes(along, across, dead)


def _through_chain(feed: Feed, port: str, at: Array, axis: int) -> Array:
    step = np.zeros(2)
    step[axis] = NUDGE * max(float(np.abs(at).max()), 1e-12)
    ends = []
    for rows in (at + step, at - step):
        for transform, learned in feed.chains[port]:
            rows = transform.apply(rows, learned)
        ends.append(rows)
    slope: Array = ((ends[0] - ends[1]) / (2 * step[axis]))[None]
    return slope


def _push(layer: Layer, w: Views, x: list[Array], tangents: list[Array]) -> Array:
    """Return the derivative of a layer's output where its inputs move along tangents."""
    if isinstance(layer, Dense):
        product = x[0] @ w["weight"] + (w["bias"][:, None] if "bias" in w else 0.0)
        return _bend(layer.activation, product, tangents[0] @ w["weight"])
    if isinstance(layer, Activation):
        return _bend(layer.function, x[0], tangents[0])
    size = max(max(float(np.abs(t).max(initial=0.0)) for t in tangents), 1e-300)
    step = NUDGE / size
    ahead = [a + step * t for a, t in zip(x, tangents, strict=True)]
    behind = [a - step * t for a, t in zip(x, tangents, strict=True)]
    rise = layer.forward(w, *ahead, context=Context())[0]
    fall = layer.forward(w, *behind, context=Context())[0]
    slope: Array = (rise - fall) / (2 * step)
    return slope


def _bend(name: str, x: Array, tangent: Array) -> Array:
    # The Jacobian of every activation is symmetric, so its pullback also pushes forward.
    activation = ACTIVATIONS[name]
    pushed: Array = activation.gradient(x, activation.value(x), tangent.copy())
    return pushed
