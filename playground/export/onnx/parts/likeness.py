"""Kernel functions between rows and rows that were kept."""

import numpy as np

from playground.export.onnx.graph import Graph
from playground.kernels.array import Array


def likeness(
    graph: Graph, kernel: str, x: str, kept: Array, gamma: float, degree: int, coef0: float
) -> str:
    """Add the products ``(n, m)`` of rows ``(n, d)`` and kept rows ``(m, d)``, float64.

    Parameters
    ----------
    kernel
        ``rbf``, ``polynomial`` or ``linear``.
    """
    if kernel == "linear":
        return graph.matrix(x, kept.T)
    if kernel == "polynomial":
        scaled = graph.add("Mul", graph.matrix(x, kept.T), graph.constant(gamma))
        moved = graph.add("Add", scaled, graph.constant(coef0))
        return graph.add("Pow", moved, graph.constant(float(degree)))
    centre = kept.mean(axis=0)
    kept = kept - centre
    centred = graph.add("Sub", x, graph.constant(centre))
    own = graph.sum(graph.add("Mul", centred, centred), keep=True)
    near = graph.add("Sub", graph.matrix(centred, 2 * kept.T), own)
    near = graph.add("Sub", near, graph.constant(np.einsum("ij,ij->i", kept, kept)))
    scaled = graph.add("Mul", graph.add("Min", near, graph.constant(0.0)), graph.constant(gamma))
    return graph.add("Exp", scaled)
