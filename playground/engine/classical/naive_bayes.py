"""A normal distribution for every class and feature, and Bayes' rule."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Target
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.modelling.gaussians import Gaussians
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_device, to_host
from playground.kernels.densities import log_diagonal_gaussian, log_sum_exp


class NaiveBayes(Estimator, frozen=True):
    """Describes each class by the mean and spread of every feature, then turns to Bayes' rule.

    "Naive", because it takes the features of a class for independent: their densities are
    multiplied. Each step adds rows to the counts; after the last one nothing is left to learn.
    """

    title: ClassVar[str] = "Naive Bayes"
    targets: ClassVar[tuple[Target, ...]] = ("class",)
    weighs: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("densities",)
    rank: ClassVar[int] = 38
    also_called: ClassVar[tuple[str, ...]] = ("Gaussian", "Bayes", "bayesian")

    priors: Annotated[
        Literal["from data", "equal"],
        setting("Prior", "What it believes before it sees a row: that classes are as frequent as "
                "among the training rows, or all alike.", tunable=True),
    ] = "from data"  # fmt: skip
    smoothing: Annotated[
        float,
        setting("Smoothing", "Added to every variance, as a share of the largest one: keeps a "
                "feature that hardly varies from deciding alone.", above=0, high=1, scale="log",
                tunable=True),
    ] = 1e-9  # fmt: skip
    at_once: Annotated[
        int,
        setting("Rows per step", "How many rows are counted in a step; 0: one class in each step.",
                low=0, high=100_000, section="Pace"),
    ] = 0  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return a state that has counted no row yet."""
        xp, classes = namespace(examples.x), examples.outputs
        order = np.argsort(to_host(examples.y), kind="stable")
        if self.at_once:
            order = generator(seed, "rows counted").permutation(len(examples))
        return {
            "finished": "",
            "order": frozen(order),
            "known": 0,
            "mean": xp.zeros((classes, examples.x.shape[1])),
            "variance": xp.zeros((classes, examples.x.shape[1])),
            "prior": xp.zeros(classes),
            "widest": float(examples.x.var(axis=0).max()) if len(examples) else 0.0,
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Count the rows of one class, or as many as a step is set to take."""
        known = min(state["known"] + (self.at_once or self._next(state, examples)), len(examples))
        state["known"] = known
        xp: Any = namespace(examples.x)
        rows = state["order"][:known]
        labels = to_host(examples.y)[rows]
        weight = xp.ones(known) if examples.weight is None else examples.weight[_at(rows, examples)]
        for label in np.unique(labels):
            mine = _at(rows[labels == label], examples)
            say = weight[_at(np.flatnonzero(labels == label), examples)]
            if float(say.sum()) > 0:
                self._count(state, int(label), examples.x[mine], say)
        if known == len(examples):
            state["finished"] = "every row is counted"
        return float("nan")

    def _next(self, state: State, examples: Examples) -> int:
        """Return how many rows the next class has."""
        labels = to_host(examples.y)[state["order"]][state["known"] :]
        return int((labels == labels[:1]).sum()) or 1

    def _count(self, state: State, label: int, x: Array, weight: Array) -> None:
        """Take a class's mean, variance and weight from all of its rows so far."""
        share = (weight / weight.sum())[:, None]
        state["mean"][label] = (share * x).sum(axis=0)
        state["variance"][label] = (share * (x - state["mean"][label]) ** 2).sum(axis=0)
        state["prior"][label] = weight.sum()

    def decide(self, state: State, x: Array) -> Array:
        """Return how likely each class is at rows ``(k, d)``, by Bayes' rule; ``(k, classes)``."""
        xp: Any = namespace(x)
        seen = state["prior"] > 0
        if not bool(seen.any()):
            even: Array = xp.full((len(x), len(seen)), 1 / len(seen))
            return even
        dense = log_diagonal_gaussian(x, state["mean"][seen], self._variance(state)[seen])
        joint = dense + xp.log(self.belief(state)[seen])
        found: Array = xp.zeros((len(x), len(seen)))
        found[:, seen] = xp.exp(joint - log_sum_exp(joint))
        return found

    def _variance(self, state: State) -> Array:
        variance: Array = state["variance"] + max(self.smoothing * state["widest"], 1e-300)
        return variance

    def gaussians(self, state: State) -> Gaussians:
        """Return the normal distribution of each class, upright as features are independent."""
        xp: Any = namespace(state["mean"])
        variance = self._variance(state)
        shape = variance[:, :, None] * xp.eye(variance.shape[1])
        known = bool((state["prior"] > 0).any())
        weight = self.belief(state) if known else xp.zeros_like(state["prior"])
        return Gaussians(state["mean"], shape, weight)

    def belief(self, state: State) -> Array:
        """Return the prior ``(classes,)``; 0 for classes that no row was seen of."""
        weight = state["prior"]
        if self.priors == "equal":
            weight = (weight > 0) * 1.0
        shares: Array = weight / weight.sum()
        return shares

    def parameters(self, state: State) -> int:
        """Return the numbers learned: means, variances and priors."""
        return int(2 * state["mean"].size + state["prior"].size)


def _at(rows: Array, examples: Examples) -> Array:
    """Return row numbers where the examples are kept."""
    return to_device(rows, "cpu" if namespace(examples.x) is np else "cuda")
