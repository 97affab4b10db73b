"""How good a grouping of rows is: by the rows themselves, or beside another grouping.

Labels are whole numbers from 0 on, of which some may be unused; rows labelled -1 are noise and left
out everywhere. A grouping of fewer than two groups has no quality: NaN.
"""

from collections.abc import Callable

from .array import Array, namespace
from .clusters import sums_of
from .distances import blocks, euclidean
from .nearest_centroids import squared_lengths
from .segments import segment_sum

CELLS = 1 << 16
"""Distances that are held at once: what fits a core's own cache."""

STRAIGHT = 3
"""Features up to which differences are taken one by one, rather than by a matrix product."""

MANY = 48
"""Groups from which on sums over runs of sorted rows are quicker than a matrix product."""

Far = Callable[[slice], Array]
"""Distances ``(k, n)`` from some rows to all."""


def silhouettes(x: Array, labels: Array) -> Array:
    r"""Compute how much nearer every row is to its own group than to the next one.

    That is :math:`(b - a) / \max(a, b)`, where a is the mean Euclidean distance to the other rows
    of its group and b the least mean distance to the rows of another; 0 for a row alone in its
    group (Rousseeuw, 1987, doi:10.1016/0377-0427(87)90125-7).

    Parameters
    ----------
    x
        Rows ``(n, d)``.
    labels
        Groups ``(n,)``, or several groupings ``(g, n)`` that share the work of the distances.

    Returns
    -------
    array of shape ``(n,)`` or ``(g, n)``
        From -1 to 1; NaN for noise, and throughout where there are fewer than two groups.

    Examples
    --------
    >>> import numpy as np
    >>> silhouettes(np.array([[0.0], [1.0], [9.0], [10.0]]), np.array([0, 0, 1, 1])).round(3)
    array([0.895, 0.882, 0.882, 0.895])
    """
    xp = namespace(x, labels)
    x = xp.asarray(x, dtype=float)
    every = xp.arange(len(x))
    if x.shape[1] <= STRAIGHT or not len(x):
        return _judged(lambda part: euclidean(x[part, None], x[None]), labels, len(x))
    x = x - x.mean(axis=0)
    squares = (x * x).sum(axis=1)
    doubled = xp.ascontiguousarray(-2.0 * x.T)

    def far(part: slice) -> Array:
        found = x[part] @ doubled
        found += squares
        found += squares[part, None]
        xp.maximum(found, 0.0, out=found)
        found[every[: len(found)], every[part]] = 0.0
        away: Array = xp.sqrt(found, out=found)
        return away

    return _judged(far, labels, len(x))


def davies_bouldin(x: Array, labels: Array) -> float:
    r"""Compute how wide groups are beside their distances: the lower, the better.

    For every group the worst of :math:`(s_i + s_j) / |c_i - c_j|` over all others, with s the mean
    distance of a group's rows from its centre c; then the mean of these (Davies and Bouldin, 1979,
    doi:10.1109/TPAMI.1979.4766909). Groups whose centres coincide say nothing of each other.

    Parameters
    ----------
    x, labels
        Rows ``(n, d)`` and their groups ``(n,)``.
    """
    xp = namespace(x, labels)
    found = _described(x, labels)
    if found is None:
        return float("nan")
    x, run, count, centres = found
    away = xp.sqrt(squared_lengths(x - centres[run]))
    wide = xp.bincount(run, away, len(count)) / count
    worst = []
    for part in blocks(len(count), len(count)):
        apart = euclidean(centres[part, None], centres[None])
        ratio = (wide[part, None] + wide) / xp.where(apart > 0, apart, xp.inf)
        worst.append(ratio.max(axis=1))
    return float(xp.concatenate(worst).mean())


def calinski_harabasz(x: Array, labels: Array) -> float:
    """Compute the spread between groups over that within them: the higher, the better.

    Each is divided by how many of its parts are free: groups - 1 and rows - groups (Calinski and
    Harabasz, 1974, doi:10.1080/03610927408827101). NaN where rows of a group do not differ at all.

    Parameters
    ----------
    x, labels
        Rows ``(n, d)`` and their groups ``(n,)``.
    """
    found = _described(x, labels)
    if found is None:
        return float("nan")
    x, run, count, centres = found
    between = float((count * ((centres - x.mean(axis=0)) ** 2).sum(axis=1)).sum())
    within = float(((x - centres[run]) ** 2).sum())
    free = len(x) - len(count)
    return between / (len(count) - 1) * free / within if within > 0 and free else float("nan")


def adjusted_rand(a: Array, b: Array) -> float:
    """Compute how far two groupings agree about pairs of rows, beyond what chance would give.

    1 for the same groups under whatever names, about 0 for random ones (Hubert and Arabie, 1985,
    doi:10.1007/BF01908075). Rows that are noise in either are left out; NaN if none is left.

    Parameters
    ----------
    a, b
        Groups ``(n,)``.

    Examples
    --------
    >>> import numpy as np
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([7, 7, 2, 2]))
    1.0
    """
    xp = namespace(a, b)
    kept = (a >= 0) & (b >= 0)
    a, b = a[kept], b[kept]
    if not len(a):
        return float("nan")

    def squares(labels: Array) -> float:
        return float((xp.unique(labels, return_counts=True)[1].astype(float) ** 2).sum())

    pairs, both = float(len(a)) ** 2, squares(a * (int(b.max()) + 1) + b)
    in_a, in_b = squares(a), squares(b)
    together = both - len(a)
    only_a, only_b = in_a - both, in_b - both
    apart = pairs - in_a - in_b + both
    if only_a == 0 and only_b == 0:
        return 1.0
    agreed = 2.0 * (together * apart - only_a * only_b)
    whole = (together + only_a) * (only_a + apart) + (together + only_b) * (only_b + apart)
    return agreed / whole


def _judged(far: Far, labels: Array, rows: int) -> Array:
    """Return the silhouettes under every grouping, from distances that are made once."""
    xp = namespace(labels)
    many = labels[None] if labels.ndim == 1 else labels
    sums = [_Sums(one) for one in many]
    told = xp.full(many.shape, xp.nan)
    if any(one.groups > 1 for one in sums):
        for part in blocks(rows, rows, CELLS):
            away = far(part)
            for place, one in enumerate(sums):
                if one.groups > 1:
                    told[place, part] = one.judge(part, away)
    judged: Array = told.reshape(labels.shape)
    return judged


class _Sums:
    """Adds up distances by group, for one grouping."""

    def __init__(self, labels: Array) -> None:
        self.xp = xp = namespace(labels)
        self.labels, self.kept = labels, labels >= 0
        found = xp.unique(labels[self.kept])
        self.groups = len(found)
        self.own = xp.searchsorted(found, xp.where(self.kept, labels, 0)).clip(0, self.groups - 1)
        self.runs = self.groups > MANY and xp.__name__ == "numpy"
        if self.groups < 2:
            return
        self.count = xp.bincount(self.own[self.kept], minlength=self.groups).astype(float)
        if self.runs:
            self.order = xp.flatnonzero(self.kept)
            self.order = self.order[xp.argsort(self.own[self.kept], kind="stable")]
            self.run = self.own[self.order]
            self.starts = xp.searchsorted(self.run, xp.arange(self.groups))
        else:
            chosen = self.own[:, None] == xp.arange(self.groups)
            self.chosen = (chosen & self.kept[:, None]).astype(float)

    def judge(self, part: slice, away: Array) -> Array:
        """Return the silhouettes of some rows from their distances ``(k, n)`` to all."""
        xp, own = self.xp, self.own[part]
        total = segment_sum(away[:, self.order], self.starts, self.run) if self.runs \
            else away @ self.chosen
        every = xp.arange(len(own))
        others = self.count[own] - 1.0
        near = total[every, own] / xp.maximum(others, 1.0)
        mean = total / self.count
        mean[every, own] = xp.inf
        next_one = mean.min(axis=1)
        larger = xp.maximum(near, next_one)
        told = (next_one - near) / xp.where(larger > 0, larger, 1.0)
        told = xp.where(others > 0, told, 0.0)
        judged: Array = xp.where(self.kept[part], told, xp.nan)
        return judged


def _described(x: Array, labels: Array) -> tuple[Array, Array, Array, Array] | None:
    """Return the rows of groups, which they are in, and the groups' sizes and centres."""
    xp = namespace(x, labels)
    kept = labels >= 0
    x = xp.asarray(x[kept], dtype=float)
    found, run = xp.unique(labels[kept], return_inverse=True)
    if len(found) < 2:
        return None
    x, run = x - x.mean(axis=0), run.reshape(-1)
    count = xp.bincount(run, minlength=len(found)).astype(float)
    return x, run, count, sums_of(x, run, len(found)).total / count[:, None]
