"""What has been measured of a learner's curvature so far, step by step."""

from typing import NamedTuple

import numpy as np

from playground.kernels.array import Array

MOST = 2000
"""Entries at most; every second of the older half goes when there are more."""


class Entry(NamedTuple):
    """One measurement.

    Attributes
    ----------
    step
        After how many steps.
    values
        Largest Hessian eigenvalues, falling ``(k,)``.
    steering
        The eigenvalue that the rule's limit goes by: preconditioned, for rules that rescale.
    limit, rate
        Highest stable rate (NaN: none), and the rate in force.
    residual
        Share of the largest eigenvalue that is still open.
    """

    step: int
    values: Array
    steering: float
    limit: float
    rate: float
    residual: float


class CurvatureLog:
    """Measurements at rising steps, and the vectors that the next one starts from.

    Attributes
    ----------
    vectors, steered
        Eigenvectors ``(k, P)`` of the last measurement, plain and preconditioned.
    at
        The weights that the last measurement was made at.
    """

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._looked_back: int | None = None
        self.vectors: Array | None = None
        self.steered: Array | None = None
        self.at: Array | None = None

    @property
    def last(self) -> Entry | None:
        """The newest entry in time."""
        return self._entries[-1] if self._entries else None

    def add(self, entry: Entry, ahead: bool) -> None:
        """Put a measurement in its place.

        Parameters
        ----------
        ahead
            Whether the learner has been further than this already and only looks back: later
            entries stay then. Otherwise what lies ahead belongs to a future that never came.
        """
        last = self._entries[-1].step if self._entries else -1
        if ahead:
            self._looked_back = entry.step
        else:
            since = entry.step - 1
            if self._looked_back is not None and entry.step != last:
                since = min(since, self._looked_back)
            self._entries = [e for e in self._entries if e.step <= since]
            self._looked_back = None
        steps = [e.step for e in self._entries]
        place = int(np.searchsorted(steps, entry.step))
        self._entries[place : place + (entry.step in steps)] = [entry]
        if len(self._entries) > MOST:
            del self._entries[1 : MOST // 2 : 2]

    def until(self, step: int) -> list[Entry]:
        """Return the entries at or before a step."""
        return [e for e in self._entries if e.step <= step]
