"""Where an array lives: NumPy arrays on the CPU, CuPy arrays on a CUDA device."""

import functools
import importlib
import importlib.util
import sys
import warnings
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""A NumPy or CuPy array; kernels keep the dtype they are given."""

_SCALARS = (int, float, np.generic, type(None))


def namespace(*arrays: Any) -> ModuleType:
    """Return the module, ``numpy`` or ``cupy``, that holds the given arrays.

    Parameters
    ----------
    *arrays
        Arrays; Python and NumPy scalars and None are ignored.

    Returns
    -------
    module
        ``numpy`` when there is no array at all.

    Raises
    ------
    TypeError
        If host and device arrays are mixed, or an argument is no array.

    Examples
    --------
    >>> namespace(np.zeros(3), 0.5).__name__
    'numpy'
    """
    found = ""
    for array in arrays:
        kind = type(array)
        if kind is np.ndarray:
            owner = "numpy"
        elif kind.__module__.partition(".")[0] == "cupy":
            owner = "cupy"
        elif isinstance(array, np.ndarray):
            owner = "numpy"
        elif isinstance(array, _SCALARS):
            continue
        else:
            raise TypeError(f"expected a NumPy or CuPy array, not {kind.__name__}")
        if found and owner != found:
            raise TypeError(
                "arrays of the CPU and of the GPU are mixed: put all of them on one device first"
            )
        found = owner
    return sys.modules["cupy"] if found == "cupy" else np


def to_host(x: Any) -> Array:
    """Return the array in the CPU's memory, without a copy when it is there already."""
    if type(x) is np.ndarray:
        return x
    if namespace(x) is np:
        return np.asarray(x)
    host: Array = sys.modules["cupy"].asnumpy(x)
    return host


def to_device(x: Any, device: str) -> Array:
    """Return the array on a device, without a copy when it is there already.

    Parameters
    ----------
    x : array
        A NumPy or CuPy array.
    device : {"cpu", "cuda"}
        Where to put it.

    Raises
    ------
    ValueError
        If the device is neither "cpu" nor "cuda".
    RuntimeError
        If "cuda" is asked for and cannot be used; the message says why.
    """
    if device == "cpu":
        return to_host(x)
    if device != "cuda":
        raise ValueError(f'unknown device "{device}": choose "cpu" or "cuda"')
    reason = why_no_cuda()
    if reason is not None:
        raise RuntimeError(reason)
    moved: Array = sys.modules["cupy"].asarray(x)
    return moved


def devices() -> tuple[str, ...]:
    """Return the devices that can be used here: always "cpu", and "cuda" where it works."""
    return ("cpu",) if why_no_cuda() is not None else ("cpu", "cuda")


@functools.cache
def why_no_cuda() -> str | None:
    """Say in plain words why CUDA cannot be used, or None where it can.

    The first call imports CuPy and runs one tiny kernel, because a driver without a working
    compiler or headers is of no use; the answer is kept.
    """
    if importlib.util.find_spec("cupy") is None:
        return 'CuPy is not installed: pip install "nn-playground[cuda12]" adds it'
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cupy = importlib.import_module("cupy")
            count = cupy.cuda.runtime.getDeviceCount()
    except Exception as error:
        return f"no usable NVIDIA driver was found ({_first_line(error)})"
    if not count:
        return "no NVIDIA graphics card was found"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            works = float(cupy.arange(3.0).sum()) == 3.0
    except Exception as error:
        return f"a graphics card was found but cannot compute ({_first_line(error)})"
    return None if works else "a graphics card was found but computes wrong numbers"


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
