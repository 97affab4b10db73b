"""Matrices as movements: turn, stretch, turn; and the orthogonal map that fits best."""

from typing import NamedTuple

import numpy as np

from .array import Array


class Turn(NamedTuple):
    """A rotation of n-dimensional space, taken apart into plane rotations.

    Attributes
    ----------
    basis : Array
        Orthonormal columns ``(n, n)``; columns 2k and 2k + 1 span the k-th plane.
    angles : Array
        Angle of each plane in (-pi, pi], shape ``(n // 2,)``.
    """

    basis: Array
    angles: Array

    def at(self, share: float) -> Array:
        """Return the rotation ``(n, n)`` that has come `share` of the way from the identity."""
        cosine, sine = np.cos(share * self.angles), np.sin(share * self.angles)
        n = len(self.basis)
        turned = self.basis.copy()
        first, second = self.basis[:, 0 : n - 1 : 2], self.basis[:, 1::2]
        turned[:, 0 : n - 1 : 2] = first * cosine + second * sine
        turned[:, 1::2] = second * cosine - first * sine
        whole: Array = turned @ self.basis.T
        return whole


def turn_of(rotation: Array) -> Turn:
    """Take a rotation apart into its principal planes, so that it can be played.

    Parameters
    ----------
    rotation
        Orthogonal with determinant +1, shape ``(n, n)``.

    Raises
    ------
    ValueError
        If it reflects.

    Notes
    -----
    The real Schur form of an orthogonal matrix is block diagonal: plane rotations, and 1 or -1 on
    the diagonal; a pair of -1 is half a turn. Scaling the angles is the matrix logarithm's
    geodesic (Gallier and Xu, 2002, "Computing exponentials of skew-symmetric matrices and
    logarithms of orthogonal matrices").

    Examples
    --------
    >>> quarter = np.array([[0.0, -1.0], [1.0, 0.0]])
    >>> turn_of(quarter).at(0.5).round(3).tolist()
    [[0.707, -0.707], [0.707, 0.707]]
    """
    from scipy.linalg import schur

    form, basis = schur(np.asarray(rotation, np.float64), output="real")
    n = len(form)
    planes, straight, halves, angles = [], [], [], []
    at = 0
    while at < n:
        if at + 1 < n and abs(form[at + 1, at]) > 1e-9:
            planes += [at, at + 1]
            angles.append(np.arctan2(form[at + 1, at], form[at, at]))
            at += 2
        else:
            (straight if form[at, at] > 0 else halves).append(at)
            at += 1
    if len(halves) % 2:
        raise ValueError("this orthogonal matrix reflects: it is no rotation")
    angles += [np.pi] * (len(halves) // 2)
    order = planes + halves + straight
    angles += [0.0] * (n // 2 - len(angles))
    return Turn(basis[:, order], np.array(angles))


class Parts(NamedTuple):
    """A matrix W of shape ``(i, o)`` as ``first @ diag(stretch) @ second`` in ``max(i, o)`` axes.

    Attributes
    ----------
    first, second : Array
        Rotations ``(n, n)`` with determinant +1.
    stretch : Array
        Factors ``(n,)``: singular values, 0 where an axis is lost, and one of them negative
        where W reflects.
    """

    first: Array
    stretch: Array
    second: Array


def turn_stretch_turn(matrix: Array, near: Array | None = None) -> Parts:
    """Take a matrix apart into turn, stretch, turn, in the larger of its two spaces.

    Of all orders and signs of the singular directions, those are taken that turn little; a
    reflection goes into the smallest stretch, as a flip through zero.

    Parameters
    ----------
    matrix
        Shape ``(i, o)``; rows ``x`` are mapped to ``x @ matrix``.
    near
        A first turn ``(n, n)`` to stay close to, instead of the identity.

    Examples
    --------
    >>> parts = turn_stretch_turn(np.array([[0.0, 1.0], [1.0, 0.0]]))
    >>> sorted(parts.stretch.round(6).tolist())
    [-1.0, 1.0]
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = matrix.shape
    n = max(rows, columns)
    padded = np.zeros((n, n))
    padded[:rows, :columns] = matrix
    first, stretch, second = np.linalg.svd(padded)
    likeness = first if near is None else near.T @ first
    _, order = linear_sum_assignment(-np.abs(likeness))
    signs = np.where(likeness[np.arange(n), order] < 0, -1.0, 1.0)
    first, stretch = first[:, order] * signs, stretch[order].copy()
    second = second[order] * signs[:, None]
    smallest = int(stretch.argmin())
    if np.linalg.det(first) < 0:
        first[:, smallest] *= -1.0
        stretch[smallest] *= -1.0
    if np.linalg.det(second) < 0:
        second[smallest] *= -1.0
        stretch[smallest] *= -1.0
    return Parts(first, stretch, second)


def procrustes(a: Array, b: Array) -> Array:
    """Return the orthogonal matrix Q that brings ``a @ Q`` closest to `b`, both ``(n, d)``.

    Source: Schönemann (1966), doi:10.1007/BF02289451.

    Examples
    --------
    >>> procrustes(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    u, _, v = np.linalg.svd(a.T @ b)
    best: Array = u @ v
    return best
