"""Forests: many trees, each different by chance, whose answers are averaged."""

import math
from typing import Annotated, ClassVar, Literal, TypeAlias

from playground.core.block import Family
from playground.core.settings import setting
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.engine.trees.frontier import Rules
from playground.engine.trees.growing import begin_growth, grow, grow_level
from playground.engine.trees.laid_out import (
    centre_of,
    columns_of,
    criterion_of,
    table_of,
    weights_of,
)
from playground.engine.trees.out_of_bag import answer_unseen, oob_score
from playground.engine.trees.tree import Trees as TreeArrays
from playground.engine.trees.tree import (
    empty_trees,
    importance_of,
    join_trees,
    leaves_of,
    mean_answer,
)
from playground.kernels.array import Array, namespace, to_device

DrawsRows: TypeAlias = Annotated[
    bool,
    setting("Draw rows", "Each tree learns from as many rows as there are, drawn with repeats; "
            "otherwise from all of them.", section="Chance"),
]  # fmt: skip


class Forest(Estimator, frozen=True):
    """Grows many trees that differ by chance, and averages their answers.

    With ``together`` 0 a step grows one level of all trees at once; otherwise so many whole trees.
    Both give the same forest. Its state holds ``trees`` (see `playground.engine.trees.tree`),
    ``growth`` (rows on their way down), ``importance`` ``(d,)`` (each feature's share of the
    decrease of impurity, averaged over trees), and the answers that training rows get from trees
    that have not seen them: ``unseen`` ``(n, outputs)`` summed over ``unseen_by`` ``(n,)`` trees.
    """

    family: ClassVar[Family] = "ensemble"
    weighs: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("tree", "importance", "votes")
    random_cuts: ClassVar[bool] = False
    """Whether thresholds are drawn instead of the best being looked for."""

    trees: Annotated[
        int, setting("Trees", "How many trees vote.", low=1, high=2000, scale="log")
    ] = 100
    max_depth: Annotated[
        int, setting("Depth", "Questions on the way to a leaf, at most; 0 sets no limit.",
                     low=0, high=60),
    ] = 8  # fmt: skip
    min_leaf: Annotated[
        int, setting("Rows in a leaf", "Training rows that each leaf keeps, at least.",
                     low=1, high=10_000, scale="log"),
    ] = 1  # fmt: skip
    criterion: Annotated[
        Literal["gini", "entropy"],
        setting("Criterion", "What splits are judged by, where classes are learned; values go "
                "by squared error."),
    ] = "gini"  # fmt: skip
    features: Annotated[
        Literal["auto", "sqrt", "all", "share"],
        setting("Features a split", "How many features, drawn anew for every split, it may "
                "choose from. Automatic is the square root of all for classes, and all for "
                "values.", section="Chance"),
    ] = "auto"  # fmt: skip
    share: Annotated[
        float, setting("Share", "Of the features.", above=0, high=1, section="Chance",
                       when=("features", "share")),
    ] = 0.5  # fmt: skip
    together: Annotated[
        int, setting("Trees a step", "So many whole trees are grown in each step; 0 grows all of "
                     "them together, one level a step.", low=0, section="Pace"),
    ] = 0  # fmt: skip
    bootstrap: DrawsRows = True
    out_of_bag: Annotated[
        bool, setting("Out-of-bag score", "Score each training row by the trees that were not "
                      "shown it.", section="Chance", when=("bootstrap", True)),
    ] = True  # fmt: skip

    def rules(self, examples: Examples) -> Rules:
        """Return how its trees grow on some data."""
        d = examples.x.shape[1]
        automatic = "sqrt" if examples.target == "class" else "all"
        chosen = automatic if self.features == "auto" else self.features
        share = {"sqrt": d**-0.5, "all": 1.0, "share": self.share}[chosen]
        few = max(1, int(share * d + 1e-9))
        # All of them are drawn too, in an order: else the first would win every tie in every tree.
        return Rules(
            self.max_depth, self.min_leaf, 2, few, self.random_cuts,
            criterion_of(examples, self.criterion), centre_of(examples),
        )  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return a forest without a tree; with ``together`` 0, of trees of one leaf."""
        xp, (n, d) = namespace(examples.x), examples.x.shape
        state: State = {
            "trees": empty_trees(examples.x, 0, examples.outputs),
            "growth": {},
            "seed": seed,
            "importance": xp.zeros(d),
            "constant": frozen(_constant(examples)),
            "unseen": xp.zeros((n, examples.outputs)),
            "unseen_by": xp.zeros(n, xp.int64),
            "oob": math.nan,
            "target": examples.target,
            "finished": "",
        }
        if not self.together:
            state["trees"], state["growth"] = self._begin(state, examples, 0, self.trees)
        return state

    def _begin(
        self, state: State, examples: Examples, first: int, count: int
    ) -> tuple[TreeArrays, State]:
        """Return trees of one leaf each on rows of their own."""
        xp = namespace(examples.x)
        weight = self._weights(state, examples, first, count)
        rules = self.rules(examples)
        sums = weight[:, :, None] * columns_of(examples, rules.criterion)
        seeds = ((state["seed"] & 0x7FFFFFFF) << 20) + xp.arange(first, first + count)
        return begin_growth(weight, sums, rules, seeds)

    def _weights(self, state: State, examples: Examples, first: int, count: int) -> Array:
        """Return how often each tree sees each row, times its weight, ``(count, n)``."""
        xp, n = namespace(examples.x), len(examples)
        weight = weights_of(examples)
        if not self.bootstrap:
            result: Array = xp.repeat(weight[None], count, axis=0)
            return result
        device = "cpu" if xp.__name__ == "numpy" else "cuda"
        often: Array = xp.empty((count, n))
        for i in range(count):
            drawn = generator(state["seed"], "bootstrap", first + i).integers(0, n, n)
            often[i] = xp.bincount(to_device(drawn, device), minlength=n)
        often *= weight
        return often

    def advance(self, state: State, examples: Examples) -> float:
        """Grow one level of all trees, or some whole trees."""
        rules, table = self.rules(examples), table_of(examples)
        if not self.together:
            if not grow_level(state["trees"], state["growth"], table, rules):
                self._conclude(state, examples, state["trees"], 0)
        else:
            first = len(state["trees"]["size"])
            count = min(self.together, self.trees - first)
            trees, growth = self._begin(state, examples, first, count)
            grow(trees, growth, table, rules)
            state["trees"] = join_trees(state["trees"], trees)
            self._conclude(state, examples, trees, first)
        state["importance"] = importance_of(state["trees"], examples.x.shape[1])
        return math.nan

    def _conclude(
        self, state: State, examples: Examples, trees: TreeArrays, first: int
    ) -> None:
        """Score new trees out of bag, and say whether these were the last."""
        count = len(trees["size"])
        if self.out_of_bag and self.bootstrap:
            weight = self._weights(state, examples, first, count)
            answer_unseen(state, examples, trees, weight)
            state["oob"] = oob_score(state, examples)
        if first + count >= self.trees:
            state["growth"] = {}
            state["finished"] = f"all {self.trees} trees are grown"

    def decide(self, state: State, x: Array) -> Array:
        """Return the mean of all trees' class shares, or values; before any, those of all rows."""
        if not len(state["trees"]["size"]):
            xp = namespace(x)
            result: Array = xp.repeat(state["constant"][None], len(x), axis=0)
            return result
        return mean_answer(state["trees"], x)

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the number of trees, the depth of the deepest and the out-of-bag score."""
        trees = state["trees"]
        told = {"trees": float(len(trees["size"]))}
        told["depth"] = float(trees["depth"].max()) if trees["depth"].size else 0.0
        if self.out_of_bag and self.bootstrap:
            told["oob_accuracy" if state["target"] == "class" else "oob_r2"] = state["oob"]
        return told

    def importance(self, state: State) -> Array:
        """Return each feature's share of the decrease of impurity, a mean over trees ``(d,)``."""
        shares: Array = state["importance"]
        return shares

    def parameters(self, state: State) -> int:
        """Return the number of thresholds of all trees."""
        return int((leaves_of(state["trees"]) - 1).sum())


def _constant(examples: Examples) -> Array:
    """Return the shares of classes, or the means of values, of all rows ``(outputs,)``."""
    weight, values = weights_of(examples), examples.target == "value"
    columns = examples.y if values else columns_of(examples, "squared")
    constant: Array = weight @ columns / weight.sum()
    return constant
