"""Many trees in one set of arrays: what they are made of, and how they decide."""

from typing import TypeAlias

from playground.kernels.array import Array, namespace

Trees: TypeAlias = dict[str, Array]
"""Arrays ``(trees, nodes)``; trees with fewer nodes are padded with leaves that nothing leads to.

``feature`` (-1 in a leaf), ``threshold``, ``left`` and ``right`` (the number of the child within
its tree; a leaf leads to itself), ``parent`` (-1 at the root), ``depth``, ``value``
``(trees, nodes, outputs)``, ``weight`` and ``count`` of the rows that came through, ``gain`` of
the split (decrease of impurity times weight), and ``size`` ``(trees,)``: nodes in use.
"""


def empty_trees(like: Array, trees: int, outputs: int) -> Trees:
    """Return trees without a node, in the memory that `like` lives in."""
    xp = namespace(like)
    whole = {name: xp.zeros((trees, 0), xp.int32) for name in WHOLE}
    real = {name: xp.zeros((trees, 0)) for name in REAL}
    return {
        **whole, **real, "value": xp.zeros((trees, 0, outputs)),
        "size": xp.zeros(trees, xp.int64),
    }  # fmt: skip


WHOLE = ("feature", "left", "right", "parent", "depth", "count")
REAL = ("threshold", "weight", "gain")


def make_room(trees: Trees, nodes: int) -> None:
    """Give every tree room for so many nodes, in place; new ones are leaves."""
    xp = namespace(trees["feature"])
    count, own = trees["feature"].shape
    if nodes <= own:
        return
    more = nodes - own
    for name in (*WHOLE, *REAL, "value"):
        old = trees[name]
        trees[name] = xp.concatenate(
            [old, xp.zeros((count, more, *old.shape[2:]), old.dtype)], axis=1
        )
    fresh = xp.arange(own, nodes, dtype=xp.int32)
    trees["feature"][:, own:] = -1
    trees["parent"][:, own:] = -1
    trees["left"][:, own:] = fresh
    trees["right"][:, own:] = fresh


def descend(trees: Trees, x: Array) -> Array:
    """Return the leaf that every row ends in, in every tree, ``(trees, k)``.

    Parameters
    ----------
    x
        Rows ``(k, d)``.
    """
    xp = namespace(x)
    count, nodes = trees["feature"].shape
    first = (xp.arange(count) * nodes)[:, None]
    place = xp.broadcast_to(first, (count, len(x)))
    if not nodes:
        result: Array = xp.zeros((count, len(x)), xp.int64)
        return result
    feature = xp.maximum(trees["feature"].reshape(-1), 0)
    threshold = trees["threshold"].reshape(-1)
    children = xp.stack([trees["left"], trees["right"]], axis=-1) + first[..., None]
    children = children.reshape(-1)
    columns = xp.ascontiguousarray(x.T).reshape(-1)
    along = xp.arange(len(x))
    for _ in range(int(trees["depth"].max())):
        right = columns[feature[place] * len(x) + along] > threshold[place]
        place = children[2 * place + right]
    leaves: Array = place - first
    return leaves


def answers(trees: Trees, x: Array) -> Array:
    """Return the value of the leaf of every row in every tree, ``(trees, k, outputs)``."""
    xp = namespace(x)
    count = len(trees["feature"])
    if not trees["feature"].shape[1]:
        result: Array = xp.zeros((count, len(x), trees["value"].shape[-1]))
        return result
    leaf = descend(trees, x)
    found: Array = trees["value"][xp.arange(count)[:, None], leaf]
    return found


def mean_answer(trees: Trees, x: Array, most: int = 400_000) -> Array:
    """Return the mean of all trees' answers ``(k, outputs)``, some rows at a time."""
    xp = namespace(x)
    count = len(trees["feature"])
    outputs = trees["value"].shape[-1]
    if not len(x):
        none: Array = xp.zeros((0, outputs))
        return none
    block = max(1, most // max(count * outputs, 1))
    parts = [answers(trees, x[at : at + block]).mean(axis=0) for at in range(0, len(x), block)]
    mean: Array = xp.concatenate(parts)
    return mean


def leaves_of(trees: Trees) -> Array:
    """Return how many leaves each tree has ``(trees,)``; a tree of n nodes has (n + 1) / 2."""
    result: Array = (trees["size"] + 1) // 2
    return result


def join_trees(first: Trees, second: Trees) -> Trees:
    """Return the trees of both."""
    xp = namespace(first["feature"])
    nodes = max(first["feature"].shape[1], second["feature"].shape[1])
    first, second = dict(first), dict(second)
    make_room(first, nodes)
    make_room(second, nodes)
    return {name: xp.concatenate([first[name], second[name]]) for name in first}


def importance_of(trees: Trees, features: int) -> Array:
    """Return each feature's share of the decrease of impurity, a mean over trees ``(d,)``.

    Trees without a split count for nothing.
    """
    xp = namespace(trees["feature"])
    count = len(trees["feature"])
    tree, node = xp.nonzero(trees["feature"] >= 0)
    place = tree * features + trees["feature"][tree, node]
    gain = xp.bincount(place, trees["gain"][tree, node], count * features)
    gain = gain.reshape(count, features)
    whole = gain.sum(axis=1, keepdims=True)
    shares = (gain / xp.where(whole > 0, whole, 1.0))[whole[:, 0] > 0]
    result: Array = shares.mean(axis=0) if len(shares) else xp.zeros(features)
    return result
