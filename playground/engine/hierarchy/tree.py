"""A tree of groups as it is known so far: whether it grew from its leaves or from its root."""

from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array
from playground.kernels.hierarchy import joined


@dataclass(frozen=True, eq=False)
class Tree:
    """Leaves, and the joins that make one group of them; nodes are leaves first, then joins.

    Attributes
    ----------
    merges
        ``(leaves - 1, 4)`` in order of height: the two nodes joined, height, and leaves below.
    number
        Group number of every node ``(2 leaves - 1,)``: a group that is split leaves its number to
        the larger half, and the other gets the next one. So k groups are always 0 to k - 1, and
        no other group changes its number.
    leaf
        Leaf of every row ``(n,)``.
    floor
        Height at which each leaf stands ``(leaves,)``: above 0 where it could be split further.
    done
        How many of the lowest joins have been made.
    descends
        Whether it grows from the root down.
    """

    merges: Array
    number: Array
    leaf: Array
    floor: Array
    done: int
    descends: bool

    @property
    def tallest(self) -> float:
        """Height of the root; 0 where nothing is joined."""
        return float(self.merges[-1, 2]) if len(self.merges) else 0.0

    def joins_for(self, clusters: int) -> int:
        """Return how many joins leave so many groups, or as near to that as there are leaves."""
        return max(len(self.merges) + 1 - clusters, 0)

    def joins_below(self, share: float) -> int:
        """Return how many joins are not higher than a share of the tallest one."""
        return int(np.searchsorted(self.merges[:, 2], share * self.tallest, side="right"))

    def groups(self, joins: int) -> Array:
        """Return the group of every row ``(n,)`` int64 under a cut.

        Parameters
        ----------
        joins
            What the cut leaves below it. As long as some of these are still to come, a row that
            has not been joined is in no group yet: -1.
        """
        made = min(joins, self.done)
        node = joined(self.merges, made)
        found = self.number[node]
        if made < joins:
            found[node < len(node)] = -1
        groups: Array = found[self.leaf]
        return groups


def numbers_of(merges: Array, sizes: Array) -> Array:
    """Return the group number of every node; see `Tree`.

    Parameters
    ----------
    merges
        As of a tree ``(leaves - 1, 4)``.
    sizes
        Rows below each node ``(2 leaves - 1,)``. Of equal halves the left one keeps the number.
    """
    leaves = len(merges) + 1
    number, size = [0] * (2 * leaves - 1), sizes.tolist()
    pairs = merges[:, :2].astype(np.int64).tolist()
    for step in range(leaves - 2, -1, -1):
        keeps, parts = pairs[step]
        if size[parts] > size[keeps]:
            keeps, parts = parts, keeps
        number[keeps] = number[leaves + step]
        number[parts] = leaves - 1 - step
    return np.array(number, np.int64)


def merges_of(split: Array, height: Array) -> Array:
    """Return the merges ``(k, 4)`` that undo k splits, the last one first.

    Parameters
    ----------
    split
        Number of the group that each split took apart ``(k,)``; the new half of the i-th split
        gets the number i + 1.
    height
        Of each split ``(k,)``, falling.

    Examples
    --------
    >>> merges_of(np.array([0, 1]), np.array([9.0, 4.0]))
    array([[1., 2., 4., 2.],
           [0., 3., 9., 3.]])
    """
    count = len(split)
    node, leaves = list(range(count + 1)), [1] * (2 * count + 1)
    merges = np.empty((count, 4))
    for step in range(count):
        new = count - step
        kept = int(split[new - 1])
        a, b = node[kept], node[new]
        made = count + 1 + step
        leaves[made] = leaves[a] + leaves[b]
        merges[step] = a, b, height[new - 1], leaves[made]
        node[kept] = made
    return merges
