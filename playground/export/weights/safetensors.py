"""The numbers of a learner as a file of safetensors."""

from importlib import import_module
from typing import Any

from playground.export.subject import Subject
from playground.export.weights.naming import named_arrays, told_of
from playground.kernels.array import Array


def _package() -> Any:
    # The package has the name of this file.
    return import_module("safetensors.numpy")


def content(subject: Subject) -> bytes:
    """Return the file; what it was learned from stands in its metadata."""
    whole: bytes = _package().save(named_arrays(subject), metadata=told_of(subject))
    return whole


def arrays_in(data: bytes) -> dict[str, Array]:
    """Read arrays by name.

    Raises
    ------
    ValueError
        In words, if it is no such file, or damaged.
    """
    try:
        found: dict[str, Array] = _package().load(data)
    except Exception as error:  # noqa: BLE001 - the package has errors of its own for damage
        raise ValueError(f"it is no file of safetensors: {error}") from None
    return found
