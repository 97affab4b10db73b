"""Clusters in several places."""

from typing import Annotated, ClassVar

import numpy as np

from playground.core.settings import setting
from playground.engine.planar import Planar, balanced
from playground.kernels.array import Array


class Blobs(Planar, frozen=True):
    """Clusters scattered over the plane, one class each; also made for clustering.

    Centres lie within [-1.2, 1.2] and keep apart: each is the farthest from the earlier ones among
    32 random candidates (Mitchell 1991, doi:10.1145/122718.122736). The seed moves them.
    """

    rank: ClassVar[int] = 60

    classes: Annotated[int, setting("Blobs", "How many clusters, a class each.", low=2, high=8)] = 3
    spread: Annotated[
        float, setting("Spread", "Standard deviation of each blob.", low=0.01, high=1)
    ] = 0.2
    isotropic: Annotated[
        bool, setting("Round", "Off: every blob is stretched and turned its own way.")
    ] = True

    def class_names(self) -> tuple[str, ...]:
        """Return a name for each blob."""
        return tuple(f"blob {i + 1}" for i in range(self.classes))

    def draw(self, random: np.random.Generator, size: int) -> tuple[Array, Array]:
        """Draw points ``(size, 2)`` and labels ``(size,)``."""
        centres = _apart(random, self.classes)
        shapes = _shapes(random, self.classes)
        if self.isotropic:
            shapes = np.broadcast_to(np.eye(2), shapes.shape)
        y = balanced(size, self.classes)
        cloud = random.standard_normal((size, 1, 2)) @ shapes[y]
        return centres[y] + self.spread * cloud[:, 0], y


def _apart(random: np.random.Generator, count: int) -> Array:
    chosen = np.empty((count, 2))
    for i in range(count):
        candidates = random.uniform(-1.2, 1.2, (32, 2))
        gaps = np.linalg.norm(candidates[:, None] - chosen[None, :i], axis=-1)
        chosen[i] = candidates[gaps.min(axis=1, initial=np.inf).argmax()]
    return chosen


def _shapes(random: np.random.Generator, count: int) -> Array:
    stretch = random.uniform(1.5, 2.5, count)
    angle = random.uniform(0, np.pi, count)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    axes = np.stack([stretch, 1 / stretch], axis=-1)
    return np.asarray(axes[:, :, None] * turn.transpose(2, 0, 1))
