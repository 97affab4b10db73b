"""Work done in a process of its own, whose memory nothing before it has raised."""

import multiprocessing
import os
import re
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

HANG = float(os.environ.get("HANG_SECONDS", 20))
"""Seconds of computing after which a file that is read counts as hanging.

Slow machines take several times as long as quick ones, so only a sweep that measures asks for 2.
"""


def in_child(work, *args):
    """Return what `work` returns, and by how many MB its process grew at most meanwhile."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, work, args).result()


def _measured(work, args):
    before = _most()
    return work(*args), _most() - before


def _most():
    """Return the most MB that this process ever took."""
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # What the system tells of resources begins with the peak of the parent.
        return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 2**10
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


@contextmanager
def no_hang():
    """End what computes for too long, where the system can."""
    if os.name == "nt":
        yield
        return
    before = signal.signal(signal.SIGPROF, _late)
    signal.setitimer(signal.ITIMER_PROF, HANG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _late(*_):
    raise TimeoutError("it hangs")
