"""Models that go by normal distributions: naive Bayes, and mixtures."""

import math

import numpy as np

from playground.engine.classical.naive_bayes import NaiveBayes
from playground.engine.clustering.gaussian_mixture import GaussianMixture
from playground.engine.learner import State
from playground.export.error import ExportError
from playground.export.onnx.graph import Graph
from playground.export.onnx.writers import writes
from playground.kernels.array import Array


@writes(NaiveBayes)
def naive_bayes(graph: Graph, block: NaiveBayes, state: State, x: str) -> str:
    """Add the shares of classes by Bayes' rule; classes that no row was seen of have none."""
    seen = state["prior"] > 0
    if not seen.any():
        raise ExportError("it has counted no row yet: train it first")
    told = block.gaussians(state)
    variance = np.diagonal(told.covariance, axis1=1, axis2=2)[seen]
    joint = _upright(graph, x, told.mean[seen], variance, told.weight[seen])
    shares = graph.add("Softmax", joint, axis=1)
    return graph.matrix(shares, np.eye(len(seen))[seen])


def _upright(graph: Graph, x: str, mean: Array, variance: Array, weight: Array) -> str:
    """Add the log of weight and density ``(n, c)`` of distributions with independent features."""
    row = graph.add("Unsqueeze", x, graph.whole(1))
    away = graph.add("Sub", row, graph.constant(mean))
    share = graph.add("Div", graph.add("Mul", away, away), graph.constant(variance))
    far = graph.add("Mul", graph.sum(share), graph.constant(-0.5))
    spread = np.log(2.0 * math.pi * variance).sum(axis=1)
    return graph.add("Add", far, graph.constant(np.log(weight) - 0.5 * spread))


@writes(GaussianMixture)
def mixture(graph: Graph, block: GaussianMixture, state: State, x: str) -> str:
    """Add how far each component answers for a row."""
    told = block.gaussians(state)
    factor = np.linalg.cholesky(told.covariance)
    whiten = np.linalg.inv(factor).swapaxes(1, 2)
    rows = graph.add("Unsqueeze", x, graph.whole(0))
    away = graph.add("Sub", rows, graph.constant(told.mean[:, None]))
    whitened = graph.add("MatMul", away, graph.constant(whiten))
    far = graph.sum(graph.add("Mul", whitened, whitened))
    density = graph.add("Mul", graph.add("Transpose", far, perm=[1, 0]), graph.constant(-0.5))
    spread = np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    weight = np.log(np.maximum(told.weight, 1e-300))
    return graph.add("Softmax", graph.add("Add", density, graph.constant(weight - spread)), axis=1)
