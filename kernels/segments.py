"""Reductions over runs of neighbouring entries along the last axis."""

from .array import Array, namespace


def starts_of(lengths: Array) -> Array:
    """Return where runs of the given lengths ``(a,)`` start when they stand in a row, ``(a,)``."""
    return lengths.cumsum() - lengths


def segment_max(x: Array, starts: Array, segment: Array) -> Array:
    """Compute the largest entry of every run, ``(..., a)``.

    Parameters
    ----------
    x
        ``(..., n)``.
    starts
        First index of every run ``(a,)``, ascending; no run is empty.
    segment
        Number of the run that each entry is in ``(n,)``.
    """
    xp = namespace(x)
    if xp.__name__ == "numpy":
        found: Array = xp.maximum.reduceat(x, starts, axis=-1)
        return found
    rows = x.reshape(-1, x.shape[-1])
    top = xp.full((len(rows), len(starts)), -xp.inf, x.dtype)
    every = xp.arange(len(rows))[:, None]
    xp.maximum.at(top, (every, segment[None]), rows)
    return top.reshape(*x.shape[:-1], len(starts))


def segment_sum(x: Array, starts: Array, segment: Array) -> Array:
    """Compute the sum of every run, ``(..., a)``; arguments as for `segment_max`."""
    xp = namespace(x)
    if xp.__name__ == "numpy":
        found: Array = xp.add.reduceat(x, starts, axis=-1)
        return found
    rows = x.reshape(-1, x.shape[-1])
    total = xp.stack([xp.bincount(segment, row, len(starts)) for row in rows])
    return total.reshape(*x.shape[:-1], len(starts))


def first_in_segments(hit: Array, starts: Array, segment: Array) -> Array:
    """Return the index of the first True of every run ``(a,)``; every run must have one.

    Parameters
    ----------
    hit
        ``(n,)`` of bool.
    """
    xp = namespace(hit)
    place = xp.flatnonzero(hit)
    run = segment[place]
    first = xp.ones(len(place), bool)
    first[1:] = run[1:] != run[:-1]
    return place[first]
