"""The numbers of a learner as an archive of NumPy arrays."""

import io

import numpy as np

from playground.export.subject import Subject
from playground.export.weights.naming import named_arrays
from playground.kernels.array import Array
from playground.tables.arrays import DENSEST, SMALL, ArrayError, from_npy, take, zip_in


def content(subject: Subject) -> bytes:
    """Return the archive."""
    whole = io.BytesIO()
    np.savez(whole, allow_pickle=False, **named_arrays(subject))
    return whole.getvalue()


def arrays_in(data: bytes) -> dict[str, Array]:
    """Read arrays by name; nothing is ever unpickled.

    Raises
    ------
    ValueError
        In words, if it is no such archive, or damaged.
    """
    with zip_in(data) as archive:
        names = [name for name in archive.namelist() if name.endswith(".npy")]
        if not names:
            raise ArrayError("it holds no arrays")
        found: dict[str, Array] = {}
        left = SMALL + DENSEST * len(data)
        for name in names:
            # Many small bombs are a large one.
            found[name.removesuffix(".npy")] = array = from_npy(take(archive, name, left))
            left -= array.nbytes
        return found
