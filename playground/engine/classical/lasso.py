"""The lasso: least squares with a price on the weights that makes some of them exactly zero."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.linear.linear_model import LinearModel
from playground.engine.modelling.states import frozen
from playground.kernels.array import Array
from playground.kernels.least_squares import means, squared_gradient
from playground.kernels.shrinkage import lasso_sweep, moments


class Lasso(LinearModel, frozen=True):
    """Linear regression with a price on the sizes of the weights: many become exactly zero.

    Minimises ``mean_i |y_i - W x_i - b|^2 / 2 + alpha |W|_1``, with targets in the units that reach
    it, one sweep over all weights after another (coordinate descent). The price depends on the
    features' units: standardise them first.

    Tibshirani (1996), doi:10.1111/j.2517-6161.1996.tb02080.x.
    """

    rank: ClassVar[int] = 62
    also_called: ClassVar[tuple[str, ...]] = ("L1", "sparse", "shrinkage")

    alpha: Annotated[
        float,
        setting("Alpha", "Price on the sizes of the weights; 0 is plain linear regression.",
                low=0, high=1e6, scale="log"),
    ] = 0.1  # fmt: skip
    tolerance: Annotated[
        float,
        setting("Tolerance", "It ends when a sweep moves no weight by more than this share of the "
                "largest.", above=0, high=0.1, scale="log", section="Ending", tunable=True),
    ] = 1e-6  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return no weights, and all that the sweeps ask of the rows."""
        gram, along = moments(examples.x, examples.y, examples.weight)
        return super().begin(examples, seed) | {"gram": frozen(gram), "along": frozen(along)}

    def advance(self, state: State, examples: Examples) -> float:
        """Sweep once over the weights; returns the squared error before it."""
        x, y, weight = examples.x, examples.y, examples.weight
        loss, _ = squared_gradient(x, y, state["weights"], state["bias"], weight)
        change = lasso_sweep(state["gram"], state["along"], state["weights"], self.alpha)
        state["bias"] = _balanced(state, examples)
        if change <= self.tolerance * float(abs(state["weights"]).max()):
            state["finished"] = "settled: another sweep moves no weight"
        return loss

    def own_metrics(self, state: State) -> dict[str, float]:
        """Return how many weights are not zero."""
        return {"nonzero_weights": float((state["weights"] != 0).sum())}


def _balanced(state: State, examples: Examples) -> Array:
    """Return the bias that makes the mean error zero."""
    centre = means(examples.x, examples.weight)
    balanced: Array = means(examples.y, examples.weight) - state["weights"] @ centre
    return balanced
