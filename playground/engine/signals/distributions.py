"""How the numbers in each layer are spread at past steps, worked out once for each step."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

import numpy as np

from playground.engine.layer import Context
from playground.engine.probe import Descends, network_of
from playground.engine.signals.excerpt import excerpt
from playground.engine.training.trail import Trail
from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_host

Of: TypeAlias = Literal["weights", "activations", "gradients"]

ROWS = 300
"""Training rows that activations are taken from, at most."""
NUMBERS = 20_000
"""Numbers of a layer that are looked at, at most; larger layers are thinned evenly."""
TAIL = 0.005
"""Share of numbers on either side that the range of a picture may leave out."""
SMALLEST = 1e-12
"""Gradients nearer to zero than this are told as zero."""


def numbers_of(
    learner: Descends, trail: Trail, of: Of, member: int, entry: int
) -> Iterator[tuple[str, Array]]:
    """Yield every layer's block and its numbers at one kept entry of a trail.

    Weights and gradients are those of the weight matrices (gradients as log10 of their size, zeros
    left out); activations are the outputs on some training rows, predicting, with batch norm's
    averages taken from those rows.
    """
    which = slice(entry, entry + 1)
    if of == "activations":
        yield from _activations(learner, trail.vectors("weight", which)[0, member], member)
        return
    vector = trail.vectors({"weights": "weight", "gradients": "gradient"}[of], which)[0, member]
    for e in learner.weights.layout.entries:
        if e.spec.trainable and e.name == "weight":
            numbers = vector[e.start : e.stop]
            yield e.block, _thinned(_decades(numbers) if of == "gradients" else numbers)


def _decades(numbers: Array) -> Array:
    size = np.abs(numbers)
    with np.errstate(all="ignore"):
        logs: Array = np.log10(size[size > SMALLEST])
    return logs


def _activations(learner: Descends, trained: Array, member: int) -> Iterator[tuple[str, Array]]:
    network = network_of(learner)
    if network is None:
        return
    flat = learner.weights.flat[member : member + 1].copy()
    flat[:, : len(trained)] = namespace(flat).asarray(trained)
    with np.errstate(all="ignore"):
        rows = excerpt(learner.whole, member, ROWS).x
        record = network.run(Weights(network.layout, flat), rows, Context(settling=True))
    for node in network.nodes:
        if node.id in network.layout.segments or hasattr(node.layer, "function"):
            yield node.id, _thinned(to_host(record[node.id]).reshape(-1))


def _thinned(numbers: Array) -> Array:
    return numbers[:: -(-numbers.size // NUMBERS) or 1]


def reach(numbers: Array) -> tuple[float, float]:
    """Return the range that holds nearly all numbers; NaN where none is finite."""
    numbers = numbers[np.isfinite(numbers)]
    if not numbers.size:
        return np.nan, np.nan
    last = numbers.size - 1
    low, high = int(TAIL * last), last - int(TAIL * last)
    ordered = np.partition(numbers, (low, high))
    return float(ordered[low]), float(ordered[high])


def rounded(low: float, high: float) -> tuple[float, float]:
    """Return a range that holds another, with ends that read well and so rarely move.

    Examples
    --------
    >>> rounded(-0.93, 0.71), rounded(0.0, 3.2)
    ((-1.0, 1.0), (0.0, 5.0))
    """
    if not (np.isfinite(low) and np.isfinite(high)) or low == high == 0:
        return -1.0, 1.0
    size = max(abs(low), abs(high), 1e-9)
    power = 10.0 ** np.floor(np.log10(size))
    limit = float(next(f * power for f in (1, 1.5, 2, 3, 5, 7, 10) if f * power >= size * 0.999))
    return (-limit if low < 0 else 0.0), (limit if high > 0 else 0.0)


def counted(numbers: Array, low: float, high: float, bins: int) -> Array:
    """Return the share of numbers in each of `bins` equal parts of a range, ``(bins,)``."""
    with np.errstate(all="ignore"):
        place = (numbers - low) * (bins / (high - low))
        # The very end of the range belongs to its last part, as in every histogram.
        place = place[(place >= 0) & (place <= bins)]
    found = np.bincount(np.minimum(place.astype(np.int64), bins - 1), minlength=bins)
    return found.astype(np.float32) / max(numbers.size, 1)
