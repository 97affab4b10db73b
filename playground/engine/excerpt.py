"""A few of the rows that a network learns from, to look at what they do inside it."""

from collections.abc import Mapping

from playground.engine.batches import Batch
from playground.engine.network import Network
from playground.kernels.array import Array


def network_of(learner: object) -> Network | None:
    """Return the network that a learner trains, or None where it trains something else."""
    network = getattr(getattr(learner, "objective", None), "network", None)
    return network if isinstance(network, Network) else None


def excerpt(whole: Batch, member: int, most: int) -> Mapping[str, Array]:
    """Return at most `most` rows of a set, spread evenly over it, ``(1, n, *axes)`` by port.

    Parameters
    ----------
    whole
        Everything the train loss is a mean over.
    member
        Whose rows, where members learn from different ones.
    """
    found = {}
    for port, rows in whole.x.items():
        place = member if len(rows) > 1 else 0
        stride = -(-rows.shape[1] // most)
        found[port] = rows[place : place + 1, ::stride]
    return found
