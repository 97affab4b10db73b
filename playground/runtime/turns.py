"""Divides time among learners: equal shares, however long a step of each takes."""

import time
from collections.abc import Mapping

UNKNOWN = 1e-3
"""Seconds that a step is taken to need before the first one was taken."""

SAVED = 4.0
"""How many of its shares a learner may save up, beside what its next step needs."""

LATE = 1.0
"""Seconds that a learner may be behind the clock before they are given up."""


class Turns:
    """Says how many steps each learner takes in a slice of time.

    A learner whose step is longer than its share saves its shares up until it can pay for one;
    what others leave over is divided among those that want more.
    """

    def __init__(self) -> None:
        self._cost: dict[str, float] = {}
        self._saved: dict[str, float] = {}

    def note(self, id: str, steps: int, seconds: float) -> None:
        """Learn what steps of a learner cost, and take it from what it has saved."""
        if steps:
            self._cost[id] = seconds / steps
            self._saved[id] = self._saved.get(id, 0.0) - seconds

    def forget(self, id: str) -> None:
        """Know nothing of a learner: it is another one now."""
        self._cost.pop(id, None)
        self._saved.pop(id, None)

    def divide(self, seconds: float, wanted: Mapping[str, int]) -> dict[str, int]:
        """Return the steps of each learner for this slice; at least one step in all.

        Parameters
        ----------
        seconds
            Length of the slice.
        wanted
            How many steps each may take at most.
        """
        ids = [id for id, count in wanted.items() if count > 0]
        if not ids:
            return {}
        needs = {id: wanted[id] * self._cost.get(id, UNKNOWN) for id in ids}
        left, steps = seconds, {}
        for place, id in enumerate(sorted(ids, key=needs.__getitem__)):
            share = min(needs[id], left / (len(ids) - place))
            left -= share
            cost = max(self._cost.get(id, UNKNOWN), 1e-7)
            most = SAVED * seconds / len(ids) + cost
            self._saved[id] = min(max(self._saved.get(id, 0.0), -cost) + share, most)
            steps[id] = max(0, min(wanted[id], int(self._saved[id] / cost + 1e-9)))
        if not any(steps.values()):
            first = max(ids, key=lambda id: self._saved[id] / self._cost.get(id, UNKNOWN))
            steps[first] = 1
        return {id: steps[id] for id in ids if steps[id]}


class Clock:
    """Says how many steps are due at a speed, counted for each learner on its own."""

    def __init__(self) -> None:
        self._since = 0.0
        self._from: dict[str, float] = {}

    def start(self, steps: Mapping[str, int]) -> None:
        """Count from now, where learners stand."""
        self._since = time.perf_counter()
        self._from = dict(steps)

    def due(self, speed: float, steps: Mapping[str, int]) -> dict[str, int]:
        """Return how many steps each learner is behind; more than a second is not caught up."""
        gone = (time.perf_counter() - self._since) * speed
        found = {}
        for id, step in steps.items():
            behind = gone - (step - self._from.setdefault(id, step))
            if behind > max(LATE * speed, 1.0):
                self._from[id] -= behind - 1.0
                behind = 1.0
            found[id] = int(behind)
        return found

    def wait(self, speed: float, steps: Mapping[str, int]) -> float:
        """Return the seconds until the next step of any learner is due."""
        gone = (time.perf_counter() - self._since) * speed
        next_due = [step - self._from.get(id, step) + 1 - gone for id, step in steps.items()]
        return max(min(next_due, default=0.0) / speed, 0.0)
