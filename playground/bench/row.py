"""One line of a benchmark, and how two workloads are timed side by side."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A workload's time against a peer's, both in microseconds.

    Attributes
    ----------
    ratio
        The peer's time divided by ours: above 1 we are faster. None where the peer is missing.
    note
        What else was measured, in words.
    """

    workload: str
    ours_us: float | None
    peer: str | None = None
    peer_us: float | None = None
    ratio: float | None = None
    note: str = ""


def compared(
    workload: str,
    ours: Callable[[], object],
    peer_name: str,
    peer: Callable[[], object] | None,
    per_call: float = 1,
    peer_per_call: float = 1,
    rounds: int = 11,
    note: str = "",
) -> Row:
    """Time two functions in turn and compare the medians.

    Parameters
    ----------
    ours, peer
        Called once a round, after a warm-up; the peer may be missing.
    per_call, peer_per_call
        Units of work in one call, so that times are for one unit.
    rounds
        Interleaved repetitions, which share the machine's moods.
    """
    ours()
    if peer is not None:
        peer()
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(_timed(ours) / per_call)
        if peer is not None:
            theirs.append(_timed(peer) / peer_per_call)
    own = statistics.median(mine) * 1e6
    other = statistics.median(theirs) * 1e6 if theirs else None
    ratio = other / own if other else None
    return Row(workload, own, peer_name, other, ratio, note)


def _timed(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return time.perf_counter() - started
