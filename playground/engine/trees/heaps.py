"""Complete trees that lie in an array like a heap, as trees with numbered children."""

import numpy as np

from playground.engine.trees.tree import Trees, empty_trees, make_room
from playground.kernels.array import Array


def from_heap(feature: Array, threshold: Array, value: Array) -> Trees:
    """Return a tree ``(1, nodes)`` of a heap; nodes that are not split are leaves.

    Parameters
    ----------
    feature, threshold
        Of each inner node ``(2**depth - 1,)``; the children of i are 2 i + 1 and 2 i + 2. A node
        that is not split has feature -1 and answers what the leftmost leaf below it does.
    value
        Of each leaf ``(2**depth,)``.
    """
    inner = len(feature)
    trees = empty_trees(value, 1, 1)
    heap, at = [0], 0
    found: list[tuple[int, int]] = []
    while at < len(heap):
        place = heap[at]
        split = place < inner and feature[place] >= 0
        found.append((place, len(heap) if split else -1))
        heap += [2 * place + 1, 2 * place + 2] if split else []
        at += 1
    make_room(trees, len(found))
    trees["size"][:] = len(found)
    for node, (place, left) in enumerate(found):
        if left >= 0:
            trees["feature"][0, node] = feature[place]
            trees["threshold"][0, node] = threshold[place]
            trees["left"][0, node], trees["right"][0, node] = left, left + 1
            trees["parent"][0, left : left + 2] = node
            trees["depth"][0, left : left + 2] = trees["depth"][0, node] + 1
        trees["value"][0, node] = value[_leftmost(place, inner) - inner] if left < 0 else np.nan
    return trees


def _leftmost(place: int, inner: int) -> int:
    """Return the leftmost leaf below a place of a heap."""
    while place < inner:
        place = 2 * place + 1
    return place
