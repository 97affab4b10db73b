"""Sends captures of the learners to the window, now and then and at every change."""

import time
from collections.abc import Callable, Mapping

from playground.runtime.messages import Checkpoint
from playground.runtime.session import Session

CHECKPOINT = 0.01
"""Shortest time between two captures for each learner, in seconds; long ones are as rare as a
tenth of the time allows."""


class Checkpoints:
    """Captures a session's learners.

    Parameters
    ----------
    session
        Whose learners.
    send
        Sends a message to the window.

    Attributes
    ----------
    edition, event
        Which of the projects sent is in force, and what the person changed just before.
    looking_back
        Whether the past is shown: a capture of it would end the history after it, though nobody
        went on from there.
    """

    def __init__(self, session: Session, send: Callable[[object], object]) -> None:
        self.edition, self.event = 0, ""
        self.looking_back = False
        self._session, self._send = session, send
        self._next = 0.0
        self._captured: dict[str, int] = {}

    @property
    def due(self) -> bool:
        """Whether it is time for another one."""
        return time.perf_counter() > self._next

    def take(self, force: bool = False) -> None:
        """Send a capture of every learner that has gone on since the last, or of all."""
        steps = self._session.steps
        if not steps or self.looking_back or (steps == self._captured and not force):
            return
        started = time.perf_counter()
        known = None if force else self._captured
        checkpoint = captured(self._session, self.edition, self.event, known)
        self.event = ""
        self._send(checkpoint)
        ended = time.perf_counter()
        self._next = ended + max(10 * (ended - started), CHECKPOINT * len(steps))
        self._captured = steps

    def leave_the_past(self) -> bool:
        """Begin another future: only going on from the past leaves the one behind.

        Returns
        -------
        bool
            Whether the past was shown until now.
        """
        if not self.looking_back:
            return False
        self.looking_back = False
        self.take(force=True)
        return True


def captured(
    session: Session, edition: int = 0, event: str = "", known: Mapping[str, int] | None = None
) -> Checkpoint:
    """Capture every learner but those that stand at a step where they were captured before."""
    steps, before = session.steps, known or {}
    states = {
        id: b.learner.capture() for id, b in session.built.items() if before.get(id) != steps[id]
    }
    return Checkpoint(steps, states, edition, event)
