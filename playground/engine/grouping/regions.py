"""The regions of a plane that belong to each of some groups."""

import numpy as np

from playground.engine.clusterer import Clusterer
from playground.engine.grouping.ground import Ground
from playground.engine.learner import State
from playground.engine.modelling.stepwise import Stepwise
from playground.kernels.array import Array, to_device, to_host
from playground.kernels.contours import borders

CELLS = 1 << 21
"""Shares that are held at once."""

MOST_BORDERED = 32
"""Of more groups than these no borders are drawn: they would hide the regions."""

MOST_BLENDED = 16
"""More groups than these are not blended where they overlap: the strongest one is shown."""

BELL = np.array([1, 4, 6, 4, 1]) / 16
"""How stairs are smoothed: by what is next to each cell."""

HARDLY = 1e-3
"""A share that is this close to all or nothing counts as such."""


def regions(
    learner: Stepwise, block: Clusterer, state: State, ground: Ground, centres: Array | None
) -> dict[str, Array]:
    """Return which group every cell belongs to, and the borders; nothing where none do.

    See `playground.engine.probes.clusters` for the names.
    """
    rows = learner.feed.rows(ground.cells().reshape(-1, *learner.source.x.shape[1:]))
    winner, share, shares = _asked(learner, block, state, rows)
    if not (winner >= 0).any():
        return {}
    wide, high = ground.size
    shape = (high, wide)
    told = {
        "winner": winner.reshape(shape).astype(np.int16),
        "share": np.rint(255 * share.reshape(shape)).astype(np.uint8),
    }
    if shares is None:
        return told
    soft = bool(((share > HARDLY) & (share < 1 - HARDLY)).any())
    if soft and shares.shape[1] <= MOST_BLENDED:
        told["shares"] = np.rint(255 * shares.reshape(*shape, -1)).astype(np.uint8)
    near = None if soft else _nearness(rows, winner, centres)
    if near is not None:
        heights = near.reshape(*shape, -1)
    else:
        none = np.maximum(1.0 - shares.sum(axis=1, keepdims=True), 0.0)
        heights = np.concatenate([shares, none], axis=1).reshape(*shape, -1)
        heights = heights if soft else _softened(heights)
    told["borders"] = _placed(borders(heights), ground).astype(np.float32)
    return told


def _asked(
    learner: Stepwise, block: Clusterer, state: State, rows: Array
) -> tuple[Array, Array, Array | None]:
    """Return winner (-1 for none) and its share ``(k,)``, and all shares unless they are many."""
    first = to_host(block.decide(state, to_device(rows[:1], learner.device)))
    groups = first.shape[1]
    if not groups:
        return np.full(len(rows), -1), np.zeros(len(rows)), None
    winner, share, kept = [], [], []
    step = max(1, CELLS // groups)
    for start in range(0, len(rows), step):
        some = to_device(rows[start : start + step], learner.device)
        shares = np.nan_to_num(to_host(block.decide(state, some)))
        best = shares.argmax(axis=1)
        top = np.take_along_axis(shares, best[:, None], axis=1)[:, 0]
        winner.append(np.where(top > 0, best, -1))
        share.append(top)
        if groups <= MOST_BORDERED:
            kept.append(shares)
    return np.concatenate(winner), np.concatenate(share), np.concatenate(kept) if kept else None


def _nearness(rows: Array, winner: Array, centres: Array | None) -> Array | None:
    """Return scores ``(k, g)`` that fall with the distance from centres, if they decide.

    Their borders are straight lines between cells too, while those of shares of 0 and 1 are
    stairs.
    """
    if centres is None or len(centres) < 2:
        return None
    near: Array = -((rows[:, None, :] - centres[None]) ** 2).sum(axis=2)
    return near if (near.argmax(axis=1) == winner).mean() > 1 - HARDLY else None


def _softened(shares: Array) -> Array:
    """Return shares ``(h, w, c)`` spread over neighbouring cells: their borders are no stairs."""
    for axis, count in ((0, shares.shape[0]), (1, shares.shape[1])):
        padded = np.take(shares, np.clip(np.arange(-2, count + 2), 0, count - 1), axis=axis)
        parts = [np.take(padded, np.arange(i, i + count), axis=axis) for i in range(5)]
        shares = np.einsum("i,ihwc->hwc", BELL, np.stack(parts))
    return shares


def _placed(segments: Array, ground: Ground) -> Array:
    """Return segments in cells as segments of the plane."""
    x0, x1, y0, y1 = ground.extent
    cell = np.array([(x1 - x0) / ground.size[0], (y1 - y0) / ground.size[1]])
    placed: Array = np.array([x0, y0]) + (segments + 0.5) * cell
    return placed
