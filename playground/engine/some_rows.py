"""Which rows are shown or judged: a member's own, and no more than there is time for."""

import numpy as np

from playground.engine.data import Data, Part
from playground.engine.randomness import generator
from playground.kernels.array import Array


def rows_in(data: Data, part: Part, member: int) -> Array:
    """Return the row numbers of a part as a member has it, in rising order, each once."""
    index = data.parts[part]
    rows: Array = np.unique(index[member % len(index)] if index.ndim == 2 else index)
    return rows


def at_most(rows: Array, count: int) -> Array:
    """Return row numbers, or so many of them where there are more, in rising order.

    They are drawn by chance, and always the same: every second row could be every row of a class.

    Examples
    --------
    >>> len(at_most(np.arange(10), 3)), at_most(np.array([4, 7]), 3)
    (3, array([4, 7]))
    """
    if len(rows) <= count:
        return rows
    return np.sort(generator(0, "some rows").permutation(rows)[:count])


def shown_rows(data: Data, member: int, most: int) -> tuple[Array, Array]:
    """Return at most so many rows of all parts, with 0, 1 or 2 for train, validation, test."""
    code = np.full(len(data.x), -1, np.int8)
    for number, part in enumerate(data.parts):
        code[rows_in(data, part, member)] = number
    rows = at_most(np.flatnonzero(code >= 0), most)
    return rows, code[rows]
