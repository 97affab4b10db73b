"""Models that weigh features up, or products and bends of them."""

import numpy as np

from playground.engine.classical.logistic_regression import LogisticRegression
from playground.engine.classical.perceptron import Perceptron
from playground.engine.classical.polynomial_regression import PolynomialRegression
from playground.engine.classical.random_features import RandomFeatures
from playground.engine.embedding.principal_components import PrincipalComponents
from playground.engine.learner import State
from playground.engine.linear.linear_model import LinearModel
from playground.export.onnx.graph import Graph
from playground.export.onnx.parts.products import products
from playground.export.onnx.writers import writes
from playground.kernels.monomials import term_count


def weighed(graph: Graph, state: State, x: str, scale: float = 1.0) -> str:
    """Add ``x W' + b``, both divided by a scale."""
    return graph.matrix(x, state["weights"].T / scale, state["bias"] / scale)


@writes(LinearModel)
def linear(graph: Graph, block: LinearModel, state: State, x: str) -> str:
    """Add the weighted sum."""
    return weighed(graph, state, x)


@writes(LogisticRegression)
def logistic(graph: Graph, block: LogisticRegression, state: State, x: str) -> str:
    """Add the sigmoid or softmax of the scores."""
    scores = weighed(graph, state, x)
    if len(state["bias"]) > 1 and block.classes != "one-vs-rest":
        return graph.add("Softmax", scores, axis=1)
    shares = graph.add("Sigmoid", scores)
    if len(state["bias"]) == 1:
        return graph.beside(graph.add("Sub", graph.constant(1.0), shares), shares)
    total = graph.add("Max", graph.sum(shares, keep=True), graph.constant(1e-300))
    return graph.add("Div", shares, total)


@writes(Perceptron)
def perceptron(graph: Graph, block: Perceptron, state: State, x: str) -> str:
    """Add shares that grow with the distance from the line."""
    length = float(np.sqrt((state["weights"] ** 2).sum(axis=1)).max()) or 1.0
    distance = weighed(graph, state, x, length)
    if len(state["bias"]) > 1:
        return graph.add("Softmax", distance, axis=1)
    half, one = graph.constant(0.5), graph.constant(1.0)
    size = graph.add("Add", graph.add("Abs", distance), one)
    lean = graph.add("Div", graph.add("Mul", distance, half), size)
    return graph.beside(graph.add("Sub", half, lean), graph.add("Add", half, lean))


@writes(PolynomialRegression)
def polynomial(graph: Graph, block: PolynomialRegression, state: State, x: str) -> str:
    """Add the weighted products of features."""
    width, degree = len(state["centre"]), max(int(state["degree"]), 1)
    terms = state["terms"][: term_count(width, degree), :degree].tolist()
    scaled = _spread(graph, state, x)
    multiplied = products(graph, scaled, terms, width)
    return graph.matrix(multiplied, state["weights"][:, : len(terms)].T, state["bias"])


@writes(RandomFeatures)
def random_features(graph: Graph, block: RandomFeatures, state: State, x: str) -> str:
    """Add the weighted units that take part."""
    count = max(int(state["features"]), 1)
    bent = graph.matrix(
        _spread(graph, state, x), state["directions"][:count].T, state["offsets"][:count]
    )
    return graph.matrix(graph.add("Relu", bent), state["weights"][:, :count].T)


def _spread(graph: Graph, state: State, x: str) -> str:
    centred = graph.add("Sub", x, graph.constant(state["centre"]))
    return graph.add("Div", centred, graph.constant(state["reach"]))


@writes(PrincipalComponents)
def components(graph: Graph, block: PrincipalComponents, state: State, x: str) -> str:
    """Add the way along the axes."""
    return graph.matrix(graph.add("Sub", x, graph.constant(state["mean"])), state["axes"].T)
