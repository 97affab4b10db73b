"""Affinities of rows, which follow from the rows and the perplexity and need no place in states."""

from weakref import WeakKeyDictionary

from playground.engine.examples import Examples
from playground.kernels.stochastic_neighbours import Affinities, affinities

FULLEST = 0.9
"""Share of the other rows that may count as neighbours at most: of all, none would be nearer."""

_known: WeakKeyDictionary[Examples, tuple[float, Affinities]] = WeakKeyDictionary()


def reachable(rows: int, perplexity: float) -> tuple[float, str]:
    """Return the perplexity that so many rows can have, and a sentence if it is a lower one.

    Examples
    --------
    >>> reachable(600, 30.0), reachable(11, 30.0)[0]
    ((30.0, ''), 9.0)
    """
    most = max(FULLEST * (rows - 1), 1.0)
    if perplexity <= most:
        return perplexity, ""
    return most, f"Perplexity is held at {most:.3g}: there are {rows} rows only."


def affinities_of(examples: Examples, perplexity: float) -> Affinities:
    """Return the affinities of all pairs of rows; the newest are kept for each set of rows."""
    wanted, _ = reachable(len(examples), perplexity)
    known = _known.get(examples)
    if known is None or known[0] != wanted:
        known = (wanted, affinities(examples.x, wanted))
        _known[examples] = known
    return known[1]
