"""Which training rows a picture is made of."""

from playground.engine.data import Data
from playground.kernels.array import Array


def training_rows(data: Data, member: int, most: int) -> Array:
    """Return the numbers of up to `most` training rows, evenly chosen."""
    train = data.train if data.train.ndim == 1 else data.train[member % len(data.train)]
    chosen: Array = train[:: max(1, -(-len(train) // most))]
    return chosen
