"""From the units of a model back to those of the data set."""

from weakref import WeakKeyDictionary

import numpy as np

from playground.engine.modelling.gaussians import Straight
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.plane import rows_of
from playground.kernels.array import Array

MOST_FEATURES = 256
"""Ways of more are not looked at: that would take longer than a frame has."""

_known: WeakKeyDictionary[Stepwise, Straight | None] = WeakKeyDictionary()


def straight_way(learner: Stepwise) -> Straight | None:
    """Return how rows come to the model, or None where transforms bend or flatten them."""
    if learner not in _known:
        wide = rows_of(learner.source).shape[1]
        _known[learner] = Straight.of(learner.feed) if wide <= MOST_FEATURES else None
    return _known[learner]


def centres_in_data(learner: Stepwise, centres: Array, groups: Array) -> Array:
    """Return centres ``(g, d')`` of the model in the units of the data set ``(g, d)``.

    Where no straight way leads back that is the mean of each group's rows ``(n,)``, or of all rows
    for a group that has none.
    """
    way = straight_way(learner)
    if way is not None:
        back: Array = np.linalg.solve(way.matrix.T, (centres - way.shift).T).T
        return back
    x = rows_of(learner.source)
    found = np.tile(x.mean(axis=0), (len(centres), 1))
    for group in np.unique(groups[(groups >= 0) & (groups < len(centres))]):
        found[group] = x[groups == group].mean(axis=0)
    return found


def disc_in_data(
    learner: Stepwise, radius: float, directions: Array, angles: Array
) -> Array | None:
    """Return the outline ``(m, 2)`` of a ball of the model as it is seen on a plane of the data.

    Parameters
    ----------
    radius
        In the units of the model; the middle of the ball is the origin.
    directions
        Of the plane, ``(2, d)``.
    angles
        Of the points of the outline ``(m,)``.

    Returns
    -------
    array or None
        None where no straight way leads back, or the ball has no end.
    """
    way = straight_way(learner)
    if way is None or not np.isfinite(radius):
        return None
    back = np.linalg.solve(way.matrix, directions.T)
    values, vectors = np.linalg.eigh(back.T @ back)
    root = vectors * np.sqrt(np.maximum(values, 0.0)) @ vectors.T
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    outline: Array = radius * circle @ root
    return outline

