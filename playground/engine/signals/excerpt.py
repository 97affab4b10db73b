"""A few of the rows that a learner learns from: what pictures are made of and probes look at."""

import numpy as np

from playground.engine.batches import Batch
from playground.engine.data import Data
from playground.kernels.array import Array, namespace


def excerpt(whole: Batch, member: int, most: int) -> Batch:
    """Return at most so many rows of one member, evenly chosen.

    Parameters
    ----------
    whole
        Everything the train loss is a mean over; without rows it is returned as it is.
    member
        Whose rows, where members have rows of their own.
    most
        Rows to return at most.
    """
    there = rows_in(whole)
    if not there:
        return whole
    chosen = np.linspace(0, there - 1, min(there, most)).round().astype(int)

    def part(rows: Array) -> Array:
        mine = member if len(rows) > 1 else 0
        picked: Array = rows[mine : mine + 1]
        return picked if there <= most else picked[:, namespace(rows).asarray(chosen)]

    weight = None if whole.weight is None else part(whole.weight)
    return Batch({port: part(rows) for port, rows in whole.x.items()}, part(whole.y), weight)


def rows_in(whole: Batch) -> int:
    """Return how many rows a batch has."""
    return max((int(rows.shape[1]) for rows in whole.x.values()), default=0)


def training_rows(data: Data, member: int, most: int) -> Array:
    """Return the numbers of up to `most` training rows in a data set, evenly chosen."""
    train = data.train if data.train.ndim == 1 else data.train[member % len(data.train)]
    chosen: Array = train[:: max(1, -(-len(train) // most))]
    return chosen
