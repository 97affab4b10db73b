"""Rows of the gram matrix, worked out when they are asked for and kept."""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from playground.engine.examples import Examples
from playground.kernels.array import Array
from playground.kernels.kernel_functions import Kernel, rbf_row

MOST_BYTES = 1 << 26
"""Memory that kept rows take at most."""


class Gram:
    """Kernel products of training rows, a row at a time.

    A row is worked out in the same way whenever it is asked for, so that going on from a captured
    state gives the same numbers.

    Parameters
    ----------
    x
        Training rows ``(n, d)``.
    kernel
        Gives products of rows.
    gamma
        Width of an RBF kernel, for which there is a shorter way; None for the others.

    Attributes
    ----------
    diagonal
        Products of rows with themselves ``(n,)``.
    """

    def __init__(self, x: Array, kernel: Kernel, gamma: float | None) -> None:
        self._x = x - x.mean(axis=0) if gamma is not None else x
        self._kernel, self._gamma = kernel, gamma
        self._squares = (self._x * self._x).sum(axis=1)
        self._kept: dict[int, Array] = {}
        self._most = max(2, MOST_BYTES // max(1, 8 * len(x)))
        self.diagonal = self._diagonal()

    def _diagonal(self) -> Array:
        diagonal: Array = self._squares * 0 + 1
        if self._gamma is not None:
            return diagonal
        for i in range(len(self._x)):
            diagonal[i] = self._kernel(self._x[i : i + 1], self._x[i : i + 1])[0, 0]
        return diagonal

    def row(self, i: int) -> Array:
        """Return the products of row `i` with all rows ``(n,)``."""
        found = self._kept.get(i)
        if found is None:
            if len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)))
            found = self._kept[i] = self._work_out(i)
        return found

    def _work_out(self, i: int) -> Array:
        if self._gamma is not None:
            return rbf_row(self._x, self._squares, i, self._gamma)
        products: Array = self._kernel(self._x[i : i + 1], self._x)[0]
        return products


_grams: WeakKeyDictionary[Examples, dict[object, Gram]] = WeakKeyDictionary()


def gram_of(examples: Examples, key: object, make: Callable[[], Gram]) -> Gram:
    """Return the gram matrix of some examples, made once for each key; it goes when they go."""
    known = _grams.setdefault(examples, {})
    if key not in known:
        known.clear()
        known[key] = make()
    return known[key]


def forget(examples: Examples) -> None:
    """Let go of the gram matrix of some examples, which nothing asks for any more."""
    _grams.pop(examples, None)
