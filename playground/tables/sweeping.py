"""Room on the disk: tables that nobody has looked at for long make way for new ones."""

import contextlib
import time
from collections.abc import Collection
from pathlib import Path

DAY = 86_400.0
MONTH = 30 * DAY

ROOM = 4 * 2**30
"""Bytes that tables may take before those go that have rested for a day only."""


def sweep(place: Path, named: Collection[str], now: float | None = None) -> tuple[str, ...]:
    """Remove tables that rest, and torn writings; says which tables went.

    A table goes after a month in which no program looked at it; the one that has rested longest
    goes first, and after a day, while all of them take more than there is room for. A saved project
    brings its own.

    Parameters
    ----------
    named
        Hashes of tables that stay however long they rest.
    now
        In seconds since 1970; the present by default.
    """
    now = time.time() if now is None else now
    gone, resting, taken = [], [], 0
    for rows in place.glob("*.npy"):
        with contextlib.suppress(OSError):
            told = rows.stat()
            taken += told.st_size
            if rows.stem not in named and now - told.st_mtime > DAY:
                resting.append((told.st_mtime, told.st_size, rows))
    for touched, size, rows in sorted(resting):
        if now - touched <= MONTH and taken <= ROOM:
            break
        with contextlib.suppress(OSError):
            # A table without a description is none, whoever looks for it between these lines.
            rows.with_suffix(".json").unlink(missing_ok=True)
            rows.unlink()
            taken -= size
            gone.append(rows.stem)
    for torn in place.glob(".*.part"):
        with contextlib.suppress(OSError):
            if now - torn.stat().st_mtime > DAY:
                torn.unlink()
    return tuple(gone)
