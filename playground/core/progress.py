"""Work that tells how far it is, and may be called off while it does."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[float], object]
"""Told now and then the share that is done, from 0 to 1; raises `Cancelled` to end the work."""


class Cancelled(Exception):
    """The work was called off; nothing came of it."""


def unwatched(_share: float) -> None:
    """Let the work go on: nobody looks on and nobody calls it off."""
