"""Measures what visible panels asked for, and leaves most of the time for learning."""

import time
from collections import Counter
from collections.abc import Container
from typing import Any

from playground.core.settings import SettingError, build
from playground.engine.probe import PROBES
from playground.kernels.array import Array
from playground.runtime.messages import Request, Snapshot, Trouble
from playground.runtime.session import Session

SHARE = 0.33
"""Part of the time that probes may take while learners run."""

GAP = 0.02
"""Seconds between two snapshots of one request while learners run."""

CROWD = 0.012
"""The same for each of many requests alike, one for every learner: all of them are drawn."""

TRAFFIC = 12e6
"""Bytes a second that one request may send while learners run: whoever draws reads them all."""

LONGEST = 0.045
"""Seconds that all requests together may take once, at full resolution; then cells grow."""


class Probing:
    """Requests served by fair shares of time, each at a resolution that its last cost allows.

    While learners run, what is quick to measure comes as often as a screen can show it and the
    others share what is left. At rest every request is served once, the quickest first, so that
    what is quick to draw does not wait for what is not.

    Attributes
    ----------
    requests
        What is measured.
    """

    def __init__(self) -> None:
        self.requests: tuple[Request, ...] = ()
        self._waiting: set[Request] = set()
        self._failed: set[Request] = set()
        self._troubles: list[Trouble] = []
        self._shrink: dict[Request, float] = {}
        self._cost: dict[Request, float] = {}
        self._served: dict[Request, float] = {}
        self._size: dict[Request, int] = {}
        self._seen: dict[str, int] = {}
        self._late: set[str] = set()

    def watch(self, requests: tuple[Request, ...]) -> None:
        """Measure these from now on."""
        known = set(requests)
        for table in (self._shrink, self._cost, self._served, self._size):
            for gone in table.keys() - known:
                del table[gone]
        self.requests = requests
        self._failed &= known
        self._waiting &= known

    @property
    def complete(self) -> bool:
        """Whether every request has been served since the last `renew`."""
        return not self._waiting

    def renew(self) -> None:
        """Take note that something has changed: every request wants another snapshot."""
        self._waiting = set(self.requests)

    def follow(self, session: Session) -> None:
        """Want another snapshot of learners that have gone on, or that have just caught up."""
        steps, late = session.steps, set(session.behind)
        stirred = {id for id, step in steps.items() if step != self._seen.get(id)}
        stirred |= self._late - late
        if stirred:
            # Who asks others has another answer with each of theirs.
            stirred |= {id for id, built in session.built.items() if built.after}
        self._seen, self._late = steps, late
        self._waiting |= {r for r in self.requests if r.learner in stirred}

    def forgive(self) -> None:
        """Try again what could not be measured."""
        self._failed.clear()

    def while_learning(
        self, session: Session, only: Container[str] | None = None
    ) -> tuple[Snapshot, ...]:
        """Return snapshots of the requests whose turn it is, or of some learners only."""
        allowed = LONGEST / max(len(self.requests), 1) ** 0.5
        alike = Counter((r.probe, r.size) for r in self.requests)
        gaps = [max(GAP, CROWD * alike[r.probe, r.size]) for r in self.requests]
        needs = zip(self.requests, gaps, strict=True)
        shares = _shares([self._cost.get(r, 0.0) / gap for r, gap in needs])
        found: list[Snapshot | None] = []
        for request, share, gap in zip(self.requests, shares, gaps, strict=True):
            now = time.perf_counter()
            pause = self._cost.get(request, 0.0) / share if share else gap
            pause = max(pause, gap, self._size.get(request, 0) / TRAFFIC)
            wanted = request in self._waiting and (only is None or request.learner in only)
            if wanted and now - self._served.get(request, -pause) >= pause:
                found.append(self._one(session, request, allowed))
        return tuple(s for s in found if s is not None)

    def at_rest(self, session: Session, seconds: float) -> tuple[Snapshot, ...]:
        """Return snapshots of requests that wait, as many as fit into `seconds`; at least one.

        Learners that still catch up are measured as those are that learn.
        """
        late = session.behind
        found: list[Snapshot | None] = [*self.while_learning(session, late)] if late else []
        started = time.perf_counter()
        ready = [request for request in self._waiting if request.learner not in late]
        for request in sorted(ready, key=lambda r: self._cost.get(r, 0.0)):
            spent = time.perf_counter() - started
            if found and spent + self._cost.get(request, 0.0) > seconds:
                break
            found.append(self._one(session, request, float("inf")))
        return tuple(s for s in found if s is not None)

    def troubles(self) -> tuple[Trouble, ...]:
        """Return what could not be measured and has not been told yet."""
        told, self._troubles = tuple(self._troubles), []
        return told

    def _one(self, session: Session, request: Request, allowed: float) -> Snapshot | None:
        self._waiting.discard(request)
        built = session.built.get(request.learner)
        if built is None or request.probe not in PROBES or request in self._failed:
            return None
        shrink = self._shrink.get(request, 1.0) if allowed < float("inf") else 1.0
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
        ended = time.perf_counter()
        spent = ended - started
        self._served[request], self._cost[request] = ended, spent
        self._size[request] = sum(a.nbytes for a in arrays.values())
        if request.size[0] and allowed < float("inf"):
            wanted = shrink * (allowed / max(spent, 1e-6)) ** 0.5
            self._shrink[request] = min(1.0, max(0.125, 0.7 * shrink + 0.3 * wanted))
        return Snapshot(request, built.learner.step_number, arrays)


def _shares(needs: list[float]) -> list[float]:
    """Divide `SHARE` of the time: whoever needs little gets it all, the others equal parts."""
    shares, left = [0.0] * len(needs), SHARE
    order = sorted(range(len(needs)), key=needs.__getitem__)
    for place, i in enumerate(order):
        shares[i] = min(needs[i], left / (len(needs) - place))
        left -= shares[i]
    return shares


def _measured(learner: Any, request: Request, size: tuple[int, int]) -> dict[str, Array]:
    try:
        probe = build(PROBES[request.probe], dict(request.settings))
    except SettingError:
        probe = PROBES[request.probe]()
    return probe.measure(learner, size)
