"""Functions called in threads of their own."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Generic, TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")


class Aside(threading.Thread, Generic[Found]):
    """A function that is called beside everything else.

    Parameters
    ----------
    act
        The function.
    tell
        Called in the thread when it has returned or raised.
    """

    def __init__(
        self, act: Callable[[], Found], tell: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__(name="aside", daemon=True)
        self._act: Callable[[], Found] | None = act
        self._tell = tell
        self._found: list[Found] = []
        self._raised: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Call it, and let go of what it was given, which may be much."""
        act, self._act = self._act, None
        assert act is not None
        try:
            self._found.append(act())
        except BaseException as error:
            self._raised = error
        self._tell()

    def answer(self) -> Found:
        """Return what it returned, or raise what it raised; waits for its end."""
        self.join()
        if self._raised is not None:
            raise self._raised
        return self._found[0]


def in_order(
    work: Callable[[Given], Found], items: Iterable[Given], hands: int
) -> Iterator[Found]:
    """Yield what a function makes of items, in their order, while it works on the next ones.

    Parameters
    ----------
    work
        Called in threads.
    hands
        Items that are worked on at a time.

    Examples
    --------
    >>> list(in_order(lambda n: n * n, range(5), 2))
    [0, 1, 4, 9, 16]
    """
    under_way: deque[Aside[Found]] = deque()
    try:
        for item in items:
            under_way.append(Aside(partial(work, item)))
            if len(under_way) == hands:
                yield under_way.popleft().answer()
        while under_way:
            yield under_way.popleft().answer()
    finally:
        for one in under_way:
            one.join()
