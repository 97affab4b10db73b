"""A network with its loss, for one sample, as a graph of single numbers."""

import math

import numpy as np

from playground.engine.backprop.computation import Computation, Vertex
from playground.engine.backprop.unit_names import unit_names
from playground.engine.batches import Batch
from playground.engine.layers.activation import Activation
from playground.engine.layers.dense import Dense
from playground.engine.network import Network, Node
from playground.engine.objective import NetworkLoss
from playground.engine.weights import Weights
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.array import Array, to_host


def names_of(network: Network, features: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Name the inputs and units of a network; see `unit_names`."""
    sizes = {
        name: math.prod(size or 1 for _, size in shape) for name, shape in network.shapes.items()
    }
    ports = {name: sizes[name] for name in network.inputs}
    return unit_names({node.id: sizes[node.id] for node in network.nodes}, ports, features)


def vertex_count(network: Network) -> int | None:
    """Return how many vertices the graph has; None where a layer cannot be taken apart."""
    count = 1 + sum(size or 1 for shape in network.inputs.values() for _, size in shape)
    for node in network.nodes:
        (shape,) = (network.shapes[s] for s in node.sources[:1])
        width, layer = shape[0][1] or 1, node.layer
        if len(shape) != 1 or not isinstance(layer, Dense | Activation):
            return None
        if isinstance(layer, Activation):
            count += width
            continue
        per_unit = 2 * width + layer.bias + 1 + (layer.activation != "linear")
        count += layer.units * per_unit
    return count


def scalar_graph(
    objective: NetworkLoss, weights: Weights, batch: Batch, features: tuple[str, ...] = ()
) -> Computation:
    """Build the graph of the loss of a batch's first row.

    Parameters
    ----------
    objective
        Its layers are dense ones and activations; see `vertex_count`.
    weights
        One member. Everything is computed in float64.
    features
        Names of the inputs.
    """
    views = weights.astype(np.float64).alone
    network = objective.network
    names = names_of(network, features)
    vertices: list[Vertex] = []
    places: dict[str, list[int]] = {}
    for port in network.inputs:
        row = to_host(batch.x[port])[0, 0].astype(np.float64)
        given = zip(names[port], row.tolist(), strict=True)
        places[port] = _add(vertices, [Vertex("input", name, x) for name, x in given])
    for node in network.nodes:
        arriving = places[node.sources[0]]
        named = {name: to_host(view) for name, view in views[node.id].items()}
        if isinstance(node.layer, Dense):
            arriving = _sums(vertices, node, arriving, named, names)
        places[node.id] = _bend(vertices, node, arriving, names[node.id])
    out = places[network.output]
    z = np.array([[vertices[i].value for i in out]])
    rows, slope = objective.compared.value_and_gradient(z, to_host(batch.y)[0, :1].astype(float))
    slopes = tuple(float(s) for s in slope[0])
    vertices.append(Vertex("loss", "loss", float(rows[0]), tuple(out), slopes))
    return Computation(vertices)


def _add(vertices: list[Vertex], more: list[Vertex]) -> list[int]:
    first = len(vertices)
    vertices.extend(more)
    return list(range(first, len(vertices)))


def _sums(
    vertices: list[Vertex],
    node: Node,
    arriving: list[int],
    named: dict[str, Array],
    names: dict[str, list[str]],
) -> list[int]:
    """Add weights, products and sums of a dense layer; return where the sums stand."""
    sums, weight = [], named["weight"]
    sources, units = names[node.sources[0]], names[node.id]
    for unit, name in enumerate(units):
        terms = []
        for i, place in enumerate(arriving):
            w, x = float(weight[i, unit]), vertices[place].value
            arrow = f"{sources[i]}→{name}"
            (at,) = _add(vertices, [Vertex("weight", arrow, w, block=node.id)])
            product = Vertex("times", "×", w * x, (place, at), (w, x), node.id)
            terms += _add(vertices, [product])
        if "bias" in named:
            b = float(named["bias"][unit])
            terms += _add(vertices, [Vertex("weight", f"b→{name}", b, block=node.id)])
        total = math.fsum(vertices[t].value for t in terms)
        ones = (1.0,) * len(terms)
        linear = isinstance(node.layer, Dense) and node.layer.activation == "linear"
        label = name if linear else f"Σ {name}"
        sums += _add(vertices, [Vertex("plus", label, total, tuple(terms), ones, node.id)])
    return sums


def _bend(
    vertices: list[Vertex], node: Node, arriving: list[int], names: list[str]
) -> list[int]:
    """Add the activation of a layer; return where its outputs stand."""
    layer = node.layer
    chosen = layer.activation if isinstance(layer, Dense) else getattr(layer, "function", "")
    if chosen == "linear":
        return arriving
    function = ACTIVATIONS[chosen]
    z = np.array([[vertices[i].value for i in arriving]])
    y = function.value(z)
    outputs = []
    for unit, name in enumerate(names):
        wanted = np.zeros_like(z)
        wanted[0, unit] = 1.0
        slope = function.gradient(z, y, wanted)[0]
        used = [unit] if function.elementwise else range(len(arriving))
        parents, slopes = tuple(arriving[i] for i in used), tuple(float(slope[i]) for i in used)
        vertex = Vertex("function", name, float(y[0, unit]), parents, slopes, node.id)
        outputs += _add(vertices, [vertex])
    return outputs
