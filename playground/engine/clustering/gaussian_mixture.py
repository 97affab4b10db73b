"""A mixture of normal distributions, fitted by turns of expectation and maximisation."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, Signature
from playground.engine.clusterer import Clusterer, Marks
from playground.engine.examples import Examples
from playground.engine.grouping.sweep import Sweep
from playground.engine.learner import State
from playground.engine.mixing.first_mixture import Start, first_mixture
from playground.engine.mixing.held_up import held_up
from playground.engine.mixing.swept import swept
from playground.engine.modelling.gaussians import Gaussians
from playground.kernels import mixtures
from playground.kernels.array import Array, namespace
from playground.kernels.mixtures import Mixture


class GaussianMixture(Clusterer, frozen=True):
    """Describes the rows by clouds of any slant, and lets each row belong to several in part.

    Two half-steps take turns. Expectation asks how far each component answers for each row;
    maximisation moves every component to the weighted mean and spread of the rows it answers
    for. The likelihood of the rows never falls, but for the little that regularisation costs.

    References
    ----------
    Dempster, Laird and Rubin (1977), "Maximum likelihood from incomplete data via the EM
    algorithm".
    """

    title: ClassVar[str] = "Gaussian mixture"
    goal: ClassVar[str] = "log_likelihood"
    rising: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("clusters", "mixture", "elbow")
    rank: ClassVar[int] = 25
    also_called: ClassVar[tuple[str, ...]] = (
        "EM", "GMM", "expectation maximisation", "soft clustering", "normal distributions", "BIC",
        "maximization",
    )  # fmt: skip
    count_setting: ClassVar[str] = "components"
    sweep_heeds: ClassVar[tuple[str, ...]] = ("covariance", "regularisation")

    components: Annotated[
        int,
        setting("Components", "How many normal distributions describe the rows.", low=1, high=40),
    ] = 3
    covariance: Annotated[
        mixtures.Shape,
        setting("Covariance", "What the components may look like: any ellipse, the same ellipse "
                "for all, upright ellipses, or circles."),
    ] = "full"  # fmt: skip
    start: Annotated[
        Start,
        setting("Start", "Where components begin: on rows far apart, on any rows, or on the "
                "groups that k-means ends with."),
    ] = "k-means++"  # fmt: skip
    regularisation: Annotated[
        float,
        setting("Regularisation", "Added to every variance, so that no component can collapse "
                "onto a point or a line.", above=0, high=10, scale="log", tunable=True),
    ] = 1e-6  # fmt: skip
    tolerance: Annotated[
        float,
        setting("Tolerance", "Stop once an iteration changes the log-likelihood of a row by no "
                "more than this.", low=0, high=1, tunable=True),
    ] = 1e-4  # fmt: skip
    members: Annotated[
        int, setting("Starts", "So many run at once from different starts.", low=1, high=50)
    ] = 1

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what cannot be learned from.

        Raises
        ------
        ShapeError
            In words, if there is no plain table of features, or fewer rows than components.
        """
        super().check_input(shape, signature)
        if 0 < signature.rows < self.components:
            raise ShapeError(
                f"it is to find {self.components} components among {signature.rows} rows: lower "
                "Components, or raise the size of the data"
            )

    def begin(self, examples: Examples, seed: int) -> State:
        """Return components that have answered for no row yet."""
        x, xp = examples.x, namespace(examples.x)
        with np.errstate(all="ignore"):
            first = first_mixture(
                x, self.components, self.covariance, self.start, self.regularisation, seed
            )
            mixture, note = held_up(first, self.covariance, self.regularisation)
            likelihood = self._likelihood(x, mixture)
        broken = "" if np.isfinite(likelihood) else "diverged: the rows are too large to be squared"
        return {
            "finished": broken,
            "half": "expectation",
            "iterations": 0,
            "note": note,
            **mixture._asdict(),
            "responsibility": xp.zeros((len(x), self.components)),
            "log_likelihood": likelihood,
            "gain": float("inf"),
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Take one half-step: share the rows out, or move the components."""
        if state["half"] == "expectation":
            self._share_out(state, examples.x)
        else:
            self._move(state, examples.x)
        return float(state["log_likelihood"])

    def _share_out(self, state: State, x: Array) -> None:
        """Ask how far each component answers for each row."""
        xp = namespace(x)
        shares, _ = mixtures.expectation(x, _mixture(state), self.covariance)
        state["responsibility"] = xp.exp(shares)
        state["half"] = "maximisation"
        # Regularisation pulls against the likelihood, which may fall a while on its way to rest.
        if abs(state["gain"]) <= self.tolerance:
            state["finished"] = (
                f"the likelihood has settled after {state['iterations']} iterations"
            )

    def _move(self, state: State, x: Array) -> None:
        """Move the components to the rows that they answer for."""
        found = mixtures.maximisation(
            x, state["responsibility"], self.covariance, self.regularisation
        )
        mixture, note = held_up(found, self.covariance, self.regularisation)
        likelihood = self._likelihood(x, mixture)
        if not np.isfinite(likelihood):
            state["finished"] = "diverged: the rows are too large to be squared"
            return
        state["gain"] = likelihood - state["log_likelihood"]
        state |= mixture._asdict()
        state["log_likelihood"], state["note"] = likelihood, note
        state["half"], state["iterations"] = "expectation", state["iterations"] + 1

    def _likelihood(self, x: Array, mixture: Mixture) -> float:
        """Return the log-likelihood of a row, on average; NaN where there is none."""
        try:
            return float(mixtures.expectation(x, mixture, self.covariance)[1].mean())
        except np.linalg.LinAlgError:
            return float("nan")

    def groups(self, state: State) -> Array:
        """Return the component that answers for most of each row; -1 before the first step."""
        xp: Any = namespace(state["responsibility"])
        shared = state["responsibility"].sum(axis=1) > 0
        chosen: Array = xp.where(shared, state["responsibility"].argmax(axis=1), -1)
        return chosen

    def centres(self, state: State) -> Array:
        """Return the means of the components."""
        means: Array = state["mean"]
        return means

    def marks(self, state: State) -> Marks:
        """Return what the last half-step did, and whether a component had to be held up."""
        told = "Expectation: each row is shared out among the components."
        if state["half"] == "expectation":
            told = "Maximisation: each component moved to the rows it answers for."
            if state["iterations"] == 0:
                told = "The components wait where they start."
        return Marks(told=f"{told} {state['note']}".rstrip())

    def decide(self, state: State, x: Array) -> Array:
        """Return how far each component answers for rows ``(k, d)``; ``(k, components)``."""
        xp: Any = namespace(x)
        shares: Array = xp.exp(mixtures.expectation(x, _mixture(state), self.covariance)[0])
        return shares

    def gaussians(self, state: State) -> Gaussians:
        """Return the components."""
        mixture = _mixture(state)
        whole = mixtures.whole_covariances(mixture, self.covariance)
        return Gaussians(mixture.mean, whole, mixture.weight)

    def sweep(self, examples: Examples, ks: Sequence[int], seed: int) -> Sweep:
        """Return mixtures of each of some numbers of components, judged by their BIC."""
        return swept(examples.x, ks, self.covariance, self.regularisation, seed)

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the mean log-likelihood of a row, and the Bayesian information criterion."""
        rows, told = len(state["responsibility"]), float(state["log_likelihood"])
        return {
            "log_likelihood": told,
            "bic": mixtures.bic(told, rows, self.parameters(state)),
        }

    def parameters(self, state: State) -> int:
        """Return how many numbers can be chosen freely."""
        components, features = state["mean"].shape
        return mixtures.free_parameters(components, features, self.covariance)


def _mixture(state: State) -> Mixture:
    return Mixture(state["weight"], state["mean"], state["covariance"])
