"""Normal distributions that a model describes its rows by, and how they look from the data."""

from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from playground.engine.feed import Feed
from playground.engine.learner import State
from playground.engine.plane import rows_of
from playground.kernels.array import Array
from playground.kernels.densities import log_gaussian

CHECKED = 16
"""Rows on which a chain of transforms is tried for straightness."""


class Gaussians(NamedTuple):
    """Normal distributions side by side.

    Attributes
    ----------
    mean
        Their centres ``(c, d)``.
    covariance
        Their shapes ``(c, d, d)``.
    weight
        How much each counts ``(c,)``, 1 in all; those of weight 0 are not known yet.
    """

    mean: Array
    covariance: Array
    weight: Array


@runtime_checkable
class ShowsGaussians(Protocol):
    """An estimator that describes its classes or groups by normal distributions."""

    def gaussians(self, state: State) -> Gaussians:
        """Return what is known of them, in the units of the model's inputs."""


class Straight(NamedTuple):
    """A chain of transforms that only shifts, scales and turns: model = shift + row @ matrix."""

    shift: Array
    matrix: Array

    @classmethod
    def of(cls, feed: Feed) -> "Straight | None":
        """Return what a chain does to flat rows, or None where it bends or flattens them."""
        data = feed.source
        x = np.asarray(rows_of(data), float)
        x = x[:: max(1, len(x) // CHECKED)]
        wide = x.shape[1]
        asked = np.concatenate([np.zeros((1, wide)), np.eye(wide), x])
        given = feed.rows(asked.reshape(-1, *data.x.shape[1:]))
        shift, matrix = given[0], given[1 : wide + 1] - given[0]
        if matrix.shape[0] != matrix.shape[1] or not np.isfinite(given).all():
            return None
        size = np.abs(given).max() + np.abs(shift).max() + 1e-300
        if np.abs(shift + x @ matrix - given[wide + 1 :]).max() > 1e-8 * size:
            return None
        return cls(shift, matrix) if np.linalg.matrix_rank(matrix) == wide else None

    def seen_along(self, found: Gaussians, origin: Array, directions: Array) -> Gaussians:
        """Return the marginal distributions along directions ``(m, d)`` of the data's own space.

        What the other directions hold is integrated out: of a normal distribution that leaves a
        normal distribution.
        """
        back = np.linalg.solve(self.matrix, directions.T)
        mean = (found.mean - self.shift) @ back - origin @ directions.T
        return Gaussians(mean, back.T @ found.covariance @ back, found.weight)

    @property
    def log_volume(self) -> float:
        """Logarithm of how much the chain widens space: densities are that much thinner."""
        return float(np.linalg.slogdet(self.matrix)[1])

    def log_density(self, found: Gaussians, row: Array) -> Array:
        """Return the log density ``(c,)`` under each distribution, in the data's own units.

        Parameters
        ----------
        row
            As the model takes it, ``(1, d)``. Under distributions that are not known yet it is
            minus infinity.
        """
        told = np.full(len(found.weight), -np.inf)
        known = found.weight > 0
        if known.any():
            dense = log_gaussian(row, found.mean[known], found.covariance[known])
            told[known] = dense[0] + self.log_volume
        return told
