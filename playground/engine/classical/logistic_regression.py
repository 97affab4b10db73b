"""Logistic regression: probabilities from a weighted sum of features."""

from typing import Annotated, ClassVar, Literal
from weakref import WeakKeyDictionary

from playground.core.settings import setting
from playground.core.shape import Target
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.engine.linear.descent import descend
from playground.kernels.array import Array, namespace
from playground.kernels.least_squares import linear_map
from playground.kernels.logistic import Link, probabilities, slope
from playground.kernels.newton import newton_step
from playground.kernels.paraboloid import Columns, columns_of
from playground.kernels.rows import row_sum

SETTLED = 1e-4
"""What a Newton step can gain at most that counts as nothing, as a share of the penalty's strength:
the weaker that is, the farther a small gain can lie."""

ROUGH = 1e-5
"""Share of that which a single step of many unknowns may leave lying."""

_columns: WeakKeyDictionary[Examples, tuple[float, Columns]] = WeakKeyDictionary()


def _columns_of(examples: Examples, penalty: float) -> Columns:
    """Return the features as the equations take them; worked out once for the same examples."""
    known = _columns.get(examples)
    if known is None or known[0] != penalty:
        known = penalty, columns_of(examples.x, penalty, examples.weight)
        _columns[examples] = known
    return known[1]


class LogisticRegression(Estimator, frozen=True):
    """Class probabilities from a weighted sum of the features: the boundary is straight.

    Minimises ``sum_i log loss_i + |W|^2 / (2 C)``; the bias is free. Two classes have one set of
    weights; more share out one probability (softmax), or each is told from the rest.

    Cox (1958), doi:10.1111/j.2517-6161.1958.tb00292.x; softmax: Theil (1969), doi:10.2307/2525642.
    """

    targets: ClassVar[tuple[Target, ...]] = ("class",)
    weighs: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("coefficients",)
    rank: ClassVar[int] = 12
    also_called: ClassVar[tuple[str, ...]] = ("logit", "softmax regression", "maximum entropy")

    solver: Annotated[
        Literal["newton", "gradient descent"],
        setting("Solver", "Newton's method leaps to the bottom of the local bowl, in a handful of "
                "steps; gradient descent walks downhill."),
    ] = "newton"  # fmt: skip
    classes: Annotated[
        Literal["softmax", "one-vs-rest"],
        setting("Several classes", "With more than two: one shared probability, or each class told "
                "from all others."),
    ] = "softmax"  # fmt: skip
    c: Annotated[
        float,
        setting("C", "Freedom of the weights: small values pull them towards 0.", above=0, high=1e6,
                scale="log"),
    ] = 1.0  # fmt: skip
    rate: Annotated[
        float,
        setting("Learning rate", "Length of each step downhill.", above=0, high=100, scale="log",
                when=("solver", "gradient descent"), tunable=True),
    ] = 0.5  # fmt: skip

    def begin(self, examples: Examples, seed: int) -> State:
        """Return weights of zero: every class is as likely."""
        xp = namespace(examples.x)
        columns = 1 if examples.outputs == 2 else examples.outputs
        return {
            "weights": xp.zeros((columns, examples.x.shape[1])),
            "bias": xp.zeros(columns),
            "finished": "",
        }

    def advance(self, state: State, examples: Examples) -> float:
        """Take one step of the solver; returns the objective before it, a row's share."""
        x, weight, link = examples.x, examples.weight, self._link(state)
        weights, bias = state["weights"], state["bias"]
        truth = namespace(x).eye(examples.outputs)[examples.y]
        truth = truth[:, 1:] if len(bias) == 1 else truth
        penalty = 1.0 / (self.c * len(x))
        if self.solver == "gradient descent":
            at = slope(x, truth, weights, bias, link, penalty, weight)
            descend(state, at.weights, at.bias, self.rate)
            return float(at.loss.mean())
        slight = SETTLED * min(penalty, 1e-3)
        state["weights"], state["bias"], loss, gain = newton_step(
            x,
            truth,
            weights,
            bias,
            link,
            penalty,
            weight,
            _columns_of(examples, penalty),
            ROUGH * slight,
        )
        if gain <= max(slight, 1e-13):
            state["finished"] = "settled: there is nothing more to gain"
        return float(loss.mean())

    def decide(self, state: State, x: Array) -> Array:
        """Return probabilities ``(k, classes)``."""
        xp = namespace(x)
        p = probabilities(linear_map(x, state["weights"], state["bias"]), self._link(state))
        if p.shape[1] == 1:
            p = xp.concatenate([1.0 - p, p], axis=1)
        elif self.classes == "one-vs-rest":
            p = p / xp.maximum(row_sum(p), 1e-300)[:, None]
        return p

    def _link(self, state: State) -> Link:
        alone = len(state["bias"]) == 1 or self.classes == "one-vs-rest"
        return "sigmoid" if alone else "softmax"

    def parameters(self, state: State) -> int:
        """Return the number of weights and biases."""
        return int(state["weights"].size + state["bias"].size)
