"""Floods through dense places: who reaches whom, and in which order rows are visited."""

from typing import Any, NamedTuple

import numpy as np

from .array import Array, namespace
from .radius_neighbours import Reach

NOISE, BORDER, CORE = 0, 1, 2
"""Kinds of rows: in no cluster, on the rim of one, and within."""


class Flood(NamedTuple):
    """What a flood does to ``n`` rows.

    Attributes
    ----------
    kind
        `NOISE`, `BORDER` or `CORE` ``(n,)``.
    cluster
        Cluster of every row ``(n,)``, -1 for noise; numbered by their lowest core row.
    order
        Rows in the order in which they are visited ``(n,)``.
    told
        Number of the visit that gives a row its cluster ``(n,)``; n for noise.
    """

    kind: Array
    cluster: Array
    order: Array
    told: Array


def flood(reach: Reach, least: int) -> Flood:
    """Flood every dense place from its first row, and say when each row is reached.

    Rows are looked at in order. One with at least `least` rows within the radius, itself
    included, is a core row: a flood starts there, and whoever it reaches is visited next, ring by
    ring, before the look goes on. Only core rows pass the flood on. A row at the rim of two
    clusters belongs to the first that reaches it. All visits are worked out at once.

    Parameters
    ----------
    reach
        Who is within the radius of whom.
    least
        How many rows make a place dense.

    Notes
    -----
    Ester, Kriegel, Sander and Xu, 1996, "A density-based algorithm for discovering clusters in
    large spatial databases with noise", KDD-96.
    """
    xp: Any = namespace(reach.rows)
    core = reach.counts + 1 >= least
    own, seeds = _clusters(reach, core)
    ring = _rings(reach, core, seeds)
    n = len(core)
    place = xp.full(n, n)
    cores = xp.flatnonzero(core)
    place[cores[_ordered(own[cores], ring[cores], cores)]] = xp.arange(len(cores))
    first = _lowest(reach, xp.where(core, place, n))
    reached = first < n
    by = xp.empty(n + 1, np.int64)
    by[place[cores]] = cores
    edge = reached & ~core
    cluster, level = own.copy(), ring.copy()
    cluster[edge] = own[by[first[edge]]]
    level[edge] = ring[by[first[edge]]] + 1
    order = _visits(cluster, level, core, seeds)
    visit = xp.empty(n, np.int64)
    visit[order] = xp.arange(n)
    told = xp.full(n, n)
    told[core] = visit[core]
    told[reached] = xp.minimum(told[reached], visit[by[first[reached]]])
    kind = xp.where(core, CORE, xp.where(edge, BORDER, NOISE))
    return Flood(kind, cluster, order, told)


def _clusters(reach: Reach, core: Array) -> tuple[Array, Array]:
    """Return the cluster of every core row ``(n,)``, -1 for others, and the seed of each."""
    xp: Any = namespace(core)
    lowest = _joined(reach, core)
    seeds = xp.flatnonzero(core & (lowest == xp.arange(len(core))))
    number = xp.full(len(core), -1)
    number[seeds] = xp.arange(len(seeds))
    return xp.where(core, number[lowest], -1), seeds


def _joined(reach: Reach, core: Array) -> Array:
    """Return the lowest core row ``(n,)`` that each core row hangs together with."""
    xp: Any = namespace(core)
    n = len(core)
    if xp is np:
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        starts, rows = reach
        if not core.all():
            here = np.repeat(core, reach.counts) & core[rows]
            starts, rows = np.concatenate([[0], here.cumsum()])[starts], rows[here]
        graph = csr_array((np.ones(len(rows)), rows, starts), (n, n))
        # Every edge leads both ways, so that parts are the strong ones, which are found sooner.
        count, part = connected_components(graph, connection="strong")
        lowest = np.full(count, n)
        np.minimum.at(lowest, part, np.arange(n))
        return lowest[part]
    lowest = xp.arange(n)
    while True:
        near = _lowest(reach, xp.where(core, lowest, n))
        lower = xp.where(core, xp.minimum(lowest, near), lowest)
        lower = lower[lower]
        if bool((lower == lowest).all()):
            return lowest
        lowest = lower


def _lowest(reach: Reach, values: Array) -> Array:
    """Return the lowest value ``(n,)`` among the neighbours of every row; n where there is none."""
    xp: Any = namespace(values)
    n = len(values)
    found = xp.full(n, n)
    some = xp.flatnonzero(reach.counts)
    if xp is np:
        if len(some):
            found[some] = np.minimum.reduceat(values[reach.rows], reach.starts[some])
    else:
        xp.minimum.at(found, xp.repeat(xp.arange(n), reach.counts), values[reach.rows])
    return found


def _rings(reach: Reach, core: Array, seeds: Array) -> Array:
    """Return how many steps from its seed the flood takes to every core row ``(n,)``."""
    xp: Any = namespace(core)
    ring, dry = xp.full(len(core), -1), core.copy()
    ring[seeds], dry[seeds] = 0, False
    front, level = seeds, 0
    while len(front):
        level += 1
        near = reach.rows[_spread(reach.starts[front], reach.counts[front])]
        near = near[dry[near]]
        ring[near], dry[near] = level, False
        front = xp.flatnonzero(ring == level)
    return ring


def _spread(starts: Array, counts: Array) -> Array:
    """Return the numbers of runs that start at `starts` and are `counts` long, in a row."""
    xp: Any = namespace(starts)
    ends = counts.cumsum()
    every: Array = xp.repeat(starts - ends + counts, counts)
    every += xp.arange(len(every))
    return every


def _ordered(cluster: Array, ring: Array, rows: Array) -> Array:
    """Return the order by cluster, then ring, then row."""
    xp: Any = namespace(rows)
    found: Array = xp.lexsort(xp.stack([rows, ring, cluster]))
    return found


def _visits(cluster: Array, level: Array, core: Array, seeds: Array) -> Array:
    """Return rows in the order of visits: floods in turn, and what the look finds in between."""
    xp: Any = namespace(cluster)
    rows = xp.arange(len(cluster))
    after = xp.searchsorted(seeds, rows)  # the first flood that starts at this row or later
    belongs = cluster >= 0
    seed = seeds[xp.where(belongs, cluster, 0)] if len(seeds) else rows
    flooded = core | (belongs & (seed < rows))
    turn = xp.where(flooded, 2 * cluster + 1, 2 * after)
    return _ordered(turn, xp.where(flooded, level, 0), rows)
