"""Tells where the learners stand, and how many steps a second they take."""

from playground.runtime.messages import Status
from playground.runtime.session import Session

SPAN = 0.4
"""Seconds of learning over which the rate is taken."""


class Speedometer:
    """Measures the rate between one telling and the next."""

    def __init__(self) -> None:
        self._since, self._steps, self._rate = 0.0, 0, 0.0

    def begin(self, now: float, session: Session) -> None:
        """Measure from this moment (in seconds) on."""
        self._since, self._steps, self._rate = now, session.step_number, 0.0

    def tell(self, now: float, session: Session, playing: bool) -> Status:
        """Return where the learners stand at this moment."""
        if now - self._since > SPAN and session.step_number != self._steps:
            self._rate = max(session.step_number - self._steps, 0) / (now - self._since)
            self._since, self._steps = now, session.step_number
        learners = {id: built.learner for id, built in session.built.items()}
        return Status(
            playing,
            session.steps,
            {id: learner.epoch for id, learner in learners.items()},
            self._rate if playing else 0.0,
            {id: learner.finished for id, learner in learners.items() if learner.finished},
        )
