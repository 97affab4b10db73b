"""The nearest rows decide."""

import numpy as np

from playground.engine.classical.nearest_neighbours import NearestNeighbours
from playground.engine.learner import State
from playground.export.error import ExportError
from playground.export.onnx.graph import Graph
from playground.export.onnx.parts.distances import distances
from playground.export.onnx.writers import writes


@writes(NearestNeighbours)
def neighbours(graph: Graph, block: NearestNeighbours, state: State, x: str) -> str:
    """Add the votes of the nearest rows, or their mean value."""
    known = state["order"][: state["known"]]
    if not len(known):
        raise ExportError("it knows no row yet: train it first")
    far = distances(graph, x, state["x"][known], block.metric, block.p, block.expression)
    count = min(block.k, len(known))
    closest, found = graph.add_many(2, "TopK", far, graph.whole(count), axis=1, largest=0)
    share = _shares(graph, block, state, closest, found)
    answers = np.eye(state["classes"])[state["y"]] if state["classes"] else state["y"]
    told = graph.add("Gather", graph.constant(answers[known].astype(float)), found, axis=0)
    each = graph.add("Mul", told, graph.add("Unsqueeze", share, graph.whole(2)))
    # Nothing is near a row that holds a missing or infinite number: its answer is none either.
    nothing = graph.sum(graph.add("Mul", x, graph.constant(0.0)), keep=True)
    return graph.add("Add", graph.in_turn(each, axis=1), nothing)


def _shares(
    graph: Graph, block: NearestNeighbours, state: State, closest: str, found: str
) -> str:
    """Add each neighbour's share of the vote ``(n, k)``."""
    known, zero, one = state["order"][: state["known"]], graph.constant(0.0), graph.constant(1.0)
    say = graph.add("Add", graph.add("Mul", closest, zero), one)
    if len(state["weight"]):
        say = graph.add("Gather", graph.constant(state["weight"][known]), found, axis=0)
    if block.weights == "distance":
        here = graph.cast(graph.add("Equal", closest, zero), np.float64)
        inverse = graph.add("Div", one, graph.add("Add", closest, here))
        any_here = graph.add("ReduceMax", here, graph.whole(1))
        stands = graph.add("Greater", any_here, zero)
        say = graph.add("Mul", say, graph.where(stands, here, inverse))
    total = graph.sum(say, keep=True)
    counts = graph.add("Greater", total, zero)
    even = graph.constant(1.0 / min(block.k, len(known)))
    return graph.where(counts, graph.add("Div", say, graph.where(counts, total, one)), even)
