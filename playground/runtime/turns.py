"""Divides time among learners: equal shares, however long a step of each takes."""

import time
from collections.abc import Mapping

UNKNOWN = 1e-3
"""Seconds that a step is taken to need before the first one was taken."""

SAVED = 4.0
"""How many of its shares a learner may spend in one slice, unless a step needs more."""

RECENT = 0.3
"""Weight of the last slice in what a step is taken to need: some steps are evaluated as well."""

DEEPEST = 2.0
"""Seconds that a learner may have saved, or owe, at most."""

LATE = 1.0
"""Seconds that a learner may be behind the clock before they are given up."""


class Turns:
    """Says how many steps each learner takes in a slice of time.

    Every learner has an account: its shares of the slices are paid in, and the time that its
    steps took, with their evaluation, is taken out. One whose step was longer than its share, or
    longer than expected, owes time, and takes no other until that is paid. What others leave over
    is divided among those that want more.
    """

    def __init__(self) -> None:
        self._cost: dict[str, float] = {}
        self._saved: dict[str, float] = {}
        self._spent: dict[str, float] = {}
        self._whole: dict[str, float] = {}

    def note(self, id: str, steps: int, seconds: float, charged: bool = True) -> None:
        """Learn what steps of a learner cost, and take it from what it has saved.

        Parameters
        ----------
        charged
            Whether it counts; catching up is nothing that others want time for.
        """
        self._spent[id] = self._spent.get(id, 0.0) + seconds
        if steps:
            now = max(seconds / steps, 1e-7)
            before = self._cost.get(id, now)
            # As a product: one slow step must not make those after it seem slow for long.
            self._cost[id] = before ** (1 - RECENT) * now**RECENT
            self._saved[id] = self._saved.get(id, 0.0) - seconds * charged

    def forget(self, id: str) -> None:
        """Know nothing of a learner: it is another one now."""
        self.begin_again(id)
        self._cost.pop(id, None)
        self._saved.pop(id, None)

    def begin_again(self, id: str) -> None:
        """Take note that a learner starts anew: it will need about the time that it had taken."""
        self._whole[id] = max(self._spent.pop(id, 0.0), self._whole.get(id, 0.0))

    def quickest_first(self, seconds: float, wanted: Mapping[str, int]) -> dict[str, int]:
        """Return the steps for a slice that goes to whoever needs the least to come to the end.

        Parameters
        ----------
        seconds, wanted
            See `divide`.
        """
        left, steps = seconds, dict[str, int]()
        for id in sorted(wanted, key=self._missing):
            cost = self._cost.get(id, UNKNOWN)
            room = min(left, 1.5 * self._missing(id))
            steps[id] = min(wanted[id], max(round(room / cost), 1))
            left -= steps[id] * cost
            if left <= 0.0:
                break
        return steps

    def _missing(self, id: str) -> float:
        """Return about how many seconds a learner needs until it is where it once was."""
        least = self._cost.get(id, UNKNOWN)
        return max(self._whole.get(id, 0.0) - self._spent.get(id, 0.0), least)

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
        costs = {id: self._cost.get(id, UNKNOWN) for id in ids}
        needs = {id: wanted[id] * costs[id] - self._saved.get(id, 0.0) for id in ids}
        self._pay_in(seconds, needs)
        # Where all owe time, the time until the first does not goes by at once.
        missing = max(-max(self._saved[id] for id in ids), 0.0)
        steps = {}
        for id in ids:
            self._saved[id] += missing
            if self._saved[id] >= 0.0:
                most = min(self._saved[id], SAVED * seconds / len(ids))
                steps[id] = max(1, min(wanted[id], round(most / costs[id])))
        return steps

    def _pay_in(self, seconds: float, needs: Mapping[str, float]) -> None:
        """Divide a slice: whoever needs little, or has it, gets all of that, others equal parts."""
        left = seconds
        for place, id in enumerate(sorted(needs, key=needs.__getitem__)):
            share = min(max(needs[id], 0.0), left / (len(needs) - place))
            left -= share
            saved = self._saved.get(id, 0.0) + share
            self._saved[id] = min(max(saved, -DEEPEST), DEEPEST)


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
        """Return how many steps each learner is behind; more than a second is not caught up.

        Who is ahead has caught up with others: what is due to them counts from there.
        """
        gone = (time.perf_counter() - self._since) * speed
        found = {}
        for id, step in steps.items():
            behind = gone - (step - self._from.setdefault(id, step))
            if behind > max(LATE * speed, 1.0):
                self._from[id] -= behind - 1.0
                behind = 1.0
            elif behind < -1.0:
                self._from[id] -= behind
                behind = 0.0
            found[id] = int(behind)
        return found

    def wait(self, speed: float, steps: Mapping[str, int]) -> float:
        """Return the seconds until the next step of any learner is due."""
        gone = (time.perf_counter() - self._since) * speed
        next_due = [step - self._from.get(id, step) + 1 - gone for id, step in steps.items()]
        return max(min(next_due, default=0.0) / speed, 0.0)
