"""What a square matrix does: eigenspaces, turn - stretch - turn, and the best answer to A x = b."""

from typing import NamedTuple

import numpy as np

from .array import Array, namespace, to_host
from .rotations import Turn, turn_of, turn_stretch_turn

EQUAL = 1e-5
"""Eigenvalues closer than this, relative to the largest, count as one: where there is only one
direction for both, rounding alone moves them by the square root of a double's precision or more."""

LOST = 1e-9
"""Singular values below this part of the largest count as zero."""


class Eigenspace(NamedTuple):
    """Directions that a matrix leaves on their line.

    Attributes
    ----------
    value : float
        How far vectors along them are stretched.
    basis : Array
        Orthonormal columns ``(n, k)``.
    times : int
        How often the eigenvalue counts; more than k where directions are missing (defective).
    """

    value: float
    basis: Array
    times: int


def eigenvalues(matrix: Array) -> Array:
    """Return the eigenvalues ``(n,)`` of a matrix ``(n, n)``, complex, the largest modulus first.

    Examples
    --------
    >>> eigenvalues(np.array([[0.0, -1.0], [1.0, 0.0]])).tolist()
    [1j, -1j]
    """
    values = np.linalg.eigvals(to_host(matrix)).astype(np.complex128) + 0.0
    order = np.lexsort((-values.imag, -values.real, -np.round(np.abs(values), 9)))
    found: Array = values[order]
    return found


def eigenspaces(matrix: Array) -> tuple[Eigenspace, ...]:
    """Return the real eigenspaces of a matrix ``(n, n)``, the largest modulus first.

    There is none for complex eigenvalues: what they belong to turns.

    Examples
    --------
    >>> [(space.value, space.times) for space in eigenspaces(np.diag([3.0, -1.0]))]
    [(3.0, 1), (-1.0, 1)]
    """
    matrix = to_host(matrix)
    values = eigenvalues(matrix)
    near = EQUAL * max(float(np.abs(values).max(initial=0.0)), np.finfo(float).tiny)
    groups: list[list[float]] = []
    for value in values[np.abs(values.imag) <= near].real.tolist():
        group = next((g for g in groups if abs(g[0] - value) <= near), None)
        if group is None:
            groups.append([value])
        else:
            group.append(value)
    return tuple(_space(matrix, group, near) for group in groups)


def _space(matrix: Array, group: list[float], near: float) -> Eigenspace:
    value = sum(group) / len(group)
    _, stretch, right = np.linalg.svd(matrix - value * np.eye(len(matrix)))
    count = min(max(int((stretch <= near).sum()), 1), len(group))
    return Eigenspace(value, right[len(matrix) - count :].T, len(group))


def dominant(matrix: Array) -> tuple[Eigenspace | None, str]:
    """Return the eigenspace that power iteration goes to, or None and what happens instead.

    Parameters
    ----------
    matrix
        ``(n, n)``.

    Returns
    -------
    space, obstacle
        The obstacle is ``"turns"`` where a complex pair is the largest, ``"flips"`` where λ and
        -λ are, ``"zero"`` where every eigenvalue is 0, and empty else.
    """
    values, spaces = eigenvalues(matrix), eigenspaces(matrix)
    size = float(np.abs(values).max())
    if size <= LOST * max(float(np.abs(matrix).max()), np.finfo(float).tiny):
        return None, "zero"
    rivals = [value for value in values if abs(value) >= (1 - EQUAL) * size]
    if any(abs(value.imag) > EQUAL * size for value in rivals):
        return None, "turns"
    if min(value.real for value in rivals) < 0 < max(value.real for value in rivals):
        return None, "flips"
    return spaces[0], ""


def angle_to(vector: Array, basis: Array) -> float:
    """Return the angle in degrees, at most 90, from a vector ``(n,)`` to orthonormal columns.

    Examples
    --------
    >>> round(angle_to(np.array([1.0, 1.0]), np.array([[1.0], [0.0]])), 6)
    45.0
    """
    along = basis.T @ vector
    aside = vector - basis @ along
    return float(np.degrees(np.arctan2(np.linalg.norm(aside), np.linalg.norm(along))))


def power_step(matrix: Array, vector: Array) -> tuple[Array, float]:
    """Multiply and bring back to length 1; returns the vector ``(n,)`` and its length before.

    A vector that is sent to zero stays zero.
    """
    image = matrix @ vector
    # Squares of numbers as large or as small as a double can be are none.
    size = float(abs(image).max())
    if not size > 0:
        return image, 0.0
    length = float(namespace(image).linalg.norm(image / size))
    return image / size / length, length * size


def rayleigh(matrix: Array, vector: Array) -> float:
    """Return the eigenvalue that fits a vector best, ``x·Ax / x·x``; NaN for a vector of zeros.

    What is left of numbers that cancel out, as in a quarter turn, is 0.

    Parameters
    ----------
    matrix, vector
        ``(n, n)`` and ``(n,)``.
    """
    square = float(vector @ vector)
    if not square > 0:
        return float("nan")
    found = float(vector @ (matrix @ vector)) / square
    return found if abs(found) > LOST * float(abs(matrix).max()) else 0.0


def rank(matrix: Array) -> int:
    """Return how many dimensions a matrix ``(n, n)`` leaves."""
    stretch = namespace(matrix).linalg.svd(matrix, compute_uv=False)
    return int((stretch > LOST * stretch[0]).sum())


def condition(matrix: Array) -> float:
    """Return the largest stretch of ``(n, n)`` over the smallest; infinite if one is lost."""
    stretch = to_host(namespace(matrix).linalg.svd(matrix, compute_uv=False))
    least, most = float(stretch[-1]), float(stretch[0])
    return most / least if least > LOST * most else float("inf")


def covariance(rows: Array) -> Array:
    """Return the covariance ``(d, d)`` of rows ``(n, d)``, divided by n - 1 (n for one row)."""
    centred = rows - rows.mean(axis=0)
    found: Array = centred.T @ centred / max(len(rows) - 1, 1)
    return found


class Answer(NamedTuple):
    """The best answer to A x = b.

    Attributes
    ----------
    shortest : Array
        Of all x that come closest to b, the shortest: the pseudo-inverse times b, ``(n,)``.
    reached, residual : Array
        A x, and what is left of b; at right angles to each other.
    columns, null : Array
        Orthonormal columns ``(n, rank)`` of all that A reaches, and ``(n, n - rank)`` of what it
        sends to zero: added to x they change nothing.
    """

    shortest: Array
    reached: Array
    residual: Array
    columns: Array
    null: Array


def pseudo_inverse(matrix: Array) -> Array:
    """Return the Moore-Penrose inverse ``(n, n)``: 1 / σ where σ is not zero.

    Penrose (1955), doi:10.1017/S0305004100030401.

    Examples
    --------
    >>> pseudo_inverse(np.array([[2.0, 0.0], [0.0, 0.0]])).tolist()
    [[0.5, 0.0], [0.0, 0.0]]
    """
    xp = namespace(matrix)
    left, stretch, right = xp.linalg.svd(matrix)
    kept = stretch > LOST * stretch[0]
    inverse = xp.where(kept, 1.0 / xp.where(kept, stretch, 1.0), 0.0)
    found: Array = (right.T * inverse) @ left.T
    return found


def best_answer(matrix: Array, b: Array) -> Answer:
    """Solve A x = b as well as it can be: least squares, and the shortest x among equals.

    Parameters
    ----------
    matrix, b
        ``(n, n)`` and ``(n,)``.
    """
    left, _, right = np.linalg.svd(matrix)
    count = rank(matrix)
    shortest = pseudo_inverse(matrix) @ b
    columns = left[:, :count]
    reached = columns @ (columns.T @ b)
    return Answer(shortest, reached, b - reached, columns, right[count:].T)


class Movement(NamedTuple):
    """A matrix as a motion of space: a turn, a stretch along the axes, another turn.

    ``A = U S Vᵀ`` with both turns proper rotations; where A flips space over, the smallest stretch
    is negative, so that nothing ever jumps.

    Attributes
    ----------
    first, second : Turn
        Vᵀ and U.
    stretch : Array
        Signed factors ``(n,)`` along the axes.
    """

    first: Turn
    stretch: Array
    second: Turn

    def at(self, time: float) -> Array:
        """Return the matrix ``(n, n)`` at a time in [0, 1], a third for each stage.

        It is the identity at 0 and A at 1.
        """
        turned, stretched, again = (min(max(3.0 * time - stage, 0.0), 1.0) for stage in range(3))
        factors = 1.0 + stretched * (self.stretch - 1.0)
        whole: Array = (self.second.at(again) * factors) @ self.first.at(turned)
        return whole


def movement_of(matrix: Array, near: Array | None = None) -> Movement:
    """Take a matrix ``(n, n)`` apart into turn, stretch, turn.

    Parameters
    ----------
    near
        The first turn ``(n, n)`` of a similar matrix to stay close to; None: the one that turns
        least.

    Examples
    --------
    >>> flip = movement_of(np.array([[0.0, 1.0], [1.0, 0.0]]))
    >>> sorted(flip.stretch.round(6).tolist())
    [-1.0, 1.0]
    """
    parts = turn_stretch_turn(matrix.T, None if near is None else near.T)
    return Movement(turn_of(parts.first.T), parts.stretch, turn_of(parts.second.T))


def axis_angle(turn: Turn) -> tuple[Array, float]:
    """Return axis ``(3,)`` and angle in degrees of a turn of space, or of the plane.

    The axis of the plane points at the reader, so that a positive angle is anticlockwise.

    Examples
    --------
    >>> axis, angle = axis_angle(turn_of(np.array([[0.0, 1.0], [-1.0, 0.0]])))
    >>> axis.tolist(), round(angle, 6)
    ([0.0, 0.0, 1.0], -90.0)
    """
    first, second = turn.basis[:, 0], turn.basis[:, 1]
    if len(first) == 2:
        way = 1.0 if first[0] * second[1] > first[1] * second[0] else -1.0
        return np.array([0.0, 0.0, 1.0]), way * float(np.degrees(turn.angles[0]))
    return np.cross(first, second), float(np.degrees(turn.angles[0]))
