"""Where points begin that are to find their places on a plane."""

from typing import Any

import numpy as np

from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_device
from playground.kernels.principal import principal_axes

SPECK = 1e-4
"""Standard deviation of the first places: small, so that points can pass each other."""

FLAT = 1e-9
"""Share of the widest axis from which on another one counts."""


def first_places(x: Array, start: str, seed: int) -> Array:
    """Return first places ``(n, 2)`` of rows ``(n, d)``.

    Parameters
    ----------
    start
        ``"random"``, or else in the order of the two principal axes; an axis along which rows do
        not differ gives way to chance.
    seed
        Key of the draws.
    """
    xp: Any = namespace(x)
    drawn = SPECK * generator(seed, "first places").normal(size=(len(x), 2))
    places: Array = to_device(drawn, "cpu" if xp is np else "cuda")
    if start == "random":
        return places
    found = principal_axes(x, 2)
    along = (x - found.mean) @ found.axes.T
    widest = float(along[:, 0].std())
    for axis in range(along.shape[1]):
        if float(along[:, axis].std()) > FLAT * widest > 0:
            places[:, axis] = along[:, axis] * (SPECK / widest)
    return places
