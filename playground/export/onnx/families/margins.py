"""Support vector machines: kernels in plain operations, in double precision."""

import numpy as np

from playground.engine.classical.support_vector_machine import SupportVectorMachine
from playground.engine.learner import State
from playground.export.onnx.graph import Graph
from playground.export.onnx.parts.likeness import likeness
from playground.export.onnx.writers import writes
from playground.kernels.array import Array


@writes(SupportVectorMachine)
def machine(graph: Graph, block: SupportVectorMachine, state: State, x: str) -> str:
    """Add the decision values, and what stands for probabilities where classes are told apart."""
    classes = state["classes"]
    if classes and not len(state["pairs"]):
        certain = np.zeros((1, classes))
        certain[0, state["labels"][0]] = 1.0
        none = graph.add("Mul", graph.sum(x, keep=True), graph.constant(0.0))
        return graph.add("Add", none, graph.constant(certain))
    decision = _decision(graph, block, state, x)
    return _shares(graph, decision, state["pairs"], classes) if classes else decision


def _decision(graph: Graph, block: SupportVectorMachine, state: State, x: str) -> str:
    if len(state["weights"]):
        return graph.matrix(x, state["weights"].T, state["bias"])
    pull = state["signed"].sum(axis=1)
    held = np.flatnonzero((pull != 0).any(axis=0))
    if not len(held):
        held = np.arange(1)
    alike = likeness(
        graph, block.kernel, x, state["rows"][held], state["gamma"], block.degree, block.coef0
    )
    return graph.matrix(alike, pull[:, held].T, state["bias"])


def _shares(graph: Graph, decision: str, pairs: Array, classes: int) -> str:
    """Add votes of all pairs, ties broken by margins, and the softmax of the classes with rows."""
    present = np.unique(pairs)
    low = (pairs[:, :1] == present).astype(float)
    high = (pairs[:, 1:] == present).astype(float)
    if len(pairs) == 1:
        votes = graph.matrix(decision, 2.0 * high)
    else:
        wins = graph.cast(graph.add("Greater", decision, graph.constant(0.0)), np.float64)
        # A pair's vote is for its second class if it wins, for its first if not.
        votes = graph.matrix(wins, high - low, low.sum(axis=0))
        margins = graph.matrix(decision, high - low)
        size = graph.add("Add", graph.add("Abs", margins), graph.constant(1.0))
        part = graph.add("Div", margins, graph.add("Mul", size, graph.constant(3.0)))
        votes = graph.add("Mul", graph.add("Add", votes, part), graph.constant(2.0))
    odds = graph.add("Softmax", votes, axis=1)
    return graph.matrix(odds, np.eye(classes)[present])
