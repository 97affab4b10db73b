"""Layers of networks, with all of a sum's digits."""

import math

import numpy as np

from playground.engine.layers.activation import Activation
from playground.engine.layers.add import Add
from playground.engine.layers.batch_norm import BatchNorm
from playground.engine.layers.concatenate import Concatenate
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.flatten import Flatten
from playground.engine.layers.layer_norm import LayerNorm
from playground.engine.weights import Views
from playground.export.onnx.graph import Graph
from playground.export.onnx.writers import writes

PLAIN = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "softplus": "Softplus"}
"""Activations that are one operation without a setting."""


@writes(Dense)
def dense(graph: Graph, layer: Dense, weights: Views, x: str) -> str:
    """Add ``activation(x W + b)``."""
    z = graph.matrix(x, weights["weight"], weights.get("bias"))
    return bent(graph, layer.activation, z)


@writes(Activation)
def activation(graph: Graph, layer: Activation, weights: Views, x: str) -> str:
    """Add a function of every number."""
    return bent(graph, layer.function, x)


def bent(graph: Graph, name: str, x: str) -> str:
    """Add an activation function by its name."""
    if name == "linear":
        return x
    if name in PLAIN:
        return graph.add(PLAIN[name], x)
    if name == "softmax":
        return graph.add("Softmax", x, axis=-1)
    if name == "leaky-relu":
        return graph.add("LeakyRelu", x, alpha=0.01)
    if name == "elu":
        return graph.add("Elu", x, alpha=1.0)
    if name == "step":
        return graph.cast(graph.add("Greater", x, graph.constant(0.0)), np.float64)
    if name == "silu":
        return graph.add("Mul", x, graph.add("Sigmoid", x))
    assert name == "gelu", name
    scaled = graph.add("Mul", x, graph.constant(math.sqrt(0.5)))
    # ONNX Runtime knows the error function in single precision alone.
    below = graph.cast(graph.add("Erf", graph.cast(scaled, np.float32)), np.float64)
    weighed = graph.add("Mul", graph.add("Add", below, graph.constant(1.0)), x)
    return graph.add("Mul", weighed, graph.constant(0.5))


@writes(BatchNorm)
def batch_norm(graph: Graph, layer: BatchNorm, weights: Views, x: str) -> str:
    """Add normalising by the running averages."""
    centred = graph.add("Sub", x, graph.constant(weights["mean"]))
    inverse = 1 / np.sqrt(weights["variance"] + layer.epsilon)
    unit = graph.add("Mul", centred, graph.constant(inverse))
    return _scaled(graph, weights, unit)


@writes(LayerNorm)
def layer_norm(graph: Graph, layer: LayerNorm, weights: Views, x: str) -> str:
    """Add normalising over the last axis."""
    last = graph.whole(-1)
    centred = graph.add("Sub", x, graph.add("ReduceMean", x, last))
    variance = graph.add("ReduceMean", graph.add("Mul", centred, centred), last)
    spread = graph.add("Sqrt", graph.add("Add", variance, graph.constant(layer.epsilon)))
    return _scaled(graph, weights, graph.add("Div", centred, spread))


def _scaled(graph: Graph, weights: Views, unit: str) -> str:
    scaled = graph.add("Mul", unit, graph.constant(weights["scale"]))
    return graph.add("Add", scaled, graph.constant(weights["shift"]))


@writes(Dropout)
def dropout(graph: Graph, layer: Dropout, weights: Views, x: str) -> str:
    """Add nothing: when predicting nothing is dropped."""
    return x


@writes(Flatten)
def flatten(graph: Graph, layer: Flatten, weights: Views, x: str) -> str:
    """Add laying a sample out in one row."""
    return graph.add("Flatten", x, axis=1)


@writes(Add)
def add(graph: Graph, layer: Add, weights: Views, *x: str) -> str:
    """Add adding up what arrives."""
    total = x[0]
    for other in x[1:]:
        total = graph.add("Add", total, other)
    return total


@writes(Concatenate)
def concatenate(graph: Graph, layer: Concatenate, weights: Views, *x: str) -> str:
    """Add laying what arrives side by side."""
    return graph.beside(*x, axis=-1)
