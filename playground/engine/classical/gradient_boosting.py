"""Gradient boosting: every stage adds small trees fitted to what the sum so far gets wrong."""

import math
from typing import Annotated, ClassVar

from playground.core.block import Family
from playground.core.settings import setting
from playground.engine.boosting.additive import (
    append,
    bins_of,
    grown,
    leaf_steps,
    no_trees,
)
from playground.engine.boosting.link import link_for, link_of
from playground.engine.boosting.recalled import whole_sum
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_device
from playground.kernels.shallow_trees import leaves_of_bins

HELD_OUT = 0.1


class GradientBoosting(Estimator, frozen=True):
    r"""Adds up small trees, each fitted to what the sum so far gets wrong.

    One step is one stage: a regression tree is fitted to the downhill slope of the loss (for
    squared error the residuals, for log loss label less probability), its leaves take a Newton
    step, and :math:`F_m(x) = F_{m-1}(x) + \eta\, h_m(x)`. Several classes have a tree each in
    every stage, grown together.

    Its state holds the trees of all stages (``feature`` and ``threshold``
    ``(stages, sums, nodes)``, ``value`` ``(stages, sums, leaves)``), so that partial sums can be
    told at any time; ``raw`` ``(sums, n)`` the sums at the training rows, ``gained`` ``(d,)`` by
    how much the splits on each feature lowered the error, and ``losses`` ``(stages,)``.

    References
    ----------
    Friedman (2001), "Greedy function approximation: a gradient boosting machine",
    doi:10.1214/aos/1013203451; Friedman (2002), "Stochastic gradient boosting",
    doi:10.1016/S0167-9473(01)00065-2.
    """

    family: ClassVar[Family] = "ensemble"
    rank: ClassVar[int] = 15
    also_called: ClassVar[tuple[str, ...]] = ("GBM", "GBDT", "XGBoost", "boosted trees")
    shows: ClassVar[tuple[str, ...]] = ("stages", "importance")

    stages: Annotated[
        int, setting("Stages", "How many times trees are added.", low=1, high=2000, scale="log")
    ] = 100
    learning_rate: Annotated[
        float,
        setting("Learning rate", "How much of each tree is added: small steps need more stages "
                "and often end better.", above=0, high=2, scale="log"),
    ] = 0.1  # fmt: skip
    max_depth: Annotated[
        int, setting("Depth", "Splits from the root to a leaf, at most: how many features a "
                     "tree can combine.", low=1, high=8),
    ] = 3  # fmt: skip
    min_leaf: Annotated[
        int, setting("Rows in a leaf", "Training rows that each leaf keeps, at least.", low=1)
    ] = 1
    subsample: Annotated[
        float,
        setting("Subsample", "Share of the rows that each stage sees, drawn without repeats. "
                "Less than 1 adds chance and saves time.", above=0, high=1, section="Chance"),
    ] = 1.0  # fmt: skip
    patience: Annotated[
        int,
        setting("Patience", "Stop once a tenth of the training rows, held out, has not got "
                "better for so many stages; 0 never stops early.", low=0, section="Early stop"),
    ] = 0  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return the state with no trees: the best constant."""
        xp = namespace(examples.x)
        start = link_of(examples).start(examples)
        learned, held = self._divide(len(examples), seed)
        device = "cpu" if xp.__name__ == "numpy" else "cuda"
        return no_trees(len(start), self.max_depth, examples.x) | {
            "start": frozen(start),
            "raw": xp.repeat(start[:, None], len(examples), axis=1),
            "gained": xp.zeros(examples.x.shape[1]),
            "losses": xp.zeros(0),
            "held_losses": xp.zeros(0),
            "learned": frozen(to_device(learned, device)),
            "held": frozen(to_device(held, device)),
            "classes": examples.outputs if examples.target == "class" else 0,
            "seed": seed,
            "finished": "",
        }

    def _divide(self, count: int, seed: int) -> tuple[Array, Array]:
        """Return the rows that trees are fitted to, and those that are held out for stopping."""
        order = generator(seed, "boosting held out").permutation(count)
        held = math.ceil(HELD_OUT * count) if self.patience and count > 1 else 0
        order[held:].sort()
        return order[held:], order[:held]

    def advance(self, state: State, examples: Examples) -> float:
        """Add the trees of one stage."""
        xp, link, bins = namespace(examples.x), link_of(examples), bins_of(examples)
        slope = link.residual(state["raw"], examples)
        seen = self._seen(state)
        some = len(seen) < len(examples)
        inside, fitted = (bins.of(seen), slope[:, seen]) if some else (bins, slope)
        trees = grown(inside, fitted, self.max_depth, self.min_leaf)
        step = leaf_steps(trees.leaf, fitted, link.curvature(fitted), 2**self.max_depth)
        value = self.learning_rate * step
        leaf = leaves_of_bins(bins, trees) if some else trees.leaf
        append(state, trees, value)
        state["raw"] = state["raw"] + value[xp.arange(len(leaf))[:, None], leaf]
        split = trees.feature >= 0
        state["gained"] = state["gained"] + xp.bincount(
            trees.feature[split], trees.gain[split], examples.x.shape[1]
        )
        return self._conclude(state, examples, bool(split.any()))

    def _seen(self, state: State) -> Array:
        """Return the rows that this stage is fitted to."""
        learned: Array = state["learned"]
        if self.subsample >= 1:
            return learned
        count = max(1, round(self.subsample * len(learned)))
        stage = len(state["feature"])
        chosen = generator(state["seed"], "boosting subsample", stage).permutation(len(learned))
        chosen = chosen[:count]
        chosen.sort()
        return learned[chosen]

    def _conclude(self, state: State, examples: Examples, split: bool) -> float:
        """Note the losses, and say when there is nothing more to do; returns the train loss."""
        xp, link = namespace(examples.x), link_of(examples)
        loss = link.loss(state["raw"], examples)
        state["losses"] = xp.append(state["losses"], loss)
        count = len(state["losses"])
        if not math.isfinite(loss):
            state["finished"] = "diverged: the sum of its trees grows without bounds"
        elif count >= self.stages:
            state["finished"] = f"all {self.stages} stages are added"
        elif not split and self.subsample >= 1:
            state["finished"] = "no split makes it better: the trees have nothing left to fit"
        if len(state["held"]):
            self._listen(state, examples)
        return loss

    def _listen(self, state: State, examples: Examples) -> None:
        """Stop where the rows that were held out have not got better for long."""
        xp, held = namespace(examples.x), state["held"]
        rows = Examples(examples.x[held], examples.y[held], examples.target, examples.outputs)
        loss = link_of(examples).loss(state["raw"][:, held], rows)
        state["held_losses"] = xp.append(state["held_losses"], loss)
        best = int(state["held_losses"].argmin())
        if len(state["held_losses"]) - 1 - best >= self.patience and not state["finished"]:
            state["finished"] = f"rows held out were predicted best after {best + 1} stages"

    def decide(self, state: State, x: Array) -> Array:
        """Return probabilities ``(k, classes)`` or values ``(k, outputs)`` of all stages."""
        return link_for(state["classes"] > 0, state["classes"]).answer(whole_sum(state, x))

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the loss of the rows that are held out for stopping."""
        if not self.patience:
            return {}
        told = state["held_losses"]
        return {"held_out_loss": float(told[-1]) if len(told) else math.nan}

    def importance(self, state: State) -> Array:
        """Return each feature's share of what all splits have gained ``(d,)``."""
        gained: Array = state["gained"]
        return gained / max(float(gained.sum()), 1e-300)

    def parameters(self, state: State) -> int:
        """Return the number of splits and leaves learned: two numbers a split, one a leaf."""
        splits = int((state["feature"] >= 0).sum())
        result: int = 3 * splits + state["feature"].shape[0] * state["feature"].shape[1]
        return result
