"""From a data set's rows to a network's inputs: one chain of fitted transforms per entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    centre, scale
        Of the target values, where a chain standardises them; the first that does counts.
    """

    source: Data
    chains: Mapping[str, Chain]
    shapes: Mapping[str, Shape]
    centre: Array | float = 0.0
    scale: Array | float = 1.0

    @classmethod
    def through(
        cls,
        source: Data,
        chains: Mapping[str, Sequence[Transform]],
        target: Sequence[Transform] | None = None,
    ) -> "Feed":
        """Fit every chain on the training rows of `source`.

        Parameters
        ----------
        target
            The chain whose features are learned, in its units, instead of labels or values.
        """
        aim = source if target is None else source.aiming_at(_features(source, target))
        fitted: dict[str, Chain] = {}
        shapes: dict[str, Shape] = {}
        units: list[tuple[Array, Array]] = []
        for port, transforms in chains.items():
            data, links = source, []
            for transform in transforms:
                data, learned = transform.transform(data)
                links.append((transform, learned))
            if data.y is not source.y:
                units.append(_unit(links))
            fitted[port] = tuple(links)
            shapes[port] = data.signature().shape
        centre, scale = units[0] if units else (0.0, 1.0)
        if target is not None:
            centre, scale = 0.0, 1.0
        return cls(aim, fitted, shapes, centre, scale)

    def unlabelled(self) -> "Feed":
        """Return the way of all rows, without what is to be learned of them."""
        return replace(self, source=self.source.unlabelled(), centre=0.0, scale=1.0)

    def targets(self) -> Array:
        """Return what is learned: one-hot ``(n, classes)``, or values in the learner's units."""
        targets = self.source.targets()
        return (targets - self.centre) / self.scale if self.source.target == "value" else targets

    def in_own_units(self, scores: Array) -> Array:
        """Return what a learner puts out, values in the units of the data set."""
        return scores * self.scale + self.centre if np.ndim(self.scale) else scores

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
        return {
            port: to_device(np.ascontiguousarray(_along(chain, x), np.float32)[None], device)
            for port, chain in self.chains.items()
        }

    def rows(self, x: Array) -> Array:
        """Carry rows of the data set ``(n, *axes)`` along the only chain, laid out flat.

        Returns
        -------
        Array of shape ``(n, d)``, float64, in the CPU's memory
        """
        (chain,) = self.chains.values()
        rows = _along(chain, x)
        return np.ascontiguousarray(rows.reshape(len(rows), -1))


def _along(chain: Chain, x: Array) -> Array:
    """Apply fitted transforms to rows, as float64."""
    rows: Array = np.asarray(to_host(x), np.float64)
    for transform, learned in chain:
        rows = transform.apply(rows, learned)
    return rows


def _features(data: Data, transforms: Sequence[Transform]) -> Array:
    """Return what a chain makes of all rows, laid out flat ``(n, outputs)``."""
    for transform in transforms:
        data, _ = transform.transform(data)
    return np.asarray(data.x.reshape(len(data.x), -1), np.float64)


def _unit(links: Sequence[tuple[Transform, Fitted]]) -> tuple[Array, Array]:
    """Return centre and scale that a chain takes from and divides target values by."""
    centre, scale = np.zeros(1), np.ones(1)
    for _, learned in links:
        if "target scale" in learned:
            centre = centre + scale * learned["target mean"]
            scale = scale * learned["target scale"]
    return centre, scale
