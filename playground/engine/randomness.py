"""Keyed randomness: every draw is a pure function of (seed, stream, counter).

No generator is ever stored, so a state is arrays, a seed and a step, and going on from a restored
state draws what an uninterrupted run would have drawn.
"""

import zlib

import numpy as np

from playground.kernels.array import Array


def generator(seed: int, stream: str, counter: int = 0) -> np.random.Generator:
    """Return a fresh Philox generator for one place in the program and one moment.

    Parameters
    ----------
    seed
        Run seed plus member, any non-negative integer.
    stream
        Names the purpose, such as ``"batches"`` or ``"dropout dense-1"``.
    counter
        Epoch or step.

    References
    ----------
    Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3",
    doi:10.1145/2063384.2063405.

    Examples
    --------
    >>> a = generator(3, "batches", 7).random()
    >>> a == generator(3, "batches", 7).random(), a == generator(3, "batches", 8).random()
    (True, False)
    """
    key = (seed & 0xFFFFFFFFFFFFFFFF) | (zlib.crc32(stream.encode()) << 64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter << 128))


def uniforms(
    seeds: tuple[int, ...], stream: str, counter: int, shape: tuple[int, ...]
) -> Array:
    """Draw uniform float32 numbers in [0, 1), one block of `shape` for each seed.

    Returns
    -------
    Array of shape ``(len(seeds), *shape)``
    """
    out = np.empty((len(seeds), *shape), np.float32)
    for member, seed in enumerate(seeds):
        generator(seed, stream, counter).random(out=out[member], dtype=np.float32)
    return out


def permutations(seeds: tuple[int, ...], stream: str, counter: int, count: int) -> Array:
    """Draw one permutation of ``range(count)`` for each seed, shape ``(len(seeds), count)``."""
    return np.stack([generator(s, stream, counter).permutation(count) for s in seeds])
