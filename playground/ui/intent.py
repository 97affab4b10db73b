"""What the person wants of the run, set against what the worker says of it."""

from playground.runtime.messages import Play, Status

IDLE = Status(False, {}, {}, 0.0, {})


class Intent:
    """Remembers what was asked for, so that a late message of the worker cannot turn it round.

    Attributes
    ----------
    play
        The run that is wanted, or None for a pause.
    """

    def __init__(self) -> None:
        self.play: Play | None = None
        self._begun = False

    def want(self, play: Play | None) -> None:
        """Ask for a run or a pause."""
        self.play = play
        self._begun = False

    def judge(self, status: Status) -> tuple[Status, bool]:
        """Return the status as the window shows it, and whether the wanted run has just ended.

        Frames that were sent before a run began show a pause too: they end nothing. Nor does a
        project without learners: its run goes on once there are some.
        """
        self._begun = self._begun or status.playing
        at_rest = bool(status.steps) and not status.playing
        ended = self.play is not None and at_rest and self._is_over(status)
        if ended:
            self.want(None)
        playing = self.play is not None
        return Status(playing, status.steps, status.epochs, status.rate, status.finished), ended

    def _is_over(self, status: Status) -> bool:
        if self._begun:
            return True
        until = self.play.until if self.play else None
        return all(
            id in status.finished or (until is not None and step >= until)
            for id, step in status.steps.items()
        )


class Patience:
    """Counts how often the worker ended by itself, so that a broken one is not started for ever.

    Parameters
    ----------
    times, seconds
        So many ends within so many seconds are too many.
    """

    def __init__(self, times: int = 3, seconds: float = 20.0) -> None:
        self._times, self._seconds = times, seconds
        self._ends: list[float] = []

    def bears(self, now: float) -> bool:
        """Note an end at time `now` (seconds) and say whether to go on as before."""
        self._ends = [end for end in self._ends if now - end < self._seconds] + [now]
        return len(self._ends) < self._times
