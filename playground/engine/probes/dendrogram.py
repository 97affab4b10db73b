"""A clustering's tree: what joins what, how high, which rows, and the cut."""

from typing import Annotated, Any

import numpy as np

from playground.core.settings import setting
from playground.engine.hierarchy.hierarchical import Hierarchical
from playground.engine.hierarchy.tree import Tree
from playground.engine.probe import Probe, Watched, member_of
from playground.kernels.array import Array
from playground.kernels.hierarchy import spans


class Dendrogram(Probe, frozen=True):
    """A clustering's tree: what joins what, how high, which rows, and the cut.

    Nodes are leaves first ``(l,)``, then joins ``(l - 1,)`` in order of height: ``pairs``
    ``(l - 1, 2)`` are the nodes that each joins, at ``height``. By node there are ``start`` and
    ``size``, the rows ``order[start : start + size]`` below it, and the group ``number``. ``floor``
    ``(l,)`` is where leaves stand, ``done`` how many joins have been made, ``joins`` how many the
    cut leaves below it, ``descends`` whether the tree grows from its root. With labels or values
    given, ``labels`` and ``classes``, or ``values``, are those of the rows in data order. A learner
    that makes no tree gives nothing, one that cannot make it gives ``trouble``.
    """

    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the arrays of the class."""
        block: Any = getattr(learner, "block", None)
        if not isinstance(block, Hierarchical):
            return {}
        state: Any = learner.states[member_of(learner, self.member)]  # type: ignore[attr-defined]
        tree = block.tree(state)
        if tree is None:
            return {"trouble": np.array(state["finished"])}
        order, start, held = _rows(tree)
        return {
            "pairs": tree.merges[:, :2].astype(np.int32), "height": tree.merges[:, 2],
            "start": start, "size": held, "order": order, "number": tree.number,
            "floor": tree.floor, "done": np.array(tree.done),
            "joins": np.array(block.joins(tree)), "descends": np.array(tree.descends),
        } | learner.source.colouring(np.arange(len(order)))  # fmt: skip


def _rows(tree: Tree) -> tuple[Array, Array, Array]:
    """Return the rows from left to right, and where those of each node begin and how many."""
    leaves = len(tree.merges) + 1
    first, count = spans(tree.merges)
    held = np.bincount(tree.leaf, minlength=leaves)
    # From places among the leaves to places among the rows.
    before = np.concatenate([[0], np.cumsum(held[np.argsort(first[:leaves])])])
    start, end = before[first], before[first + count]
    order = np.argsort(start[tree.leaf], kind="stable")
    return order, start, end - start
