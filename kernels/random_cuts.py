"""One random cut of each feature for every node of many trees, and the best of them."""

from .array import Array, namespace
from .cuts import Criterion, Cuts, Nodes, worth
from .segments import segment_max, segment_sum


def random_cuts(
    columns: Array,
    nodes: Nodes,
    features: Array,
    uniform: Array,
    criterion: Criterion,
    min_leaf: int = 1,
) -> Cuts:
    """Draw a threshold between the smallest and largest value of each feature; take the best.

    Parameters
    ----------
    columns
        Values by feature ``(d, n)``.
    features
        Which features each node looks at ``(a, k)``.
    uniform
        Where between the two the threshold lies, ``(a, k)`` in [0, 1).
    min_leaf
        Rows that either side must have.

    References
    ----------
    Geurts, Ernst, Wehenkel (2006), "Extremely randomized trees", doi:10.1007/s10994-006-6226-1.
    """
    xp = namespace(columns)
    slot, starts = nodes.slot, nodes.starts
    offset = (features.T * columns.shape[1])[:, slot]
    offset += nodes.row
    value = columns.reshape(-1)[offset]
    high, low = segment_max(value, starts, slot), -segment_max(-value, starts, slot)
    threshold = low + uniform.T * (high - low)
    threshold = xp.where(threshold >= high, low, threshold)
    left = value <= threshold[:, slot]
    count = segment_sum(left.astype(xp.float64), starts, slot)
    weight = segment_sum(left * nodes.weight, starts, slot)
    sums = segment_sum(left * nodes.sums[:, None], starts, slot)
    gain = worth(weight, sums, criterion)
    gain += worth(nodes.total_weight - weight, nodes.total_sums[:, None] - sums, criterion)
    gain -= worth(nodes.total_weight, nodes.total_sums, criterion)
    allowed = (low < high) & (count >= min_leaf) & (nodes.counts - count >= min_leaf)
    gain = xp.where(allowed, gain, -xp.inf)
    at = gain.argmax(axis=0)
    every = xp.arange(len(starts))
    return Cuts(gain[at, every], features[every, at], threshold[at, every])
