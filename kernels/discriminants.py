"""Linear discriminants: the directions in which classes lie apart, measured by their own spread.

References
----------
Fisher (1936), "The use of multiple measurements in taxonomic problems",
doi:10.1111/j.1469-1809.1936.tb02137.x; Rao (1948), "The utilization of multiple measurements in
problems of biological classification", doi:10.1111/j.2517-6161.1948.tb00008.x.
"""

from typing import Any, NamedTuple

import numpy as np

from .array import Array, namespace
from .principal import upright

LEAST = 1e-4
"""Spreads and separations below this share count as none."""


class Discriminants(NamedTuple):
    """A projection that keeps classes apart.

    Attributes
    ----------
    mean : Array
        Mean of the class means, weighted by how many rows each has; ``(d,)``.
    axes : Array
        Rows ``(k, d)``: a row of the data lies at ``(x - mean) @ axes.T``, where the
        classes have spread 1 on average. They are not orthogonal in general.
    separation : Array
        Variance between the classes along each axis, in units of that within; ``(k,)``.
    lost : int
        Directions in which no class varies, and that were left out.
    """

    mean: Array
    axes: Array
    separation: Array
    lost: int


def discriminant_axes(x: Array, labels: Array, count: int) -> Discriminants:
    """Return the directions that maximise variance between classes over variance within.

    By two singular value decompositions: rows less their class mean give the spread that is
    divided away, the class means seen in those units give the axes. No matrix is inverted:
    directions in which no class varies at all are left out (the spread within is singular there).

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    labels
        Class of each row ``(n,)``.
    count
        Axes wanted. No more than classes - 1 can tell anything; the rest are zero.
    """
    xp: Any = namespace(x, labels)
    n, d = x.shape
    groups = xp.unique(labels)
    means = xp.stack([x[labels == group].mean(axis=0) for group in groups])
    share = xp.stack([(labels == group).mean() for group in groups])
    middle = share @ means
    away = x - means[xp.searchsorted(groups, labels)]
    wide = away.std(axis=0)
    unit = xp.where(wide > 0, wide, 1.0)
    within = away / unit / np.sqrt(n)
    _, spread, turn = xp.linalg.svd(within, full_matrices=False)
    rank = int((spread > LEAST).sum())
    whiten = (turn[:rank] / unit).T / spread[:rank]
    weight = xp.sqrt(n * share / max(len(groups) - 1, 1))
    between = ((means - middle) * weight[:, None]) @ whiten
    axes, separation = xp.zeros((count, d)), xp.zeros(count)
    if rank:
        _, sizes, found = xp.linalg.svd(between, full_matrices=False)
        kept = min(int((sizes > LEAST * max(float(sizes[0]), 1e-300)).sum()), count)
        if kept:
            axes[:kept] = upright(found[:kept] @ whiten.T)
        separation[:kept] = sizes[:kept] ** 2
    return Discriminants(middle, axes, separation, min(d, n) - rank)
