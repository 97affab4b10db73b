"""The strongest weights of each layer, with their signs."""

from typing import Annotated

import numpy as np

from playground.core.settings import setting
from playground.engine.probe import Probe, Watched, member_of
from playground.engine.weights import Weights
from playground.kernels.array import Array, to_host


class Strands(Probe, frozen=True):
    """The strongest weights of each layer, with their signs.

    One array ``(k,)`` for each block with a weight matrix, by block id: its k largest weights w in
    the order of the matrix, as ``w / (|w| + 1)`` in (-1, 1). The scale is absolute, so that
    strands grow while a network learns.
    """

    most: Annotated[int, setting("Strands", "How many weights of a layer are shown.", low=1)] = 8
    member: Annotated[int, setting("Member", "Which one; -1 is the best.", low=-1)] = -1

    def measure(self, learner: Watched, size: tuple[int, int]) -> dict[str, Array]:
        """Return the strands of each layer; nothing for a learner without weights."""
        weights = getattr(learner, "weights", None)
        if not isinstance(weights, Weights):
            return {}
        member = member_of(learner, self.member)
        matrices = {
            block: to_host(named["weight"][member])
            for block, named in weights.views.items()
            if "weight" in named and named["weight"].ndim == 3
        }
        return {block: strongest(matrix, self.most) for block, matrix in matrices.items()}


def strongest(matrix: Array, most: int) -> Array:
    """Return the largest entries of a matrix, squeezed into (-1, 1).

    Examples
    --------
    >>> strongest(np.array([[0.1, 3.0], [0.0, -1.0]]), 2).tolist()
    [0.75, -0.5]
    """
    flat = np.nan_to_num(matrix.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0).ravel()
    size = np.abs(flat)
    if len(flat) > most:
        kept = np.sort(np.argpartition(size, len(flat) - most)[len(flat) - most :])
        flat, size = flat[kept], size[kept]
    strands: Array = flat / (size + 1.0)
    return strands
