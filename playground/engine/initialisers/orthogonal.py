"""Random rotations."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.initialiser import Initialiser
from playground.kernels.array import Array


class Orthogonal(Initialiser, frozen=True):
    """Start from a random rotation, which neither stretches nor squeezes what passes.

    All axes but the last are laid out as rows; the longer side then has orthonormal vectors
    times `gain`. Signs are fixed so that rotations and mirrorings are drawn evenly.

    References
    ----------
    Saxe, McClelland and Ganguli (2013), "Exact solutions to the nonlinear dynamics of learning in
    deep linear neural networks", arXiv:1312.6120.
    """

    rank: ClassVar[int] = 40

    gain: Annotated[
        float, setting("Gain", "Multiplies every weight.", low=0.01, high=100, scale="log")
    ] = 1.0

    def draw(
        self, random: np.random.Generator, shape: tuple[int, ...], fan_in: int, fan_out: int
    ) -> Array:
        """Draw a matrix Q with ``Q^T Q = gain^2 I``, or ``Q Q^T`` where it is wider than tall."""
        columns = shape[-1]
        rows = int(np.prod(shape[:-1]))
        cloud = random.standard_normal((max(rows, columns), min(rows, columns)))
        q, r = np.linalg.qr(cloud)
        q *= np.where(np.diagonal(r) < 0, -self.gain, self.gain)
        return (q if rows >= columns else q.T).reshape(shape).astype(np.float32)
