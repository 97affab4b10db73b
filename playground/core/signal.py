"""A list of callables to call: how rooms without Qt tell others that something happened."""

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Signal(Generic[P]):
    """Calls every connected function, in the order of connection.

    Examples
    --------
    >>> heard = []
    >>> moved = Signal[[int]]()
    >>> moved.connect(heard.append)
    >>> moved.emit(3)
    >>> heard
    [3]
    """

    def __init__(self) -> None:
        self._slots: list[Callable[P, object]] = []

    def connect(self, slot: Callable[P, object]) -> None:
        """Call `slot` at every later `emit`."""
        self._slots.append(slot)

    def disconnect(self, slot: Callable[P, object]) -> None:
        """Stop calling `slot`.

        Raises
        ------
        ValueError
            If it was not connected.
        """
        self._slots.remove(slot)

    def emit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call every connected function with these arguments."""
        for slot in tuple(self._slots):
            slot(*args, **kwargs)
