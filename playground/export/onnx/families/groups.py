"""Models that put rows into groups: shares are 1 for the group of a row, or 0 for all."""

import numpy as np

from playground.core.block import title_of
from playground.engine.clusterer import CORE, Clusterer
from playground.engine.clustering.agglomerative import Agglomerative
from playground.engine.clustering.bisecting import Bisecting
from playground.engine.clustering.dbscan import Dbscan
from playground.engine.clustering.k_means import KMeans
from playground.engine.learner import State
from playground.export.error import ExportError
from playground.export.onnx.graph import Graph
from playground.export.onnx.parts.distances import distances
from playground.export.onnx.writers import writes
from playground.kernels.array import Array


@writes(KMeans)
def k_means(graph: Graph, block: KMeans, state: State, x: str) -> str:
    """Add the nearest centroid."""
    centroids = state["centroids"]
    if not len(centroids):
        raise _none(block)
    far = distances(graph, x, centroids, "euclidean")
    return _told(graph, graph.add("ArgMin", far, axis=1, keepdims=0), np.eye(len(centroids)))


@writes(Agglomerative)
def agglomerative(graph: Graph, block: Agglomerative, state: State, x: str) -> str:
    """Add the group of the nearest row."""
    groups = block.groups(state)
    if not len(groups) or groups.max() < 0:
        raise _none(block)
    far = distances(graph, x, state["x"], block.metric)
    nearest = graph.add("ArgMin", far, axis=1, keepdims=0)
    return _told(graph, nearest, _shares(groups, int(groups.max()) + 1))


@writes(Dbscan)
def dbscan(graph: Graph, block: Dbscan, state: State, x: str) -> str:
    """Add the cluster of the nearest core row within epsilon."""
    groups = block.groups(state)
    cores = np.flatnonzero((state["kind"] == CORE) & (groups >= 0))
    if not len(cores):
        raise _none(block)
    far = distances(graph, x, state["x"][cores], block.metric)
    nearest = graph.add("ArgMin", far, axis=1, keepdims=0)
    shares = _shares(groups[cores], int(state["cluster"].max()) + 1)
    least = graph.add("ReduceMin", far, graph.whole(1))
    close = graph.add("LessOrEqual", least, graph.constant(block.epsilon))
    told = _told(graph, nearest, shares)
    return graph.add("Mul", told, graph.cast(close, np.float64))


@writes(Bisecting)
def bisecting(graph: Graph, block: Bisecting, state: State, x: str) -> str:
    """Add the way down the splits, each time to the nearer centroid."""
    made = block.splits(state)
    first = graph.add("ReduceMax", x, graph.whole(1), keepdims=0)
    number = graph.cast(graph.add("Mul", first, graph.constant(0.0)), np.int64)
    for step in range(made):
        kept, new = (_squares(graph, x, centre) for centre in state["centroids"][step])
        split = graph.constant(np.array(state["split"][step], np.int64))
        here = graph.add("Equal", number, split)
        moves = graph.add("And", here, graph.add("Less", new, kept))
        number = graph.where(moves, graph.constant(np.array(step + 1, np.int64)), number)
    return _told(graph, number, np.eye(made + 1))


def _squares(graph: Graph, x: str, centre: Array) -> str:
    away = graph.add("Sub", x, graph.constant(centre))
    return graph.sum(graph.add("Mul", away, away))


def _shares(groups: Array, count: int) -> Array:
    """Return the shares of numbers of groups ``(k, count)``; of -1 none."""
    return np.asarray(groups[:, None] == np.arange(count), float)


def _told(graph: Graph, number: str, shares: Array) -> str:
    return graph.add("Gather", graph.constant(shares), number, axis=0)


def _none(block: Clusterer) -> ExportError:
    return ExportError(f"{title_of(type(block))} has found no group yet: let it go on")
