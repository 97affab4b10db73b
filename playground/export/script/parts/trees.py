"""Falling through trees."""

# mypy: disable-error-code="no-any-return"

import numpy as np

from playground.kernels.array import Array


def mean_of_trees(
    x: Array, feature: Array, threshold: Array, left: Array, right: Array, value: Array
) -> Array:
    """Return the mean of what the leaves hold that each row falls into.

    All arrays have a line for each tree and a column for each node. A node asks whether
    its feature is above its threshold; a leaf has the feature -1.
    """
    total = np.zeros((len(x), value.shape[2]))
    for tree in range(len(feature)):
        node = np.zeros(len(x), int)
        while (feature[tree, node] >= 0).any():
            asked = feature[tree, node]
            above = x[np.arange(len(x)), asked] > threshold[tree, node]
            child = np.where(above, right[tree, node], left[tree, node])
            node = np.where(asked >= 0, child, node)
        total += value[tree, node]
    return total / len(feature)


def sum_of_trees(
    x: Array, start: Array, feature: Array, threshold: Array, value: Array
) -> Array:
    """Return constants plus what all stages of trees add, a column for each sum.

    Trees lie in arrays (stages, sums, nodes): the children of node i are 2 i + 1 and
    2 i + 2, and a row goes to the second where its feature is above the threshold.
    """
    total = np.tile(start, (len(x), 1))
    nodes = feature.shape[2]
    for stage in range(len(feature)):
        for column in range(len(start)):
            node = np.zeros(len(x), int)
            while node.min(initial=nodes) < nodes:
                asked = np.maximum(feature[stage, column, node], 0)
                above = x[np.arange(len(x)), asked] > threshold[stage, column, node]
                node = 2 * node + 1 + above
            total[:, column] += value[stage, column, node - nodes]
    return total
