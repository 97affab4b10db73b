"""Cost-complexity pruning: at which price of a leaf each branch of a tree is cut back."""

import numpy as np

from playground.engine.trees.tree import Trees
from playground.kernels.array import Array, namespace, to_host


def weakest_links(trees: Trees, error: Array) -> Array:
    """Return the price of a leaf from which on each node is none but a leaf, ``(nodes,)``.

    The branch is cut first that saves least error for each of its leaves,
    ``(R(t) - R(branch)) / (leaves - 1)``, and so on up to the root. Leaves have infinity.

    Parameters
    ----------
    trees
        One tree.
    error
        Share of the whole error that each node would have as a leaf ``(nodes,)``.

    References
    ----------
    Breiman, Friedman, Olshen, Stone (1984), "Classification and Regression Trees", chapter 3.
    """
    size = int(trees["size"][0])
    left, right, parent = (to_host(trees[k])[0, :size] for k in ("left", "right", "parent"))
    inner = to_host(trees["feature"])[0, :size] >= 0
    own = to_host(error)[:size].astype(float)
    below, leaves = own.copy(), np.ones(size)
    for node in np.flatnonzero(inner)[::-1]:
        a, b = left[node], right[node]
        below[node], leaves[node] = below[a] + below[b], leaves[a] + leaves[b]
    price = np.full(size, np.inf)
    price[inner] = (own - below)[inner] / (leaves[inner] - 1)
    found, reached = np.full(size, np.inf), 0.0
    for _ in range(int(inner.sum())):
        node = int(price.argmin())
        if not np.isfinite(price[node]):
            break
        reached = max(reached, float(price[node]))
        _cut(node, reached, left, right, found, price)
        saved, fewer = own[node] - below[node], leaves[node] - 1
        at = parent[node]
        below[node], leaves[node] = own[node], 1
        while at >= 0:
            below[at], leaves[at] = below[at] + saved, leaves[at] - fewer
            price[at] = (own[at] - below[at]) / (leaves[at] - 1) if leaves[at] > 1 else np.inf
            at = parent[at]
    xp = namespace(trees["feature"])
    result: Array = xp.asarray(found)
    return result


def _cut(
    node: int, at: float, left: Array, right: Array, found: Array, price: Array
) -> None:
    """Note that a whole branch goes at that price."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if left[one] == one or np.isfinite(found[one]):
            continue
        found[one], price[one] = at, np.inf
        waiting += [int(left[one]), int(right[one])]


def pruned(trees: Trees, prices: Array, alpha: float) -> Trees:
    """Return the tree with all branches cut that are not worth `alpha` a leaf; nodes stay."""
    xp = namespace(trees["feature"])
    nodes = trees["feature"].shape[1]
    cut = xp.zeros(nodes, bool)
    cut[: len(prices)] = prices <= alpha
    own = xp.arange(nodes)
    return trees | {
        "feature": xp.where(cut, -1, trees["feature"]),
        "left": xp.where(cut, own, trees["left"]),
        "right": xp.where(cut, own, trees["right"]),
    }


def reached(trees: Trees) -> Array:
    """Return which nodes of one tree can be reached from its root ``(nodes,)``."""
    size = int(trees["size"][0])
    parent, left = to_host(trees["parent"])[0, :size], to_host(trees["left"])[0, :size]
    found = np.zeros(size, bool)
    found[:1] = True
    for node in range(1, size):
        up = parent[node]
        found[node] = found[up] and left[up] != up
    there: Array = namespace(trees["parent"]).asarray(found)
    return there
