"""One thread for matrix products, so that rounding does not depend on the number of cores."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def single_thread() -> Iterator[None]:
    """Let matrix libraries use one thread inside; also decorates functions.

    A product cut up among threads may round differently. The worker process runs with one thread,
    which small networks are fastest with, and so a headless run gives the window's numbers.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):
        yield
