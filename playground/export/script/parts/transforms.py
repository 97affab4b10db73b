"""What happens to features before they are learned from."""

# mypy: disable-error-code="no-any-return"

import numpy as np

from playground.kernels.array import Array


def standardise(x: Array, mean: Array, scale: Array) -> Array:
    """Bring every feature to mean 0 and standard deviation 1."""
    return (x - mean) / scale


def min_max(x: Array, low: Array, scale: Array, lower: float) -> Array:
    """Stretch every feature so that the training rows fill one interval."""
    return lower + (x - low) * scale


def project(x: Array, mean: Array, axes: Array) -> Array:
    """Return how far rows lie along each axis, measured from the mean."""
    return (x - mean) @ axes.T


def products(x: Array, terms: list[list[int]]) -> Array:
    """Return a column for each product of features; terms says which are multiplied."""
    return np.stack([x[:, term].prod(axis=1) for term in terms], axis=1)


def powers(x: Array, degree: int) -> Array:
    """Return a column for each power of the only feature: x, x^2, x^3, ..."""
    return x ** np.arange(1, degree + 1)


def components(alike: Array, weights: Array, shift: Array) -> Array:
    """Return components of rows by how alike they are to the rows that were kept."""
    return alike @ weights - shift
