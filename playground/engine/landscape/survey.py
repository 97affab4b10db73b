"""The loss at many places of weight space at once, in bounded memory."""

import functools
from collections.abc import Callable
from typing import Protocol, runtime_checkable

import numpy as np

from playground.engine.batches import Batch
from playground.engine.landscape.chain import Chain
from playground.engine.objective import Objective
from playground.engine.randomness import generator
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_device, to_host

MOST_ROWS = 1000
"""Rows that a loss surface is the mean over; larger sets are sampled."""

_AT_ONCE = {"numpy": 90_000, "cupy": 16_000_000}
"""Numbers that one layer's outputs may take: few enough for the cache of a CPU."""


@runtime_checkable
class Settles(Protocol):
    """An objective whose weights hold averages that other weights would not have."""

    def settled_loss(self, weights: Weights, data: Batch) -> Array:
        """Return the loss ``(members,)`` with such averages taken anew from `data`."""


def sampled(whole: Batch, most: int = MOST_ROWS) -> Batch:
    """Return a batch itself, or some of its rows, always the same, where there are more."""
    rows = int(whole.y.shape[1]) if whole.y.ndim > 1 else 0
    if rows <= most:
        return whole
    chosen = np.sort(generator(0, "surface rows").permutation(rows)[:most])
    index = namespace(whole.y).asarray(chosen)
    x = {port: values[:, index] for port, values in whole.x.items()}
    weight = None if whole.weight is None else whole.weight[:, index]
    return Batch(x, whole.y[:, index], weight)


def losses_at(
    objective: Objective, like: Weights, vectors: Array, data: Batch, state: Array | None = None
) -> Array:
    """Compute the loss at weight vectors, with running averages that fit each of them.

    Parameters
    ----------
    like
        Weights whose layout and device count.
    vectors
        Trainable parts ``(k, trainable)``.
    state
        What stands after the trainable part, ``(size - trainable,)``; that of the first member
        of `like` unless given.

    Returns
    -------
    Array
        ``(k,)`` float64 in the CPU's memory, without penalties.
    """
    return _surveyed(objective, like, data, len(vectors), lambda a, b: vectors[a:b], state)


def losses_over(
    objective: Objective,
    like: Weights,
    origin: Array,
    directions: Array,
    places: Array,
    data: Batch,
) -> Array:
    """Compute the loss at ``origin + places @ directions``; see `losses_at`.

    Parameters
    ----------
    origin, directions
        A point ``(trainable,)`` and directions ``(2, trainable)`` of weight space.
    places
        Coordinates ``(k, 2)``.
    """
    device = "cpu" if namespace(like.flat) is np else "cuda"
    base, spanned, at = (
        to_device(np.ascontiguousarray(a, np.float32), device)
        for a in (origin, directions, places)
    )
    return _surveyed(
        objective, like, data, len(places), lambda a, b: base + at[a:b] @ spanned, None
    )


def _surveyed(
    objective: Objective,
    like: Weights,
    data: Batch,
    count: int,
    vectors: Callable[[int, int], Array],
    state: Array | None,
) -> Array:
    _hold_on_to_memory()
    xp, layout = namespace(like.flat), like.layout
    kept = like.flat[:1, layout.trainable :] if state is None else xp.asarray(state)[None]
    loss = objective.loss
    if layout.size > layout.trainable and isinstance(objective, Settles):
        loss = objective.settled_loss
    chain = Chain.of(objective, like, data)
    chunk = _members_at_once(objective, like, data)
    found = []
    with np.errstate(all="ignore"):
        for start in range(0, count, chunk):
            part = xp.asarray(vectors(start, start + chunk), np.float32)
            flat = part
            if layout.size > layout.trainable:
                rest = xp.repeat(xp.asarray(kept, np.float32), len(part), axis=0)
                flat = xp.concatenate([part, rest], axis=1)
            at = loss(Weights(layout, flat), data) if chain is None else chain.loss(flat, data)
            found.append(to_host(at))
    return np.concatenate(found).astype(np.float64) if found else np.empty(0)


def _members_at_once(objective: Objective, like: Weights, data: Batch) -> int:
    rows = int(data.y.shape[1]) if data.y.ndim > 1 else 1
    shapes = getattr(getattr(objective, "network", None), "shapes", {})
    sizes = [np.prod([n or 1 for _, n in shape]) for shape in shapes.values()]
    numbers = max(int(rows * max(sizes, default=1)), like.layout.size)
    return max(1, _AT_ONCE[namespace(like.flat).__name__] // numbers)


@functools.cache
def _hold_on_to_memory() -> None:
    """Let go of one large block, once.

    The C library gives freed blocks back to the system, to be faulted in anew page by page at
    every pass, until it has seen a block this large freed: that alone halves the time.
    """
    np.empty(30 * 2**20, np.uint8)
