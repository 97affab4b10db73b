"""Captures by step within a memory budget: the past that the timeline can show."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from playground.runtime.messages import Checkpoint

BUDGET = 256 * 2**20
MOST = 20_000


class History:
    """Checkpoints in the window's process, so that a killed worker loses none.

    When the budget is spent, every second of the older half is dropped: the past thins out, its
    ends stay.

    Parameters
    ----------
    budget
        Bytes.
    most
        Captures that are kept however small they are.
    """

    def __init__(self, budget: int = BUDGET, most: int = MOST) -> None:
        self.budget, self.most = budget, most
        self._kept: list[tuple[int, Checkpoint, int]] = []
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def bytes(self) -> int:
        """Memory that the captures take."""
        return self._bytes

    def add(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint; later ones (a future that was left) are dropped.

        One of the same step is replaced, unless something else was changed since; what had been
        changed there is still told, unless this is a new start.
        """
        step = max(checkpoint.steps.values(), default=0)
        while self._kept and self._kept[-1][0] > step:
            self._bytes -= self._kept.pop()[2]
        last = self._kept[-1][1] if self._kept and self._kept[-1][0] == step else None
        if last is not None and checkpoint.event in ("", last.event):
            if checkpoint.edition == last.edition:
                checkpoint = replace(checkpoint, event=last.event)
            self._bytes -= self._kept.pop()[2]
        size = _size_after(checkpoint, self._kept[-1][1] if self._kept else None)
        self._kept.append((step, checkpoint, size))
        self._bytes += size
        while len(self._kept) > 2 and (self._bytes > self.budget or len(self._kept) > self.most):
            self._thin()

    def _thin(self) -> None:
        half = max(len(self._kept) // 2, 2)
        plain = [i for i in range(1, len(self._kept) - 1) if not self._kept[i][1].event]
        # The steps after a change cannot be run again without the capture that it made.
        drop = set([i for i in plain if i < half][::2] or plain[::2] or [1])
        left = [kept for i, kept in enumerate(self._kept) if i not in drop]
        before = [None, *(checkpoint for _, checkpoint, _ in left)]
        self._kept = [
            (step, made, _size_after(made, last))
            for (step, made, _), last in zip(left, before, strict=False)
        ]
        self._bytes = sum(size for _, _, size in self._kept)

    def steps(self) -> tuple[int, ...]:
        """Return the steps that are kept, rising."""
        return tuple(step for step, _, _ in self._kept)

    def events(self) -> tuple[tuple[int, str], ...]:
        """Return what the person changed on the way, in words, with the step it was done at.

        What was changed several times in a row, as by a drag, is told once, where it began.
        """
        told = [(step, kept.event) for step, kept, _ in self._kept if kept.event]
        before = ["", *(event for _, event in told)]
        return tuple(one for one, last in zip(told, before, strict=False) if one[1] != last)

    def nearest(
        self, step: int, fits: Callable[[Checkpoint], bool] | None = None
    ) -> Checkpoint | None:
        """Return the last checkpoint at or before a step (the first, if all are later).

        Those that do not fit are passed over, unless none does.
        """
        if not self._kept:
            return None
        at = max(bisect_right(self._kept, step, key=_step_of) - 1, 0)
        known = (self._kept[i][1] for i in range(at, -1, -1))
        fitting = (c for c in known if fits is None or fits(c))
        return next(fitting, self._kept[at][1])

    def before(self, step: int) -> Checkpoint | None:
        """Return the last checkpoint before what was changed at a step, or before the step."""
        at = bisect_right(self._kept, step, key=_step_of) - 1
        while at > 0 and self._kept[at][0] == step and self._kept[at][1].event:
            at -= 1
        return self._kept[at][1] if at >= 0 else None

    def apart(self, step: int, found: Checkpoint, now: Mapping[str, int]) -> dict[str, int]:
        """Return where learners stood at a step of the leading one that did not stand there.

        Parameters
        ----------
        found
            The checkpoint from which the step is run up to.
        now
            Steps where learners stand, which end the way from the last checkpoint.
        """
        at, first = bisect_right(self._kept, step, key=_step_of), max(found.steps.values())
        later = self._kept[at][1].steps if at < len(self._kept) else now
        stood = {
            id: min(at_first + step - first, max(later.get(id, step), at_first))
            for id, at_first in found.steps.items()
        }
        return {id: there for id, there in stood.items() if there != step}

    def latest(self) -> Checkpoint | None:
        """Return the newest checkpoint."""
        return self._kept[-1][1] if self._kept else None

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._bytes = 0


def _step_of(kept: tuple[int, Checkpoint, int]) -> int:
    return kept[0]


def _size_after(made: Checkpoint, last: Checkpoint | None) -> int:
    """Return the bytes of captures that are not shared with the checkpoint before."""
    shared = last.states if last else {}
    return 64 + sum(64 + size_of(s) for id, s in made.states.items() if shared.get(id) is not s)


def size_of(value: object) -> int:
    """Return about how many bytes a nested state takes."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, dict):
        return sum(size_of(v) for v in value.values()) + 64 * len(value)
    if isinstance(value, list | tuple):
        return sum(size_of(v) for v in value) + 8 * len(value)
    return 32
