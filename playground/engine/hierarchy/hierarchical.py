"""The parent of clusterings that are a tree of groups, cut wherever one likes."""

from typing import Annotated, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.engine.clusterer import Clusterer
from playground.engine.hierarchy.tree import Tree
from playground.engine.learner import State
from playground.kernels.array import Array


class Hierarchical(Clusterer, frozen=True):
    """A tree of groups, cut by number of groups or by height; the cut can move at any time."""

    shows: ClassVar[tuple[str, ...]] = ("clusters", "dendrogram")

    cut_by: Annotated[
        Literal["clusters", "height"],
        setting("Cut by", "What decides where the tree is cut into groups: how many there are to "
                "be, or a height.", section="Cut", tunable=True),
    ] = "clusters"  # fmt: skip
    clusters: Annotated[
        int,
        setting("Groups", "How many groups the cut leaves.", low=1, high=4000, scale="log",
                section="Cut", tunable=True, when=("cut_by", "clusters")),
    ] = 3  # fmt: skip
    height: Annotated[
        float,
        setting("Cut height", "Where the tree is cut, as a share of its full height.", low=0.0,
                high=1.0, section="Cut", tunable=True, when=("cut_by", "height")),
    ] = 0.5  # fmt: skip

    def tree(self, state: State) -> Tree | None:
        """Return the tree as far as it is known, or None where there is none."""
        raise NotImplementedError

    def joins(self, tree: Tree) -> int:
        """Return how many joins of a tree lie below the cut."""
        if self.cut_by == "height":
            return tree.joins_below(self.height)
        return tree.joins_for(self.clusters)

    def groups(self, state: State) -> Array:
        """Return the group of every row as it stands ``(n,)`` int64; -1 for none yet."""
        tree = self.tree(state)
        if tree is None:
            return np.full(len(state["x"]), -1)
        return tree.groups(self.joins(tree))
