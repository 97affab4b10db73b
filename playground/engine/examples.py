"""The rows that a classical model learns from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.core.shape import Target
from playground.engine.data import Data, names_for
from playground.engine.feed import Feed
from playground.kernels.array import Array, to_device


@dataclass(frozen=True, eq=False)
class Examples:
    """Training rows as they reach a model: after its transforms, laid out flat.

    Attributes
    ----------
    x
        Features ``(n, d)`` of float64.
    y
        Labels ``(n,)`` of int64 for classes; values ``(n, outputs)`` of float64, in the learner's
        units, otherwise.
    target
        What `y` holds.
    outputs
        Number of classes (of which some may have no row here), or of target columns.
    weight
        How much each row counts ``(n,)``, 1 on average; None where all count alike.
    names
        A name for each feature.
    feed
        The way that rows of the data set took here.
    """

    x: Array
    y: Array
    target: Target
    outputs: int
    weight: Array | None = None
    names: tuple[str, ...] = ()
    feed: Feed | None = None

    @classmethod
    def of(cls, feed: Feed, device: str = "cpu") -> "Examples":
        """Take the training rows of a feed, where a row may stand several times."""
        data: Data = feed.source
        rows = data.train.reshape(-1)
        x = feed.rows(data.x[rows])
        y = data.y[rows] if data.target == "class" else feed.targets()[rows]
        weight = None if data.weight is None else data.weight[rows]
        if weight is not None:
            weight = to_device(weight / weight.mean(), device)
        return cls(
            to_device(x, device), to_device(y, device), data.target, data.outputs, weight,
            names_for(x.shape[1], data.names), feed,
        )  # fmt: skip

    def places(self, coordinates: Sequence[float]) -> Array:
        """Return the features here ``(m, d)`` of places in the units of the data set.

        Parameters
        ----------
        coordinates
            Those of the first place, then of the second, and so on. What is left over at the end,
            too short for a place, is left out.
        """
        assert self.feed is not None, "these rows come from no data set"
        axes = self.feed.source.x.shape[1:]
        wide = int(np.prod(axes))
        whole = len(coordinates) // wide
        places = np.reshape(np.array(coordinates[: whole * wide], float), (whole, *axes))
        return self.feed.rows(places)

    def __len__(self) -> int:
        return len(self.x)
