"""Linear regression: the flat surface with the least squared error."""

from typing import Annotated, ClassVar, Literal

from playground.core.settings import setting
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.linear.descent import descend
from playground.engine.linear.linear_model import LinearModel
from playground.kernels.least_squares import least_squares, squared_gradient


class LinearRegression(LinearModel, frozen=True):
    """A straight line or flat surface through the data, with the least squared error.

    Solved in one step, or found downhill, one step of plain gradient descent after another, with
    all rows in each. In one step the equations are solved by orthogonal turns; where many surfaces
    fit equally well it takes the one with the smallest weights.

    Legendre (1805), *Nouvelles méthodes pour la détermination des orbites des comètes*.
    """

    rank: ClassVar[int] = 10
    also_called: ClassVar[tuple[str, ...]] = ("ordinary least squares", "OLS", "line fit")

    solver: Annotated[
        Literal["normal equations", "gradient descent"],
        setting("Solver", "Solve for the minimum in one step, or walk down to it."),
    ] = "normal equations"
    rate: Annotated[
        float,
        setting("Learning rate", "Length of each step downhill.", above=0, high=10, scale="log",
                when=("solver", "gradient descent"), tunable=True),
    ] = 0.1  # fmt: skip

    def advance(self, state: State, examples: Examples) -> float:
        """Solve, or take one step downhill; returns the squared error before it."""
        x, y, weight = examples.x, examples.y, examples.weight
        loss, slope = squared_gradient(x, y, state["weights"], state["bias"], weight)
        if self.solver == "gradient descent":
            descend(state, slope.weights, slope.bias, self.rate)
            return loss
        state["weights"], state["bias"] = least_squares(x, y, 0.0, weight)
        state["finished"] = "solved: no other flat surface has a smaller squared error"
        return loss
