"""The mesh that is laid over the space of the inputs, to see how a network bends it."""

from dataclasses import dataclass

import numpy as np

from playground.kernels.array import Array

MARGIN = 0.12
CAGE = 3
"""Lines of a cage along each of two axes; more would hide the samples."""


@dataclass(frozen=True, eq=False)
class Lattice:
    """Places in the space of the inputs, joined by lines.

    Attributes
    ----------
    at
        Places ``(v, d)`` in the units of the data set.
    lines
        Numbers of the places along each line, ``(lines, k)``.
    shape
        Rows and columns of a sheet over a plane; (0, 0) where it is none.
    """

    at: Array
    lines: Array
    shape: tuple[int, int] = (0, 0)


def lattice_over(x: Array, cells: int) -> Lattice:
    """Return a line along samples ``(n, 1)``, a sheet over ``(n, 2)``, a cage around ``(n, 3)``.

    Around samples of more axes there is nothing.

    Parameters
    ----------
    cells
        Lines of a sheet in each direction.

    Examples
    --------
    >>> sheet = lattice_over(np.array([[0.0, 0.0], [1.0, 1.0]]), 3)
    >>> sheet.shape, sheet.at.shape, sheet.lines.tolist()[0]
    ((3, 3), (9, 2), [0, 1, 2])
    """
    if x.shape[1] == 1:
        return _line(x, 5 * cells)
    if x.shape[1] == 2:
        return _sheet(x, cells)
    if x.shape[1] == 3:
        return _cage(x, cells // 2 + 1)
    return Lattice(np.empty((0, x.shape[1])), np.empty((0, 2), np.int64))


def _line(x: Array, places: int) -> Lattice:
    low, high = _box(x)
    at = np.linspace(low[0], high[0], places)[:, None]
    return Lattice(at, np.arange(places)[None])


def _sheet(x: Array, cells: int) -> Lattice:
    low, high = _box(x)
    across, up = (np.linspace(low[axis], high[axis], cells) for axis in range(2))
    at = np.stack(np.broadcast_arrays(across[None, :], up[:, None]), axis=-1).reshape(-1, 2)
    number = np.arange(cells * cells).reshape(cells, cells)
    return Lattice(at, np.concatenate([number, number.T]), (cells, cells))


def _cage(x: Array, places: int) -> Lattice:
    low, high = _box(x)
    along = np.linspace(0.0, 1.0, places)
    runs = []
    for axis in range(3):
        for a in np.linspace(0.0, 1.0, CAGE):
            for b in np.linspace(0.0, 1.0, CAGE):
                runs.append(np.insert(np.tile([[a, b]], (places, 1)), axis, along, axis=1))
    at = low + np.concatenate(runs) * (high - low)
    return Lattice(at, np.arange(len(at)).reshape(len(runs), places))


def _box(x: Array) -> tuple[Array, Array]:
    """Return the corners of a box around samples, of equal sides unless those differ much."""
    low, high = x.min(axis=0), x.max(axis=0)
    half = (high - low) / 2 * (1 + 2 * MARGIN)
    half[half <= 0] = half.max() or 1.0
    if half.max() < 3 * half.min():
        half[:] = half.max()
    middle = (low + high) / 2
    return middle - half, middle + half
