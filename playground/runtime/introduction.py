"""Tells the window what the learners are, when that is something new."""

from collections.abc import Callable, Mapping

from playground.runtime.compile import Built
from playground.runtime.description import describe
from playground.runtime.messages import LearnerInfo, Loaded


class Introduction:
    """Remembers what was told of the learners.

    Parameters
    ----------
    send
        Takes a message for the window.
    """

    def __init__(self, send: Callable[[object], object]) -> None:
        self._send = send
        self._told: dict[str, LearnerInfo] = {}

    def tell(self, built: Mapping[str, Built], anew: bool = False) -> None:
        """Tell what the learners are, if it is not as before: there may be other rows.

        Parameters
        ----------
        anew
            Whether to tell in any case.
        """
        now = describe(built)
        if anew or now != self._told:
            self._told = now
            self._send(Loaded(now))
