"""Measures what visible panels asked for, at a resolution that leaves time for learning."""

import time
from typing import Any

from playground.core.settings import SettingError, build
from playground.engine.probe import PROBES
from playground.kernels.array import Array
from playground.runtime.messages import Request, Snapshot, Trouble
from playground.runtime.session import Session

SHARE = 0.2
"""Part of the time that probes may take while learners run flat out."""


class Probing:
    """Requests in turn, each at a resolution that its last cost allows.

    Attributes
    ----------
    complete
        Whether the last call of `measure` came round to every request.
    """

    def __init__(self) -> None:
        self.requests: tuple[Request, ...] = ()
        self.complete = True
        self._failed: set[Request] = set()
        self._troubles: list[Trouble] = []
        self._shrink: dict[Request, float] = {}
        self._turn = 0

    def watch(self, requests: tuple[Request, ...]) -> None:
        """Measure these from now on."""
        self.requests = requests
        self._shrink = {r: s for r, s in self._shrink.items() if r in requests}
        self._failed &= set(requests)

    def measure(self, session: Session, budget: float) -> tuple[Snapshot, ...]:
        """Return new snapshots of as many requests as fit into `budget` seconds, at least one."""
        found: list[Snapshot] = []
        started = time.perf_counter()
        for turn in range(len(self.requests)):
            request = self.requests[self._turn % len(self.requests)]
            self._turn += 1
            snapshot = self._one(session, request, budget)
            if snapshot is not None:
                found.append(snapshot)
            if time.perf_counter() - started > budget:
                self.complete = turn + 1 == len(self.requests)
                return tuple(found)
        self.complete = True
        return tuple(found)

    def troubles(self) -> tuple[Trouble, ...]:
        """Return what could not be measured and has not been told yet."""
        told, self._troubles = tuple(self._troubles), []
        return told

    def _one(self, session: Session, request: Request, budget: float) -> Snapshot | None:
        built = session.built.get(request.learner)
        if built is None or request.probe not in PROBES or request in self._failed:
            return None
        shrink = self._shrink.get(request, 1.0)
        size = tuple(max(16, round(s * shrink)) if s else 0 for s in request.size)
        started = time.perf_counter()
        try:
            arrays = _measured(built.learner, request, (size[0], size[1]))
        except Exception as error:  # one panel that fails must not end the learning
            self._failed.add(request)
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            told = f"{request.learner}: {request.probe} cannot be shown ({reason})"
            self._troubles.append(Trouble(told, request.learner, "probe"))
            return None
        spent = time.perf_counter() - started
        if request.size[0]:
            wanted = shrink * (budget / max(spent, 1e-6)) ** 0.5
            self._shrink[request] = min(1.0, max(0.125, 0.7 * shrink + 0.3 * wanted))
        return Snapshot(request, built.learner.step_number, arrays)


def _measured(learner: Any, request: Request, size: tuple[int, int]) -> dict[str, Array]:
    try:
        probe = build(PROBES[request.probe], dict(request.settings))
    except SettingError:
        probe = PROBES[request.probe]()
    return probe.measure(learner, size)
