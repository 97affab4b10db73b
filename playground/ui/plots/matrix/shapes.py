"""Figures that a matrix carries: graph paper, circles and spheres, the unit square, a letter."""

from functools import cache
from itertools import product

import numpy as np

from playground.kernels.array import Array

LETTER = ((0.22, 0.15), (0.22, 0.85), (0.78, 0.85), (0.22, 0.85), (0.22, 0.52), (0.62, 0.52))
"""An F in the unit square: it reads wrongly once it is flipped over."""

EDGES = [(a, b) for a in range(8) for b in range(a) if (a ^ b).bit_count() == 1]
FACES = ((0, 1, 3, 2), (4, 5, 7, 6), (0, 1, 5, 4), (2, 3, 7, 6), (0, 2, 6, 4), (1, 3, 7, 5))


@cache
def lattice(size: int, reach: int) -> tuple[Array, ...]:
    """Return the pieces ``(k, 2, n)`` of whole-number graph paper, by the axis they run along."""
    marks = np.arange(-reach, reach + 1.0)
    found = []
    for axis in range(size):
        others = np.array(list(product(marks, repeat=size - 1)))
        ends = [np.insert(others, axis, end, axis=1) for end in (-float(reach), float(reach))]
        found.append(np.stack(ends, axis=1))
    return tuple(found)


@cache
def circle(count: int = 96) -> Array:
    """Return places ``(count + 1, 2)`` around the unit circle, closed."""
    angle = np.linspace(0.0, 2 * np.pi, count + 1)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


@cache
def rounds(size: int) -> tuple[Array, ...]:
    """Return closed lines ``(k, n)`` that show the unit circle, or the unit sphere as a globe."""
    flat = circle(64)
    if size == 2:
        return (circle(),)
    found = []
    for height in (-0.6, 0.0, 0.6):
        found.append(np.insert(flat * np.sqrt(1 - height**2), 2, height, axis=1))
    for angle in np.arange(4) * np.pi / 4:
        across = flat[:, :1] * [[np.cos(angle), np.sin(angle)]]
        found.append(np.concatenate([across, flat[:, 1:]], axis=1))
    return tuple(found)


@cache
def spokes(size: int) -> Array:
    """Return unit vectors ``(k, n)`` in all directions, evenly."""
    if size == 2:
        return circle(32)[:-1]
    # Fibonacci's lattice on the sphere.
    at = np.arange(60) + 0.5
    height, turn = 1 - 2 * at / 60, at * np.pi * (3 - 5**0.5)
    wide = np.sqrt(1 - height**2)
    return np.stack([wide * np.cos(turn), wide * np.sin(turn), height], axis=1)


@cache
def corners(size: int) -> Array:
    """Return the corners of the unit square in its order, or of the cube ``(8, 3)``."""
    if size == 2:
        return np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    return np.array(list(product((0.0, 1.0), repeat=3)))


def letter(size: int) -> Array:
    """Return the line ``(k, n)`` of a letter on the floor of the unit square or cube."""
    flat = np.array(LETTER)
    return flat if size == 2 else np.insert(flat, 2, 0.0, axis=1)
