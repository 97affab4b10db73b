"""Where rows lie in the few dimensions that a learner makes, or is given."""

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from playground.core.block import title_of
from playground.engine.coding.latent import followed, framed
from playground.engine.embedder import Embedder
from playground.engine.modelling.stepwise import Stepwise
from playground.engine.reducer import Reducer
from playground.engine.reducing.principal import carried
from playground.kernels.array import Array, to_host


class Places(NamedTuple):
    """Where rows lie.

    Attributes
    ----------
    at
        Places ``(n, m)``.
    names
        Of the m dimensions.
    title
        What made them.
    """

    at: Array
    names: tuple[str, ...]
    title: str


def places_of(learner: Any, rows: Array, member: int) -> Places | None:
    """Return where rows of the data set lie, or None where nothing reduces them.

    Parameters
    ----------
    rows
        Row numbers ``(n,)``.
    """
    block = getattr(learner, "block", None)
    if isinstance(learner, Stepwise) and isinstance(block, Embedder):
        at = np.asarray(to_host(block.places(learner.states[member])), float)[rows]
        axis = str(getattr(type(block), "axis", "dimension"))
        return Places(at, _numbered(axis, at.shape[1]), title_of(type(block)))
    feed = getattr(learner, "feed", None)
    for chain in feed.chains.values() if feed is not None else ():
        reducing = [i for i, (transform, _) in enumerate(chain) if isinstance(transform, Reducer)]
        if reducing:
            last = chain[: reducing[-1] + 1]
            at = carried(last, learner.source.x[rows])
            kind = type(last[-1][0])
            assert issubclass(kind, Reducer)
            return Places(at, _numbered(kind.axis, at.shape[1]), title_of(kind))
    return None


def _numbered(axis: str, count: int) -> tuple[str, ...]:
    return tuple(f"{axis} {i + 1}" for i in range(count))


RIM = 0.03
"""Share of the reach of all places that stays free around the outermost of them."""

_windows: WeakKeyDictionary[object, dict[tuple[int, ...], Array]] = WeakKeyDictionary()


def window_of(learner: object, at: Array, key: tuple[int, ...]) -> Array:
    """Return the corners ``(2, d)`` of a window onto places ``(n, d)`` that moves calmly.

    It grows at once where places leave it, and shrinks slowly.

    Parameters
    ----------
    key
        What the window looks at: each has one of its own.
    """
    known = _windows.setdefault(learner, {})
    low, high = at.min(axis=0), at.max(axis=0)
    # A mark has a size: one whose middle lies on the rim would be cut in half.
    rim = RIM * (high - low)
    box = np.stack([low - rim, high + rim])
    known[key] = followed(known[key], box) if key in known else framed(box)
    return known[key]
