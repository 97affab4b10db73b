"""Plain gradient descent on the weights of a linear model."""

from playground.engine.learner import State
from playground.kernels.array import Array, namespace

HUGE = 1e100
FLAT = 1e-10
"""Length of a step, as a share of the weights', that counts as standing still."""


def descend(state: State, weights: Array, bias: Array, rate: float) -> None:
    """Take one step in place, against the gradient with respect to weights and bias.

    Says in ``state["finished"]`` when the ground is flat, or the numbers grow without bounds, which
    leaves NaN.
    """
    xp = namespace(weights)
    state["weights"] = state["weights"] - rate * weights
    state["bias"] = state["bias"] - rate * bias
    move = rate * float(max(abs(weights).max(), abs(bias).max()))
    reach = float(max(abs(state["weights"]).max(), abs(state["bias"]).max()))
    if not bool(xp.isfinite(state["weights"]).all()) or not reach < HUGE:
        state["weights"], state["bias"] = state["weights"] * xp.nan, state["bias"] * xp.nan
        state["finished"] = "diverged: lower the learning rate, or standardise the features"
    elif move <= FLAT * reach:
        state["finished"] = "the ground is flat: there is no way further down"
