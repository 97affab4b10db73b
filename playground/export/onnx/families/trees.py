"""Trees and forests."""

from typing import Any

import numpy as np

from playground.engine.boosting.link import Binary, Softmax, link_for
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.classical.gradient_boosting import GradientBoosting
from playground.engine.learner import State
from playground.engine.trees.forest import Forest
from playground.export.error import ExportError
from playground.export.onnx.graph import Graph
from playground.export.onnx.parts.trees import Growing, grown, leaves
from playground.export.onnx.writers import writes
from playground.kernels.array import Array


@writes(DecisionTree)
def tree(graph: Graph, block: DecisionTree, state: State, x: str) -> str:
    """Add the tree as it decides, pruned."""
    return _mean(graph, block.shown(state), x)


@writes(Forest)
def forest(graph: Graph, block: Forest, state: State, x: str) -> str:
    """Add the mean of all trees."""
    if not len(state["trees"]["size"]):
        raise ExportError("no tree is grown yet: train it first")
    return _mean(graph, state["trees"], x)


def _mean(graph: Graph, trees: dict[str, Any], x: str) -> str:
    names = ("feature", "threshold", "left", "right", "value")
    laid = grown(*(trees[name] for name in names))
    total = graph.in_turn(leaves(graph, laid, x), axis=1)
    return graph.add("Div", total, graph.constant(float(len(laid.roots))))


@writes(GradientBoosting)
def boosting(graph: Graph, block: GradientBoosting, state: State, x: str) -> str:
    """Add the start and all stages one after another, and the link to answers."""
    stages, sums, _ = state["feature"].shape
    trees = Growing()
    for start in state["start"]:
        trees.done(trees.leaf(start))
    arrays = [state[name].reshape(stages * sums, -1) for name in ("feature", "threshold", "value")]
    for feature, threshold, value in zip(*arrays, strict=True):
        trees.done(_branch(trees, feature, threshold, value, 0))
    told = graph.add("Reshape", leaves(graph, trees, x), graph.whole(-1, stages + 1, sums))
    return _linked(graph, state, graph.in_turn(told, axis=1))


def _branch(
    trees: Growing, feature: Array, threshold: Array, value: Array, node: int
) -> tuple[int, int]:
    """Lay out the branch below a node of a heap; one that is not split is its left half."""
    if node >= len(feature):
        return trees.leaf(value[node - len(feature)])
    if feature[node] < 0 or threshold[node] == np.inf:
        return _branch(trees, feature, threshold, value, 2 * node + 1)
    place = trees.node(int(feature[node]), float(threshold[node]))
    trees.yes[place] = _branch(trees, feature, threshold, value, 2 * node + 1)
    trees.no[place] = _branch(trees, feature, threshold, value, 2 * node + 2)
    return place, 0


def _linked(graph: Graph, state: State, raw: str) -> str:
    """Add what turns sums into probabilities or values."""
    link = link_for(state["classes"] > 0, state["classes"])
    if isinstance(link, Binary):
        second = graph.add("Sigmoid", raw)
        return graph.beside(graph.add("Sub", graph.constant(1.0), second), second)
    return graph.add("Softmax", raw, axis=1) if isinstance(link, Softmax) else raw
