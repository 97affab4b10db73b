"""How long a film will still take."""

from collections import deque
from math import ceil

BEFORE, FEWEST = 3.0, 3
"""Seconds and frames that are watched before anything is said: the first ones are slow."""
RECENT = 100
"""Frames that the pace is measured over: panels may become slower as they grow."""


class Pace:
    """Measures how fast frames come.

    Parameters
    ----------
    total
        How many there will be.
    """

    def __init__(self, total: int) -> None:
        self._total, self._seen = total, 0
        self._times: deque[float] = deque(maxlen=RECENT)
        self._begin: float | None = None

    def left(self, now: float) -> float | None:
        """Take note of a further frame; return the seconds that the others need, once known."""
        self._begin = now if self._begin is None else self._begin
        self._seen += 1
        self._times.append(now)
        if self._seen < FEWEST or now - self._begin < BEFORE:
            return None
        each = (now - self._times[0]) / (len(self._times) - 1)
        return each * (self._total - self._seen)


def left_in_words(seconds: float | None) -> str:
    """Say how long something still takes.

    Examples
    --------
    >>> left_in_words(20), left_in_words(61), left_in_words(7300)
    ('less than a minute left', 'about 2 min left', 'about 2 h left')
    >>> left_in_words(None), left_in_words(0.0)
    ('', '')
    """
    if not seconds:
        return ""
    if seconds < 60:
        return "less than a minute left"
    minutes = ceil(seconds / 60)
    return f"about {minutes} min left" if minutes < 100 else f"about {round(seconds / 3600)} h left"
