"""A decision tree that grows where it gains most, one split a step."""

from typing import Annotated, ClassVar, Literal

from playground.core.settings import setting
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.trees.best_first import begin_tree, split_best
from playground.engine.trees.frontier import Rules
from playground.engine.trees.laid_out import centre_of, criterion_of
from playground.engine.trees.pruning import pruned, reached, weakest_links
from playground.engine.trees.tree import Trees, importance_of, mean_answer
from playground.kernels.array import Array


class DecisionTree(Estimator, frozen=True):
    r"""Asks one question after another, whether a feature is at most some threshold.

    One step is one split: of all leaves the one is split whose best cut lowers the impurity most,
    weighted by its rows. Impurity is :math:`1 - \sum_c p_c^2` (gini), :math:`-\sum_c p_c \log_2 p_c`
    (entropy: its decrease is the information gain), or the squared error where values are learned.
    Afterwards branches that save less than ``alpha`` of the whole impurity for each of their
    leaves can be cut back.

    Its state holds ``trees`` (see `playground.engine.trees.tree`; one tree), ``impurity``
    ``(nodes,)``, the best cut of every leaf (``cut_gain``, -inf where there is none,
    ``cut_feature``, ``cut_threshold``, all ``(nodes,)``), ``leaf`` ``(n,)`` of every training
    row, and ``prices`` ``(nodes,)`` from which on branches are cut.

    References
    ----------
    Breiman, Friedman, Olshen, Stone (1984), "Classification and Regression Trees".
    """  # noqa: E501

    weighs: ClassVar[bool] = True
    rank: ClassVar[int] = 30
    also_called: ClassVar[tuple[str, ...]] = ("CART", "ID3")
    shows: ClassVar[tuple[str, ...]] = ("tree", "importance")

    criterion: Annotated[
        Literal["gini", "entropy"],
        setting("Criterion", "What makes a leaf impure, where classes are learned: the chance "
                "that two of its rows differ (gini), or the bits it takes to name a row's class "
                "(entropy; its decrease is the information gain). Values go by squared error."),
    ] = "gini"  # fmt: skip
    max_depth: Annotated[
        int, setting("Depth", "Questions on the way to a leaf, at most; 0 sets no limit.",
                     low=0, high=60),
    ] = 0  # fmt: skip
    min_leaf: Annotated[
        int, setting("Rows in a leaf", "Training rows that each leaf keeps, at least.",
                     low=1, high=10_000, scale="log"),
    ] = 1  # fmt: skip
    min_split: Annotated[
        int, setting("Rows to split", "Leaves with fewer training rows are not split.",
                     low=2, high=10_000, scale="log", section="Limits"),
    ] = 2  # fmt: skip
    max_leaves: Annotated[
        int, setting("Leaves", "How many leaves it may have; 0 sets no limit.", low=0,
                     section="Limits"),
    ] = 0  # fmt: skip
    alpha: Annotated[
        float,
        setting("Pruning", "The price of a leaf: branches are cut that lower the impurity of the "
                "whole (of values: the share of variance left) by less than this for each leaf "
                "more. 0 keeps all.", low=0, high=0.5, tunable=True),
    ] = 0.0  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return a tree that is a single leaf."""
        state = begin_tree(examples, self._rules(examples))
        state["features"] = examples.x.shape[1]
        state["finished"] = self._end(state)
        return state

    def _rules(self, examples: Examples) -> Rules:
        criterion = criterion_of(examples, self.criterion)
        return Rules(
            self.max_depth, self.min_leaf, self.min_split, criterion=criterion,
            centre=centre_of(examples),
        )  # fmt: skip

    def advance(self, state: State, examples: Examples) -> float:
        """Split the leaf that gains most; returns the tree's impurity."""
        left = split_best(state, examples, self._rules(examples))
        state["finished"] = self._end(state)
        if state["finished"]:
            state["prices"] = weakest_links(state["trees"], state["error"])
        return left

    def _end(self, state: State) -> str:
        """Say why no further split is made."""
        if self.max_leaves and (state["trees"]["size"][0] + 1) // 2 >= self.max_leaves:
            return f"it has the {self.max_leaves} leaves it may have"
        if float(state["cut_gain"].max()) > -float("inf"):
            return ""
        size = int(state["trees"]["size"][0])
        leaf = state["trees"]["feature"][0, :size] < 0
        if float((state["impurity"] * leaf).max()) <= 1e-10:
            return "every leaf is pure"
        return "no leaf may be split any further"

    def shown(self, state: State) -> Trees:
        """Return the tree as it decides: with branches cut that are not worth their price."""
        if not self.alpha:
            trees: Trees = state["trees"]
            return trees
        return pruned(state["trees"], self.prices(state), self.alpha)

    def prices(self, state: State) -> Array:
        """Return the price of a leaf from which on each node is a leaf ``(nodes,)``."""
        known: Array = state["prices"]
        if len(known) == int(state["trees"]["size"][0]):
            return known
        return weakest_links(state["trees"], state["error"])

    def decide(self, state: State, x: Array) -> Array:
        """Return class shares, or means, of the leaves that rows end in."""
        return mean_answer(self.shown(state), x)

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return depth and number of leaves, branches that are cut left out."""
        trees = self.shown(state)
        there = reached(trees)
        size = len(there)
        leaf = trees["feature"][0, :size] < 0
        depth = trees["depth"][0, :size]
        return {"depth": float((depth * there).max()), "leaves": float((leaf & there).sum())}

    def importance(self, state: State) -> Array:
        """Return each feature's share of the decrease of impurity ``(d,)``."""
        trees = self.shown(state)
        there = reached(trees)
        part = trees | {"feature": trees["feature"][:, : len(there)].copy()}
        part["feature"][0, ~there] = -1
        return importance_of(part, int(state["features"]))

    def parameters(self, state: State) -> int:
        """Return the number of thresholds."""
        return int(state["trees"]["size"][0] - 1) // 2
