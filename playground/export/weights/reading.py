"""Weights from a file, and which blocks of a network they belong to."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from playground.core.disk import read_whole
from playground.engine.learner import Learner
from playground.engine.training.supervised import Supervised
from playground.export.error import ExportError
from playground.export.formats import FORMATS
from playground.export.weights import npz, safetensors
from playground.export.weights.naming import INPUT
from playground.kernels.array import Array

READERS = {".npz": npz.arrays_in, ".safetensors": safetensors.arrays_in}

LARGEST = 2**30
"""Bytes of the largest file that is read."""


def read_arrays(path: str | Path) -> dict[str, Array]:
    """Read the arrays of a file by name.

    Raises
    ------
    ExportError
        If it holds no weights; one line names the file and says why.
    FileError
        If the file itself cannot be read.
    """
    path = Path(path)
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise ExportError(f"{path}: weights are read from files that end in {' or '.join(READERS)}")
    missing = FORMATS[path.suffix.lower()[1:]].missing()
    if missing:
        raise ExportError(missing)
    try:
        return read(read_whole(path, LARGEST))
    except ValueError as error:
        raise ExportError(f"{path}: {error}") from None


def weights_for(
    learners: Mapping[str, Learner], arrays: Mapping[str, Array], file: str
) -> dict[str, dict[str, Array]]:
    """Return the weights that a file has for networks, by block in their order and name.

    They are of float32. A file may hold some blocks only. Running means of batch norm that it
    lacks keep their start.

    Parameters
    ----------
    learners
        By id; only networks that descend have weights.
    file
        What to call the file in an error.

    Raises
    ------
    ExportError
        If nothing in the file fits, or something does not; the message names block, array and
        both shapes.
    """
    wanted = {
        (block, name): tuple(view.shape[1:])
        for learner in learners.values() if isinstance(learner, Supervised)
        for block, named in learner.weights.views.items() for name, view in named.items()
    }  # fmt: skip
    if not wanted:
        raise ExportError("there is no network here, learning by gradients, to take weights")
    found: dict[str, dict[str, Array]] = {}
    for label, array in arrays.items():
        block, _, name = label.rpartition(".")
        if (block, name) in wanted:
            found.setdefault(block, {})[name] = _sound(array, wanted[block, name], label, file)
        elif not label.startswith(f"{INPUT}."):
            there = ", ".join(f"{b}.{n}" for b, n in wanted)
            raise ExportError(f"{file}: it holds {label}, but the networks here hold {there}")
    if not found:
        raise ExportError(f"{file}: it holds no weights of a network")
    for block, held in found.items():
        lacking = [n for b, n in wanted if b == block and n not in held and n in ("weight", "bias")]
        if lacking:
            raise ExportError(f"{file}: {block}.{lacking[0]} is missing")
    return {block: found[block] for block in dict.fromkeys(b for b, _ in wanted) if block in found}


def _sound(array: Array, shape: tuple[int, ...], label: str, file: str) -> Array:
    """Return an array as weights of a shape, or refuse it."""
    if array.dtype.kind != "f":
        raise ExportError(f"{file}: {label} holds no real numbers")
    if array.shape != shape:
        told = [" x ".join(map(str, one)) or "a single number" for one in (array.shape, shape)]
        raise ExportError(f"{file}: {label} is {told[0]}, but {told[1]} is wanted")
    with np.errstate(over="ignore"):
        plain = np.asarray(array, np.float32)
    if not np.isfinite(plain).all():
        raise ExportError(f"{file}: {label} holds numbers that are not finite")
    return plain
