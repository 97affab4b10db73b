"""Ridge regression: least squares with a price on the size of the weights."""

from typing import Annotated, ClassVar

from playground.core.settings import setting
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.linear.linear_model import LinearModel
from playground.kernels.least_squares import least_squares, squared_gradient


class RidgeRegression(LinearModel, frozen=True):
    """Linear regression with a price on the squares of the weights: all of them shrink.

    Minimises ``sum_i |y_i - W x_i - b|^2 + alpha |W|^2`` in one step, with targets in the units
    that reach it. The price depends on the features' units: standardise them first.

    Hoerl and Kennard (1970), doi:10.1080/00401706.1970.10488634.
    """

    rank: ClassVar[int] = 60
    also_called: ClassVar[tuple[str, ...]] = ("L2", "Tikhonov", "shrinkage")

    alpha: Annotated[
        float,
        setting("Alpha", "Price on the squares of the weights; 0 is plain linear regression.",
                low=0, high=1e6, scale="log"),
    ] = 1.0  # fmt: skip

    def advance(self, state: State, examples: Examples) -> float:
        """Solve; returns the squared error before it."""
        x, y, weight = examples.x, examples.y, examples.weight
        loss, _ = squared_gradient(x, y, state["weights"], state["bias"], weight)
        state["weights"], state["bias"] = least_squares(x, y, self.alpha, weight)
        state["finished"] = "solved: error and price together are as small as they can be"
        return loss
