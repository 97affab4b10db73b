"""Where the centroids of k-means begin."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np

from playground.engine.examples import Examples
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_device
from playground.kernels.plus_plus import plus_plus, trials_for

Start: TypeAlias = Literal["k-means++", "random", "by hand"]
"""On rows far apart, on any rows, or on places that were chosen."""


def first_centroids(
    examples: Examples, start: Start, k: int, placed: Sequence[float], seed: int
) -> Array:
    """Return centroids before the first step, ``(k, d)`` in the units of the model.

    Parameters
    ----------
    placed
        Places in the units of the data set, one after the other, for a start by hand.
    seed
        Key of the draws.
    """
    x = examples.x
    xp: Any = namespace(x)
    device = "cpu" if xp is np else "cuda"
    if start == "by hand":
        enough = examples.feed is not None and len(placed) >= examples.feed.source.x[0].size
        chosen = examples.places(placed) if enough else np.empty((0, x.shape[1]))
        return to_device(chosen, device)
    draw = generator(seed, "first centroids")
    k = min(k, len(x))
    if start == "random":
        rows = draw.permutation(len(x))[:k]
        return _copied(x, to_device(rows, device))
    uniform = to_device(draw.random((k, trials_for(k))), device)
    with np.errstate(all="ignore"):
        return _copied(x, plus_plus(x, uniform))


def _copied(x: Array, rows: Array) -> Array:
    chosen: Array = x[rows].copy()
    return chosen
