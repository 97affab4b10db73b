"""Distances between rows and rows that were kept, feature by feature as the program adds them."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from playground.engine.functions import distance_formula
from playground.engine.functions.distance_formula import DistanceFormula
from playground.export.onnx.graph import Graph
from playground.export.onnx.parts.formulas import formula
from playground.kernels.array import Array

Share: TypeAlias = Callable[[Graph, str, str], str]
"""What one feature contributes ``(n, m)``, of columns ``(n, 1)`` and ``(1, m)``."""


def distances(
    graph: Graph, x: str, kept: Array, metric: str, p: float = 2.0, expression: str = ""
) -> str:
    """Add the distances ``(n, m)`` of rows ``(n, d)`` to kept rows ``(m, d)``.

    Equal distances come out equal to the last bit, as they do in the program: features are added
    up in the same order.
    """
    if metric == "expression":
        return _typed(graph, x, kept, distance_formula.read(expression))
    if metric == "cosine":
        return _cosine(graph, x, kept)
    if metric == "euclidean":
        return graph.add("Sqrt", _gathered(graph, x, kept, _square))
    if metric == "canberra":
        return _gathered(graph, x, kept, _canberra)
    if metric == "chebyshev":
        return _gathered(graph, x, kept, _apart, "max")
    if metric == "manhattan":
        return _gathered(graph, x, kept, _apart)
    assert metric == "minkowski", metric
    total = _gathered(graph, x, kept, lambda g, a, b: g.add("Pow", _apart(g, a, b), g.constant(p)))
    return graph.add("Pow", total, graph.constant(1.0 / p))


def _apart(graph: Graph, a: str, b: str) -> str:
    return graph.add("Abs", graph.add("Sub", a, b))


def _square(graph: Graph, a: str, b: str) -> str:
    away = graph.add("Sub", a, b)
    return graph.add("Mul", away, away)


def _canberra(graph: Graph, a: str, b: str) -> str:
    size = graph.add("Add", graph.add("Abs", a), graph.add("Abs", b))
    return graph.add("Div", _apart(graph, a, b), _or_one(graph, size))


def _or_one(graph: Graph, size: str) -> str:
    above = graph.add("Greater", size, graph.constant(0.0))
    return graph.where(above, size, graph.constant(1.0))


def _cosine(graph: Graph, x: str, kept: Array) -> str:
    product = _gathered(graph, x, kept, lambda g, a, b: g.add("Mul", a, b))
    own = graph.add("Sqrt", graph.in_turn(graph.add("Mul", x, x), axis=1))
    theirs = np.sqrt(np.cumsum(kept * kept, axis=1)[:, -1])
    both = graph.add("Mul", graph.add("Unsqueeze", own, graph.whole(1)), graph.constant(theirs))
    alike = graph.add("Div", product, _or_one(graph, both))
    far = graph.add("Sub", graph.constant(1.0), alike)
    return graph.add("Max", graph.add("Min", far, graph.constant(2.0)), graph.constant(0.0))


def _typed(graph: Graph, x: str, kept: Array, read: DistanceFormula) -> str:
    found = []
    for part in read.parts:

        def share(inner: Graph, a: str, b: str, part: distance_formula.Gathered = part) -> str:
            return formula(inner, part.share.root, (a, b))

        found.append(_gathered(graph, x, kept, share, part.over))
    return found[0] if read.whole is None else formula(graph, read.whole.root, tuple(found))


def _gathered(graph: Graph, x: str, kept: Array, share: Share, over: str = "sum") -> str:
    """Add the sum, or the largest, of all features' shares ``(n, m)``, one after another."""
    from onnx import TensorProto, helper

    inner = Graph(f"feature {len(graph.nodes)} ")
    names = [f"{inner.prefix}{name}" for name in ("so far", "a", "b")]
    told = share(inner, names[1], names[2])
    inner.rename(inner.add("Add" if over == "sum" else "Max", names[0], told), f"{inner.prefix}all")

    def described(name: str) -> Any:
        return helper.make_tensor_value_info(name, TensorProto.DOUBLE, None)

    body = helper.make_graph(
        inner.nodes, inner.prefix.strip(), [described(name) for name in names],
        [described(f"{inner.prefix}all")], inner.constants,
    )  # fmt: skip
    columns = graph.add("Unsqueeze", graph.add("Transpose", x, perm=[1, 0]), graph.whole(2))
    rows = graph.add("Gather", graph.add("Shape", x), graph.whole(0))
    size = graph.beside(rows, graph.whole(len(kept)), axis=0)
    start = graph.add("Expand", graph.constant(0.0 if over == "sum" else -np.inf), size)
    there = graph.constant(np.ascontiguousarray(kept.T)[:, None, :])
    return graph.add("Scan", start, columns, there, body=body, num_scan_inputs=2)
