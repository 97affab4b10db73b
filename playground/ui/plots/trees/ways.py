"""Ways down a drawn tree: to a node, of a feature vector, and what comes along."""

import numpy as np

from playground.ui.plots.trees.branches import Branches

Box = tuple[tuple[float, ...], tuple[float, ...]]


def way_to(branches: Branches, node: int) -> list[int]:
    """Return the nodes from the root down to one of them."""
    way = []
    while node >= 0:
        way.append(node)
        node = int(branches.arrays["parent"][node])
    return way[::-1]


def way_of(branches: Branches, x: tuple[float, ...]) -> list[int]:
    """Return the nodes that a feature vector comes through; none if they cannot be told."""
    arrays = branches.arrays
    if not arrays["raw"] or len(x) <= int(arrays["feature"].max(initial=-1)):
        return []
    way = [0]
    while not branches.is_leaf(way[-1]):
        node = way[-1]
        goes_left = x[int(arrays["feature"][node])] <= arrays["threshold"][node]
        way.append(int(arrays["left" if goes_left else "right"][node]))
    return way


def box_of(branches: Branches, node: int, features: int) -> Box | None:
    """Return the part of feature space that comes to a node, as its least and largest sides."""
    arrays = branches.arrays
    if not arrays["raw"]:
        return None
    low, high = [-np.inf] * features, [np.inf] * features
    way = way_to(branches, node)
    for up, down in zip(way, way[1:], strict=False):
        feature, at = int(arrays["feature"][up]), float(arrays["threshold"][up])
        if feature >= features:
            return None
        if down == arrays["left"][up]:
            high[feature] = min(high[feature], at)
        else:
            low[feature] = max(low[feature], at)
    return tuple(low), tuple(high)


def rows_of(branches: Branches, node: int) -> list[int]:
    """Return the training rows that come to a node."""
    arrays, below = branches.arrays, np.zeros(branches.count, bool)
    below[node] = True
    for one in range(node + 1, branches.count):
        below[one] = below[int(arrays["parent"][one])]
    return [int(row) for row in arrays["rows"][below[arrays["leaf"]]]]
