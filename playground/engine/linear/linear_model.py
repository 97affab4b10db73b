"""The parent of models of values that answer with a weighted sum of features."""

from typing import ClassVar

from playground.core.shape import Target
from playground.engine.estimator import Estimator
from playground.engine.examples import Examples
from playground.engine.learner import State
from playground.kernels.array import Array, namespace
from playground.kernels.least_squares import linear_map, means


class LinearModel(Estimator, frozen=True):
    """Answers with ``W x + b``; a subclass says how weights and bias are found.

    Its state holds ``weights`` ``(outputs, d)`` and ``bias`` ``(outputs,)``, in the learner's
    units. It starts from the best constant: no weights, and the mean of the targets.
    """

    targets: ClassVar[tuple[Target, ...]] = ("value",)
    weighs: ClassVar[bool] = True
    shows: ClassVar[tuple[str, ...]] = ("coefficients",)

    def begin(self, examples: Examples, seed: int) -> State:
        """Return the best constant answer."""
        xp = namespace(examples.x)
        return {
            "weights": xp.zeros((examples.outputs, examples.x.shape[1])),
            "bias": means(examples.y, examples.weight),
            "finished": "",
        }

    def decide(self, state: State, x: Array) -> Array:
        """Return values ``(k, outputs)``."""
        return linear_map(x, state["weights"], state["bias"])

    def parameters(self, state: State) -> int:
        """Return the number of weights and biases."""
        return int(state["weights"].size + state["bias"].size)
