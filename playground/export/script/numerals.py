"""Arrays as source text: as numbers to be read where they are few, packed where they are many."""

import math
import zlib

import numpy as np

from playground.kernels.array import Array

WIDTH = 88
"""Characters in a line."""

READABLE = 3000
"""Arrays of more numbers than these are packed."""


def packs(value: Array) -> bool:
    """Say whether an array is written as packed bytes."""
    return value.size > READABLE


def is_short(value: Array) -> bool:
    """Say whether an array is written as a plain list in one line."""
    return value.ndim < 2 and len(_listed(value)) < WIDTH - 40


def assignment(name: str, value: Array) -> str:
    """Return the source that gives a name an array, equal to the last bit.

    Parameters
    ----------
    value
        Whole numbers, or floating-point numbers of single or double precision.

    Examples
    --------
    >>> assignment("BIAS", np.array([0.5, -1.0], np.float32))
    'BIAS = np.array([0.5, -1.0], np.float32)'
    """
    value = _plain(value)
    kind = {"i": ", int" if not value.size else "", "f": ""}[value.dtype.kind]
    if value.dtype == np.float32:
        kind = ", np.float32"
    if is_short(value):
        return f"{name} = np.array({_listed(value)}{kind})"
    if packs(value):
        return _packed(name, value)
    return f'{name} = numbers("""\n{_head(value, value.dtype.name)}\n{_table(value)}""")'


def number(value: float) -> str:
    """Return the source of a number, as short as it can be without losing a bit."""
    if isinstance(value, int | np.integer):
        return str(int(value))
    if not math.isfinite(value):
        return f'float("{float(value)}")'
    return repr(float(value))


def _plain(value: Array) -> Array:
    """Return the array in a type that the source knows."""
    value = np.asarray(value)
    if value.dtype.kind in "iub":
        return value.astype(np.int64)
    return value if value.dtype == np.float32 else value.astype(np.float64)


def _listed(value: Array) -> str:
    if value.ndim == 0:
        return _word(value)
    return f"[{', '.join(number(v) if np.isfinite(v) else _infinite(v) for v in _shortest(value))}]"


def _infinite(value: float) -> str:
    return "np.nan" if np.isnan(value) else "np.inf" if value > 0 else "-np.inf"


def _shortest(value: Array) -> list[float]:
    """Return Python numbers whose shortest text gives the array's numbers back."""
    if value.dtype == np.float32:
        return [float(str(v)) for v in value]
    found: list[float] = value.tolist()
    return found


def _word(value: Array) -> str:
    (one,) = _shortest(value.reshape(1))
    return number(one) if np.isfinite(one) else _infinite(one)


def _head(value: Array, kind: str) -> str:
    return " ".join([kind, *map(str, value.shape)])


def _table(value: Array) -> str:
    """Lay an array out as lines of numbers, columns under one another; long rows go on."""
    wide = value.shape[-1] if value.ndim > 1 else value.size
    words = [str(number) for number in value.reshape(-1)]
    size = max(map(len, words), default=1)
    across = max(1, (WIDTH + 1) // (size + 1))
    lines = []
    for start in range(0, len(words), max(wide, 1)):
        row = [word.rjust(size) for word in words[start : start + wide]]
        lines += [" ".join(row[at : at + across]) for at in range(0, wide, across)]
    return "".join(f"{line}\n" for line in lines)


def _packed(name: str, value: Array) -> str:
    kind = {"float32": "<f4", "float64": "<f8", "int64": "<i8"}[value.dtype.name]
    if value.dtype.kind == "i" and np.abs(value).max(initial=0) < 2**31:
        kind = "<i4"
    text = zlib.compress(np.ascontiguousarray(value, kind).tobytes(), 9).hex()
    lines = "\n".join(text[at : at + WIDTH] for at in range(0, len(text), WIDTH))
    return f'{name} = unpacked("""\n{_head(value, kind)}\n{lines}\n""")'
