"""Numbers out of text."""

import zlib

import numpy as np

from playground.kernels.array import Array


def numbers(text: str) -> Array:
    """Read an array: kind and shape in the first line, the numbers after it."""
    head, _, body = text.strip().partition("\n")
    kind, *shape = head.split()
    return np.array(body.split(), kind).reshape([int(size) for size in shape])


def unpacked(text: str) -> Array:
    """Read a packed array: kind and shape, then bytes compressed by zlib as hex digits."""
    head, _, body = text.strip().partition("\n")
    kind, *shape = head.split()
    whole = zlib.decompress(bytes.fromhex(body))
    return np.frombuffer(whole, kind).reshape([int(size) for size in shape])
