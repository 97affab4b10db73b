"""Belief that changes with every observation, by Bayes' rule."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np

from playground.core.settings import SettingError, setting
from playground.engine.believing.priors import CoinPrior, coin_prior, grid
from playground.engine.believing.story import Story, coin_story, illness_story, urn_story
from playground.engine.examples import Examples
from playground.engine.lab import Lab
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.kernels.array import Array
from playground.kernels.beliefs import after_counts, entropy, update

CLOSE = 0.05
"""How far from the true coin another one may be and count as the truth."""

Heights = tuple[Annotated[float, setting(low=0, high=1)], ...]


class BayesRule(Lab, frozen=True):
    """Believes in several hypotheses at once, and lets each observation speak.

    A step is one observation: the belief in each hypothesis is multiplied by the probability that
    it gave to what was seen, and all are divided by their sum.
    """

    title: ClassVar[str] = "Bayes' rule"
    shows: ClassVar[tuple[str, ...]] = ("bayes",)
    goal: ClassVar[str] = "mean"
    rank: ClassVar[int] = 40
    also_called: ClassVar[tuple[str, ...]] = (
        "prior", "posterior", "likelihood", "probability", "bayesian", "coin", "urn",
    )  # fmt: skip

    story: Annotated[
        Literal["coin", "test", "urn"],
        setting("Story", "A coin whose bias is not known, a medical test, or several urns of which "
                "one is drawn from."),
    ] = "coin"  # fmt: skip
    bias: Annotated[
        float,
        setting("True bias", "Probability that the coin falls on heads.", low=0, high=1,
                when=("story", "coin")),
    ] = 0.7  # fmt: skip
    prior: Annotated[
        CoinPrior,
        setting("Prior", "What is believed of the coin before it is thrown. Drawn: by dragging in "
                "the panel.", tunable=True, when=("story", "coin")),
    ] = "uniform"  # fmt: skip
    a: Annotated[
        float,
        setting("a", "Of the Beta distribution: as if one less than this many heads had been seen.",
                above=0, high=1000, scale="log", tunable=True, when=("prior", "beta")),
    ] = 2.0  # fmt: skip
    b: Annotated[
        float,
        setting("b", "Of the Beta distribution: as if one less than this many tails had been seen.",
                above=0, high=1000, scale="log", tunable=True, when=("prior", "beta")),
    ] = 2.0  # fmt: skip
    drawn: Annotated[
        Heights,
        setting("Drawn prior", "Heights of a belief drawn by hand: over the bias of the coin, or "
                "one for each urn; none for all alike.", tunable=True),
    ] = ()  # fmt: skip
    second: Annotated[
        Literal["none", "uniform", "fair", "two-headed", "beta"],
        setting("Second person", "Prior of someone else who sees the same throws.",
                section="Second person", tunable=True, when=("story", "coin")),
    ] = "none"  # fmt: skip
    second_a: Annotated[
        float,
        setting("Their a", "Of their Beta distribution.", above=0, high=1000, scale="log",
                section="Second person", tunable=True, when=("second", "beta")),
    ] = 8.0  # fmt: skip
    second_b: Annotated[
        float,
        setting("Their b", "Of their Beta distribution.", above=0, high=1000, scale="log",
                section="Second person", tunable=True, when=("second", "beta")),
    ] = 2.0  # fmt: skip
    prevalence: Annotated[
        float,
        setting("Prevalence", "Share of people like this one who are ill: the prior.", low=0,
                high=1, tunable=True, when=("story", "test")),
    ] = 0.01  # fmt: skip
    sensitivity: Annotated[
        float,
        setting("Sensitivity", "Share of the ill whose test is positive.", low=0, high=1,
                tunable=True, when=("story", "test")),
    ] = 0.9  # fmt: skip
    specificity: Annotated[
        float,
        setting("Specificity", "Share of the healthy whose test is negative.", low=0, high=1,
                tunable=True, when=("story", "test")),
    ] = 0.91  # fmt: skip
    ill: Annotated[
        bool, setting("Ill", "Whether the person is ill in truth.", when=("story", "test"))
    ] = True
    second_prevalence: Annotated[
        float,
        setting("Their prior", "Belief of a second person that this one is ill; 0 for no second "
                "person.", low=0, high=1, section="Second person", tunable=True,
                when=("story", "test")),
    ] = 0.0  # fmt: skip
    urns: Annotated[
        Heights,
        setting("Urns", "Share of orange balls in each urn, two to eight of them; the rest are "
                "blue.", when=("story", "urn")),
    ] = (0.2, 0.5, 0.8)  # fmt: skip
    urn: Annotated[
        int,
        setting("Drawn from", "Number of the urn that the balls come from.", low=1, high=8,
                when=("story", "urn")),
    ] = 3  # fmt: skip
    given: Annotated[
        tuple[Annotated[int, setting(low=0, high=1)], ...],
        setting("By hand", "Observations fed by hand, before all that are drawn: 1 for heads, a "
                "positive test or an orange ball, 0 for the other.", section="Observations",
                tunable=True),
    ] = ()  # fmt: skip
    most: Annotated[
        int,
        setting("Observations", "How many are drawn at most.", low=1, high=5000, scale="log",
                section="Observations"),
    ] = 300  # fmt: skip
    points: Annotated[
        int,
        setting("Grid", "How many coins are told apart, from never to always heads.", low=11,
                high=1001, section="Observations", when=("story", "coin")),
    ] = 201  # fmt: skip

    def __post_init__(self) -> None:
        """Refuse urns that cannot be drawn from.

        Raises
        ------
        SettingError
            In words for the person.
        """
        if not 2 <= len(self.urns) <= 8:
            raise SettingError("urns", f"it takes two to eight urns, not {len(self.urns)}")
        if self.story == "urn" and self.urn > len(self.urns):
            raise SettingError("urn", f"there are {len(self.urns)} urns, and no number {self.urn}")

    def tale(self) -> Story:
        """Return the hypotheses, the beliefs to start from, and what is seen under each."""
        if self.story == "test":
            return illness_story(
                self.prevalence, self.second_prevalence, self.sensitivity, self.specificity,
                self.ill,
            )  # fmt: skip
        if self.story == "urn":
            return urn_story(self.urns, self._urn_prior(), self.urn - 1)
        own = coin_prior(self.prior, self.points, (self.a, self.b), self.drawn)
        other = None
        if self.second != "none":
            other = coin_prior(self.second, self.points, (self.second_a, self.second_b), ())
        return coin_story(grid(self.points), own, other, self.bias, CLOSE)

    def _urn_prior(self) -> Array:
        """Return the belief in each urn; a drawing made for another number of them is left out."""
        heights = np.array(self.drawn)
        if len(heights) != len(self.urns) or not heights.sum() > 0:
            heights = np.ones(len(self.urns))
        belief: Array = heights / heights.sum()
        return belief

    def begin(self, examples: Examples | None, seed: int) -> State:
        """Return a state that has seen nothing drawn yet."""
        draws = generator(seed, "observations").random(self.most)
        outcomes = (draws < self.tale().chance).astype(np.int8)
        return {"finished": "", "known": 0, "outcomes": frozen(outcomes)}

    def advance(self, state: State) -> float:
        """Observe once more; returns the surprise in bits, ``-log2`` of what was expected of it."""
        tale = self.tale()
        before = after_counts(tale.prior, tale.likelihood, _counts(self.seen(state)))
        outcome = int(state["outcomes"][state["known"]])
        state["known"] += 1
        if state["known"] == len(state["outcomes"]):
            state["finished"] = "all observations are made"
        _, evidence = update(before, tale.likelihood[:, outcome])
        return float(-np.log2(evidence)) if evidence > 0 else float("nan")

    def seen(self, state: State) -> Array:
        """Return the outcomes so far ``(n,)``, 0 or 1: those fed by hand, then those drawn."""
        given = np.array(self.given, np.int8)
        return np.concatenate([given, state["outcomes"][: state["known"]]])

    def beliefs(self, state: State) -> tuple[Array, Array | None]:
        """Return what the person and the second person believe now, each ``(h,)``."""
        tale, counts = self.tale(), _counts(self.seen(state))
        own = after_counts(tale.prior, tale.likelihood, counts)
        if tale.second is None:
            return own, None
        return own, after_counts(tale.second, tale.likelihood, counts)

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return mean and spread of what is believed, its entropy in bits, and more.

        ``belief`` is the belief in the truth (of coins: in those within 0.05 of it), ``apart``
        how far two people are, from 0 (they agree) to 1. Numbers are NaN after what was thought
        impossible.
        """
        tale, (own, other) = self.tale(), self.beliefs(state)
        known = 1.0 if own.any() else float("nan")
        mean = float(own @ tale.at)
        told: dict[str, Any] = {
            "mean": mean,
            "spread": float(own @ (tale.at - mean) ** 2) ** 0.5,
            "entropy": float(entropy(own)),
            "belief": float(own[tale.true].sum()),
        }
        if other is not None:
            told["apart"] = float(np.abs(own - other).sum() / 2) if other.any() else float("nan")
        return {name: value * known for name, value in told.items()}


def _counts(outcomes: Array) -> Array:
    """Return how often each of the two outcomes was seen."""
    return np.bincount(outcomes, minlength=2)
