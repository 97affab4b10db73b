"""Products of features."""

from collections.abc import Sequence

import numpy as np

from playground.export.onnx.graph import Graph


def products(graph: Graph, x: str, terms: Sequence[Sequence[int]], width: int) -> str:
    """Add the products ``(n, terms)`` of columns of rows ``(n, width)``.

    Parameters
    ----------
    terms
        Which columns each multiplies, at least one; places below 0 are left out.
    """
    length = max(len(term) for term in terms)
    places = np.full((len(terms), length), width)
    for row, term in zip(places, terms, strict=True):
        row[: len(term)] = [place if place >= 0 else width for place in term]
    # A column of ones behind the features stands for places that are left out.
    edges = graph.whole(0, 0, 0, 1)
    wide = graph.add("Pad", x, edges, graph.constant(1.0)) if (places == width).any() else x
    product = graph.columns(wide, places[:, 0])
    for place in range(1, length):
        product = graph.add("Mul", product, graph.columns(wide, places[:, place]))
    return product
