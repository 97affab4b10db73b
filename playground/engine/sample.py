"""A bounded part of the rows that a loss is a mean over."""

import numpy as np

from playground.engine.batches import Batch
from playground.kernels.array import Array, namespace


def sample(whole: Batch, member: int, most: int) -> tuple[Batch, int]:
    """Return at most so many rows of one member, evenly chosen, and how many there are.

    Parameters
    ----------
    whole
        Everything the train loss is a mean over; without rows it is returned as it is.
    member
        Whose rows, where members have rows of their own.
    most
        Rows to return at most.
    """
    there = max((rows.shape[1] for rows in whole.x.values()), default=0)
    if not there:
        return whole, 0
    chosen = np.linspace(0, there - 1, min(there, most)).round().astype(int)

    def part(rows: Array) -> Array:
        mine = member if len(rows) > 1 else 0
        picked: Array = rows[mine : mine + 1]
        return picked if there <= most else picked[:, namespace(rows).asarray(chosen)]

    weight = None if whole.weight is None else part(whole.weight)
    x = {port: part(rows) for port, rows in whole.x.items()}
    return Batch(x, part(whole.y), weight), there
