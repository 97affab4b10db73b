"""How strongly each layer listens to each of its inputs, and with which sign."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.probe import Probe, Watched, best_of
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_host


class Strands(Probe):
    """How strongly each layer listens to each of its inputs, and with which sign.

    One array ``(k,)`` for each block with a weight matrix, by block id, for its k strongest inputs
    in their order: ``s n / (n + 2)`` in (-1, 1), where n is the norm of the input's weights and s
    the sign of their sum. The scale is absolute, so that strands grow while a network learns.
    """

    most: Annotated[int, setting("Strands", "How many inputs are shown.", low=1)] = 8

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the strands of each layer; nothing for a learner without weights."""
        weights = getattr(learner, "weights", None)
        if not isinstance(weights, Weights):
            return {}
        member = best_of(learner)
        matrices = {
            block: to_host(named["weight"][member])
            for block, named in weights.views.items()
            if "weight" in named and named["weight"].ndim == 3
        }
        return {block: strongest(matrix, self.most) for block, matrix in matrices.items()}

    def cost(self, learner: Watched, size: tuple[int, int]) -> float:
        """Estimate the multiply-adds: each weight is read once."""
        return float(getattr(learner, "parameter_count", 1000))


def strongest(matrix: Array, most: int) -> Array:
    """Return signed strengths of the strongest rows of a matrix ``(inputs, units)``.

    Examples
    --------
    >>> strongest(np.array([[0.0, 2.0], [0.0, 0.0], [-2.0, 0.0]]), 2).tolist()
    [0.5, -0.5]
    """
    matrix = np.nan_to_num(matrix.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    norm = np.linalg.norm(matrix, axis=1)
    kept = np.sort(np.argsort(-norm, kind="stable")[:most])
    sign = np.where(matrix[kept].sum(axis=1) < 0, -1.0, 1.0)
    strands: Array = sign * norm[kept] / (norm[kept] + 2.0)
    return strands
