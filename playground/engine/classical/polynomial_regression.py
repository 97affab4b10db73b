"""Polynomial regression: least squares on powers and products of the features."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.core.shape import Shape, ShapeError, Signature, Target, sizes
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.modelling.states import frozen
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_device
from playground.kernels.least_squares import least_squares, linear_map, means
from playground.kernels.monomials import monomials, term_count, terms_of

MOST_TERMS = 1500


class PolynomialRegression(Estimator, frozen=True):
    """Linear regression on powers and products of the features, one degree more at each step.

    Features are brought to [-1, 1] first, so that high powers keep their digits; the weights are
    those of the powers there. With members, each learns from a bootstrap replica of the rows, as
    many drawn with replacement: where their curves part, another sample would have changed the fit.

    Gergonne (1815), translated in doi:10.1016/0315-0860(74)90034-2; replicas: Efron (1979),
    doi:10.1214/aos/1176344552.
    """

    targets: ClassVar[tuple[Target, ...]] = ("value",)
    weighs: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("coefficients",)
    rank: ClassVar[int] = 55
    also_called: ClassVar[tuple[str, ...]] = ("powers", "curve fit")

    degree: Annotated[
        int, setting("Degree", "Highest power, and most features in a product.", low=1, high=20)
    ] = 3
    alpha: Annotated[
        float,
        setting("Alpha", "Price on the squares of the weights (ridge); 0 is none.", low=0, high=1e6,
                scale="log"),
    ] = 0.0  # fmt: skip
    members: Annotated[
        int,
        setting("Replicas", "More than 1: so many fits, each to its own bootstrap replica of the "
                "rows.", low=1, high=200),
    ] = 1  # fmt: skip

    def check_input(self, shape: Shape, signature: Signature) -> None:
        """Refuse what makes too many products."""
        super().check_input(shape, signature)
        features = int(np.prod(sizes(shape)))
        count = term_count(features, self.degree)
        if count > MOST_TERMS:
            raise ShapeError(
                f"degree {self.degree} of {features} features makes {count:,} products, more than "
                f"{MOST_TERMS:,}: lower the degree"
            )

    def begin(self, examples: Examples, seed: int) -> State:
        """Return the best constant answer."""
        xp, n = namespace(examples.x), len(examples)
        low, high = examples.x.min(axis=0), examples.x.max(axis=0)
        terms = terms_of(examples.x.shape[1], self.degree)
        drawn = np.arange(n)
        if self.members > 1:
            drawn = np.sort(generator(seed, "bootstrap").integers(0, n, n))
        rows = to_device(drawn, "cuda" if xp is not np else "cpu")
        weight = None if examples.weight is None else examples.weight[rows]
        return {
            "weights": xp.zeros((examples.outputs, len(terms))),
            "bias": means(examples.y[rows], weight),
            "terms": frozen(terms),
            "centre": frozen((low + high) / 2),
            "reach": frozen(xp.where(high > low, (high - low) / 2, 1.0)),
            "rows": frozen(rows),
            "degree": 0,
            "finished": "",
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Fit with one degree more; returns the squared error, on the rows it learned from."""
        state["degree"] += 1
        rows, degree = state["rows"], state["degree"]
        terms = state["terms"][: term_count(examples.x.shape[1], degree), :degree]
        x = monomials((examples.x[rows] - state["centre"]) / state["reach"], terms)
        y = examples.y[rows]
        weight = None if examples.weight is None else examples.weight[rows]
        weights, state["bias"] = least_squares(x, y, self.alpha, weight)
        state["weights"][:, : len(terms)] = weights
        if degree >= self.degree:
            state["finished"] = f"solved: the best polynomial of degree {degree}"
        return float(np.square(linear_map(x, weights, state["bias"]) - y).mean())

    def decide(self, state: State, x: Array) -> Array:
        """Return values ``(k, outputs)``."""
        degree = max(state["degree"], 1)
        terms = state["terms"][: term_count(x.shape[1], degree), :degree]
        products = monomials((x - state["centre"]) / state["reach"], terms)
        return linear_map(products, state["weights"][:, : len(terms)], state["bias"])

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return the degree reached."""
        return {"degree": float(state["degree"])}

    def parameters(self, state: State) -> int:
        """Return the number of weights and biases."""
        return int(state["weights"].size + state["bias"].size)
