"""Random numbers that are a pure function of whole numbers: the same on every device."""

from .array import Array, namespace

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB


def hashed_uniforms(*keys: Array) -> Array:
    """Compute numbers in [0, 1) from whole numbers, one for each entry of the broadcast keys.

    Each key is stirred in by one round of SplitMix64; 53 bits of the result are kept.

    Parameters
    ----------
    *keys
        Whole numbers that broadcast together.

    References
    ----------
    Steele, Lea, Flood (2014), "Fast splittable pseudorandom number generators",
    doi:10.1145/2660193.2660195.
    """
    xp = namespace(*keys)
    state = xp.zeros((1,), xp.uint64)
    for key in keys:
        state = _stirred((state ^ xp.asarray(key).astype(xp.uint64)) + xp.uint64(_GOLDEN))
    uniform: Array = (state >> xp.uint64(11)).astype(xp.float64) * 2.0**-53
    return uniform


def _stirred(z: Array) -> Array:
    xp = namespace(z)
    z = (z ^ (z >> xp.uint64(30))) * xp.uint64(_FIRST)
    z = (z ^ (z >> xp.uint64(27))) * xp.uint64(_SECOND)
    mixed: Array = z ^ (z >> xp.uint64(31))
    return mixed
