"""Columns and heights for the vertices of a computation graph."""

from collections.abc import Sequence

import numpy as np

from playground.kernels.array import Array


def place_vertices(kinds: Sequence[str], edges: Array) -> Array:
    """Place vertices in columns, each close to the left of what it is used for.

    Parameters
    ----------
    kinds
        Of each vertex, in an order in which parents come first.
    edges
        Pairs of parent and child ``(k, 2)``.

    Returns
    -------
    Array
        Column from 0 and height from 0 (top) to 1 of each vertex, ``(vertices, 2)``.

    Examples
    --------
    A product of a weight and an input:

    >>> place_vertices(["input", "weight", "times"], np.array([[0, 2], [1, 2]])).tolist()
    [[0.0, 0.25], [0.0, 0.75], [1.0, 0.5]]
    """
    count = len(kinds)
    parents: list[list[int]] = [[] for _ in range(count)]
    children: list[list[int]] = [[] for _ in range(count)]
    for parent, child in edges.tolist():
        parents[child].append(parent)
        children[parent].append(child)
    column = [0] * count
    for i in range(count):
        column[i] = max((column[p] + 1 for p in parents[i]), default=0)
    # A weight stands right before its product, not at the far left.
    for i in range(count):
        if kinds[i] == "weight" and children[i]:
            column[i] = min(column[c] for c in children[i]) - 1
    height = np.zeros(count)
    order: dict[int, list[int]] = {}
    for i in range(count):
        order.setdefault(column[i], []).append(i)
    for c in sorted(order):
        members = order[c]
        wish = {i: _wish(i, parents, children, height, c, column) for i in members}
        members.sort(key=lambda i: (wish[i], i))
        for place, i in enumerate(members):
            height[i] = (place + 0.5) / len(members)
    return np.stack([np.array(column, float), height], axis=1)


def _wish(
    i: int, parents: list[list[int]], children: list[list[int]], height: Array, c: int,
    column: list[int],
) -> float:  # fmt: skip
    """Return where a vertex would like to stand: amid what feeds it or shares its product."""
    near = list(parents[i])
    if not near:
        near = [p for child in children[i] for p in parents[child] if p != i and column[p] < c]
        return float(np.mean(height[near])) if near else float(min(children[i], default=0))
    return float(np.mean(height[near]))
