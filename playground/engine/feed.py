"""From a data set's rows to a network's inputs: one chain of fitted transforms per entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from playground.core.shape import Shape
from playground.engine.data import Data
from playground.engine.transform import Fitted, Transform
from playground.kernels.array import Array, to_device, to_host

Chain: TypeAlias = tuple[tuple[Transform, Fitted], ...]


@dataclass(frozen=True)
class Feed:
    """A data set and the chains that lead from it into a network.

    Attributes
    ----------
    source
        Rows as the data set gives them, before any transform.
    chains
        Fitted transforms by input port of the network.
    shapes
        Shape of one sample after each chain.
    """

    source: Data
    chains: Mapping[str, Chain]
    shapes: Mapping[str, Shape]

    @classmethod
    def through(cls, source: Data, chains: Mapping[str, Sequence[Transform]]) -> "Feed":
        """Fit every chain on the training rows of `source`."""
        fitted: dict[str, Chain] = {}
        shapes: dict[str, Shape] = {}
        for port, transforms in chains.items():
            data, links = source, []
            for transform in transforms:
                data, learned = transform.transform(data)
                links.append((transform, learned))
            fitted[port] = tuple(links)
            shapes[port] = data.signature().shape
        return cls(source, fitted, shapes)

    def inputs(self, x: Array, device: str = "cpu") -> dict[str, Array]:
        """Carry rows of the data set into every entry.

        Parameters
        ----------
        x
            Rows ``(n, *axes)`` in the units of the data set.

        Returns
        -------
        dict
            Arrays ``(1, n, *axes)`` of float32 by port.
        """
        arrays = {}
        for port, chain in self.chains.items():
            rows = np.asarray(to_host(x), np.float64)
            for transform, learned in chain:
                rows = transform.apply(rows, learned)
            arrays[port] = to_device(np.ascontiguousarray(rows, np.float32)[None], device)
        return arrays
