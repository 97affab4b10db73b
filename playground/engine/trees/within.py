"""The trees inside a learner, whatever it is made of."""

from typing import Any

import numpy as np

from playground.engine.boosting.boosted import Boosted
from playground.engine.classical.decision_tree import DecisionTree
from playground.engine.classical.gradient_boosting import GradientBoosting
from playground.engine.committees.replicas import Replicas
from playground.engine.committees.stacked import Stacked
from playground.engine.probe import member_of
from playground.engine.trees.forest import Forest
from playground.engine.trees.heaps import from_heap
from playground.engine.trees.tree import Trees
from playground.kernels.array import Array, to_host


def count_trees(learner: Any) -> int:
    """Return how many trees a learner holds now; 0 where it holds none."""
    block = getattr(learner, "block", None)
    if isinstance(block, DecisionTree):
        return 1
    if isinstance(block, Forest):
        return len(_state(learner)["trees"]["size"])
    if isinstance(block, GradientBoosting):
        stages, sums = _state(learner)["feature"].shape[:2]
        return int(stages * sums)
    return sum(1 for copy in copies_of(learner) if count_trees(copy) == 1)


def tree_at(learner: Any, number: int) -> tuple[Trees, dict[str, Array], Any]:
    """Return one tree, what is known of its nodes, and the learner whose features it asks for.

    Parameters
    ----------
    number
        Which one, from 0; brought into range.
    """
    block, count = getattr(learner, "block", None), count_trees(learner)
    number = min(max(number, 0), count - 1)
    if isinstance(block, DecisionTree):
        return _one(_state(learner)["trees"], 0), _told(block, _state(learner)), learner
    if isinstance(block, Forest):
        return _one(_state(learner)["trees"], number), {}, learner
    if isinstance(block, GradientBoosting):
        state = _state(learner)
        stage, which = divmod(number, state["feature"].shape[1])
        parts = (to_host(state[name][stage, which]) for name in ("feature", "threshold", "value"))
        return from_heap(*parts), {}, learner
    return tree_at([copy for copy in copies_of(learner) if count_trees(copy) == 1][number], 0)


def copies_of(learner: Any) -> tuple[Any, ...]:
    """Return the learners that an ensemble has trained."""
    if isinstance(learner, Boosted):
        return learner.copies
    return learner.copies.learners if isinstance(learner, Replicas | Stacked) else ()


def _state(learner: Any) -> Any:
    return learner.states[member_of(learner, -1)]


def _one(trees: Trees, number: int) -> Trees:
    """Return one of the trees alone, without the room that others need."""
    size = int(trees["size"][number])
    return {
        name: to_host(array)[number : number + 1, :size] if name != "size"
        else to_host(array)[number : number + 1]
        for name, array in trees.items()
    }  # fmt: skip


def _told(block: DecisionTree, state: Any) -> dict[str, Array]:
    """Return impurity, whether a node is cut back, and the price at which it would be."""
    told = {"impurity": to_host(state["impurity"])}
    if len(state["prices"]) == len(told["impurity"]) or block.alpha:
        told["price"] = to_host(block.prices(state))
        told["cut"] = told["price"] <= (block.alpha or -np.inf)
    return told
