"""Trees of questions, whether a feature is at most some threshold, in double precision."""

from dataclasses import dataclass, field

import numpy as np

from playground.export.onnx.graph import Graph
from playground.kernels.array import Array

SUM, PLAIN, AT_MOST = 1, 0, 0
"""Codes of ONNX: leaves are added up, nothing follows, a node asks for at most."""


@dataclass
class Growing:
    """Trees while they are laid out: nodes ask, leaves answer.

    Attributes
    ----------
    values
        What every leaf of every tree answers, each ``(outputs,)``.
    """

    roots: list[int] = field(default_factory=list)
    feature: list[int] = field(default_factory=list)
    split: list[float] = field(default_factory=list)
    yes: list[tuple[int, int]] = field(default_factory=list)
    no: list[tuple[int, int]] = field(default_factory=list)
    tree: list[int] = field(default_factory=list)
    values: list[Array] = field(default_factory=list)

    def leaf(self, value: Array) -> tuple[int, int]:
        """Put a leaf into the newest tree; returns its number, marked as a leaf."""
        self.values.append(np.atleast_1d(value))
        self.tree.append(len(self.roots))
        return len(self.values) - 1, 1

    def node(self, feature: int, threshold: float) -> int:
        """Put a question into the newest tree; `yes` and `no` are filled in later."""
        self.feature.append(int(feature))
        self.split.append(float(threshold))
        self.yes.append((0, 0))
        self.no.append((0, 0))
        return len(self.feature) - 1

    def done(self, root: tuple[int, int]) -> None:
        """Conclude the newest tree; one of a single leaf asks a question with one answer."""
        place, is_leaf = root
        if is_leaf:
            place = self.node(0, 0.0)
            self.yes[place] = self.no[place] = root
        self.roots.append(place)


def grown(feature: Array, threshold: Array, left: Array, right: Array, value: Array) -> Growing:
    """Lay out trees of arrays ``(trees, nodes)``; a node with a feature below 0 is a leaf.

    Parameters
    ----------
    value
        Of every node ``(trees, nodes, outputs)``.
    """
    found = Growing()
    for tree in range(len(feature)):
        places: dict[int, tuple[int, int]] = {}
        waiting = [0]
        while waiting:
            node = waiting.pop()
            if feature[tree, node] < 0:
                places[node] = found.leaf(value[tree, node])
                continue
            places[node] = (found.node(feature[tree, node], threshold[tree, node]), 0)
            waiting += [int(left[tree, node]), int(right[tree, node])]
        for node, (place, is_leaf) in places.items():
            if not is_leaf:
                found.yes[place] = places[int(left[tree, node])]
                found.no[place] = places[int(right[tree, node])]
        found.done(places[0])
    return found


def leaves(graph: Graph, trees: Growing, x: str) -> str:
    """Add the value of the leaf of every row in every tree, ``(n, trees, outputs)``.

    The operation on trees tells the number of the leaf, exactly; the value is looked up.
    """
    from onnx import numpy_helper

    def tensor(numbers: Array) -> object:
        return numpy_helper.from_array(numbers)

    count = len(trees.values)
    found = graph.add(
        "TreeEnsemble", x, domain="ai.onnx.ml", aggregate_function=SUM, post_transform=PLAIN,
        n_targets=len(trees.roots), tree_roots=trees.roots, nodes_featureids=trees.feature,
        nodes_modes=tensor(np.full(len(trees.feature), AT_MOST, np.uint8)),
        nodes_splits=tensor(np.array(trees.split)),
        nodes_truenodeids=[place for place, _ in trees.yes],
        nodes_trueleafs=[leaf for _, leaf in trees.yes],
        nodes_falsenodeids=[place for place, _ in trees.no],
        nodes_falseleafs=[leaf for _, leaf in trees.no],
        nodes_missing_value_tracks_true=[1] * len(trees.feature),
        leaf_targetids=trees.tree, leaf_weights=tensor(np.arange(count, dtype=np.float64)),
    )  # fmt: skip
    values = graph.constant(np.stack(trees.values).astype(np.float64))
    return graph.add("Gather", values, graph.cast(found, np.int64), axis=0)
