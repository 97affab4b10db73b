"""The last game of a prize behind doors, as its pictures want it."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.theme import theme

NAMED = 4
"""Doors that the host opened, at most, that are called by their numbers."""


class LastGame:
    """A game with its doors, and the counts up to it.

    Parameters
    ----------
    arrays
        What the doors probe sent.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.arrays = arrays
        self.doors, self.opens = int(arrays["doors"]), int(arrays["opens"])
        self.prize, self.chosen = int(arrays["prize"]), int(arrays["chosen"])
        self.taken, self.door = int(arrays["taken"]), int(arrays["door"])
        self.opened: Array = arrays["opened"]
        self.knows, self.void = bool(arrays["knows"]), bool(arrays["void"])
        self.played = int(arrays["played"])

    @property
    def begun(self) -> bool:
        """Whether a game has been played."""
        return self.played > 0

    @property
    def told(self) -> str:
        """The game in words."""
        if not self.begun:
            host = "knows where the prize is" if self.knows else "does not know where the prize is"
            return f"{self.doors} doors, one prize. The host {host}, and opens {self._goats}."
        chose = f"Chosen: door {self.chosen + 1}. "
        if self.void:
            return f"{chose}The host opened {self._which}, and showed the prize: void."
        if self.prize not in (self.chosen, self.taken):
            return f"{chose}The host opened {self._which}. Neither staying nor switching wins."
        to = f"Switching to door {self.taken + 1}" if self.taken == self.prize else "Staying"
        return f"{chose}The host opened {self._which}. {to} wins."

    @property
    def brief(self) -> str:
        """The game in few words."""
        if not self.begun:
            return f"{self.doors} doors, the host opens {self.opens}."
        if self.void:
            return "The prize was shown: void."
        won = {self.chosen: "staying", self.taken: "switching"}.get(self.prize, "neither")
        return f"Door {self.chosen + 1} chosen: {won} wins."

    @property
    def _goats(self) -> str:
        if not self.opens:
            return "none of the others"
        others = f"{self.opens} of the others"
        return others if self.opens > 1 else "one of the others"

    @property
    def _which(self) -> str:
        """The doors that the host opened."""
        opened = (np.flatnonzero(self.opened) + 1).tolist()
        if not opened:
            return "none"
        if len(opened) > NAMED:
            return f"{len(opened)} doors"
        *first, last = map(str, opened)
        return f"doors {', '.join(first)} and {last}" if first else f"door {last}"


def stay_color() -> QColor:
    """Return the colour of staying."""
    return theme().color("class 0")


def switch_color() -> QColor:
    """Return the colour of switching."""
    return theme().color("class 1")
