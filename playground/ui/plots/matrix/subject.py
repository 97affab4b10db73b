"""A matrix with all that pictures tell of it, worked out once."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels import spectra
from playground.kernels.array import Array
from playground.ui.plots.viridis import viridis_colors
from playground.ui.theme import theme

SHADES = 12
RADII = (1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0)
"""Radii of what is seen, and their multiples by powers of ten."""

COLUMNS = ("class 0", "class 1", "class 2")
EIGEN = ("layer", "ok", "ensemble")
SINGULAR = ("fit", "ensemble", "transform")
"""Tokens of columns, eigenvectors and singular vectors, in their order."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A matrix ``(n, n)`` and what belongs to it.

    Attributes
    ----------
    b
        Right-hand side ``(n,)``.
    path
        Vectors of power iteration ``(k, n)``, the newest last.
    arrays
        What the probe tells of the data, if there are any.
    of_data
        Whether the matrix is a covariance: then it cannot be dragged.
    near
        The first turn of the matrix that was shown before.
    fresh
        Whether the matrix is newer than what is told of power iteration.
    """

    matrix: Array
    b: Array
    path: Array
    arrays: dict[str, Array] = field(default_factory=dict)
    of_data: bool = False
    near: Array | None = None
    fresh: bool = False

    @property
    def size(self) -> int:
        """Dimensions, 2 or 3."""
        return len(self.matrix)

    @cached_property
    def movement(self) -> spectra.Movement:
        """Turn, stretch, turn."""
        return spectra.movement_of(self.matrix, self.near)

    @cached_property
    def spaces(self) -> tuple[spectra.Eigenspace, ...]:
        """Real eigenspaces, the largest modulus first."""
        return spectra.eigenspaces(self.matrix)

    @cached_property
    def values(self) -> Array:
        """Eigenvalues, complex."""
        return spectra.eigenvalues(self.matrix)

    @cached_property
    def turning(self) -> complex | None:
        """The complex eigenvalue of a pair, or None where all are real."""
        limit = spectra.EQUAL * max(float(np.abs(self.values).max()), 1e-300)
        return next((complex(v) for v in self.values if v.imag > limit), None)

    @cached_property
    def dominant(self) -> tuple[spectra.Eigenspace | None, str]:
        """Where power iteration goes, or what keeps it from there."""
        return spectra.dominant(self.matrix)

    @cached_property
    def rank(self) -> int:
        """Dimensions that are left."""
        return spectra.rank(self.matrix)

    @cached_property
    def determinant(self) -> float:
        """Signed area or volume of the unit square or cube."""
        return float(np.linalg.det(self.matrix)) if self.rank == self.size else 0.0

    @cached_property
    def answer(self) -> spectra.Answer:
        """The best answer to A x = b."""
        return spectra.best_answer(self.matrix, self.b)

    @cached_property
    def stretches(self) -> list[tuple[int, float]]:
        """Axis and signed stretch of each singular value, the largest first."""
        stretch = self.movement.stretch
        lost = np.abs(stretch) <= spectra.LOST * np.abs(stretch).max()
        stretch = np.where(lost, 0.0, stretch)
        return [(int(i), float(stretch[i])) for i in np.argsort(-np.abs(stretch), kind="stable")]

    @property
    def points(self) -> Array | None:
        """The rows of the data ``(m, n)``, where they live in as many dimensions."""
        points = self.arrays.get("points")
        return points if points is not None and points.shape[1] == self.size else None

    def reach(self, solving: bool) -> float:
        """Return how far from the middle the picture has to reach, as a round number."""
        far = [1.0, *np.linalg.norm(self.matrix, axis=0).tolist()]
        if solving:
            far += [float(np.linalg.norm(self.b)) if not self.of_data else 0.0]
        return rounded_up(1.15 * max(far))


def shades_of(arrays: dict[str, Array]) -> tuple[Array, list[QColor]]:
    """Return the colours of rows, as numbers and as a list that they count."""
    if "labels" in arrays:
        labels = arrays["labels"].astype(np.intp)
        colors = [theme().color(f"class {i}") for i in range(int(labels.max(initial=0)) + 1)]
        return labels, colors
    if "values" in arrays:
        values = arrays["values"].astype(float)
        low, span = values.min(), np.ptp(values) or 1.0
        shades = np.rint((values - low) / span * (SHADES - 1)).astype(np.intp)
        return shades, list(viridis_colors(theme(), SHADES))
    return np.zeros(len(arrays["points"]), np.intp), [theme().color("secondary")]


def rounded_up(radius: float) -> float:
    """Return the next radius that reads well.

    Examples
    --------
    >>> rounded_up(2.2), rounded_up(17.0), rounded_up(0.011)
    (2.5, 20.0, 0.015)
    """
    if not np.isfinite(radius) or radius <= 0:
        return RADII[0]
    power = 10.0 ** np.floor(np.log10(radius / RADII[0]))
    return float(next((r * power for r in RADII if r * power >= radius * (1 - 1e-9)), 15 * power))
