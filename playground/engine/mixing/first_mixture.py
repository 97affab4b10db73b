"""Where the components of a mixture begin."""

from typing import Any, Literal, TypeAlias

import numpy as np

from playground.engine.randomness import generator
from playground.kernels import clusters, plus_plus
from playground.kernels.array import Array, namespace, to_device
from playground.kernels.mixtures import Mixture, Shape, maximisation

Start: TypeAlias = Literal["k-means++", "random", "k-means"]
"""On rows far apart, on any rows, or on the groups that k-means ends with."""


def first_mixture(
    x: Array, components: int, shape: Shape, start: Start, floor: float, seed: int
) -> Mixture:
    """Return the components before the first step.

    Those that begin on rows are alike: circles, or upright ellipses where features spread
    differently, that share the spread of all rows between them.

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    floor
        Added to every variance.
    seed
        Key of the draws.
    """
    xp: Any = namespace(x)
    draw = generator(seed, "first components")
    if start == "random":
        rows = draw.permutation(len(x))[np.arange(components) % max(len(x), 1)]
        chosen = to_device(rows, "cpu" if xp is np else "cuda")
    else:
        uniform = draw.random((components, plus_plus.trials_for(components)))
        chosen = plus_plus.plus_plus(x, to_device(uniform, "cpu" if xp is np else "cuda"))
    if start == "k-means":
        labels = clusters.lloyd(x, x[chosen]).labels
        hard = (labels[:, None] == xp.arange(components)).astype(x.dtype)
        return maximisation(x, hard, shape, floor)
    variance = x.var(axis=0) * float(components) ** (-2.0 / x.shape[1]) + floor
    covariance = {
        "full": lambda: xp.repeat((variance * xp.eye(x.shape[1]))[None], components, axis=0),
        "tied": lambda: variance * xp.eye(x.shape[1]),
        "diagonal": lambda: xp.repeat(variance[None], components, axis=0),
        "spherical": lambda: xp.full(components, float(variance.mean())),
    }[shape]()
    return Mixture(xp.full(components, 1.0 / components), x[chosen].copy(), covariance)
