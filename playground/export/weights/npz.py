"""The numbers of a learner as an archive of NumPy arrays."""

import io

import numpy as np

from playground.export.subject import Subject
from playground.export.weights.naming import named_arrays
from playground.kernels.array import Array
from playground.tables.arrays import ArrayError, take_array, unpacked_at_most, zip_in


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
        left = unpacked_at_most(len(data))
        for name in names:
            # Many small bombs are a large one.
            found[name.removesuffix(".npy")] = array = take_array(archive, name, left)
            left -= array.nbytes
        return found
