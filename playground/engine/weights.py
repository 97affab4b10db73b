"""All weights of a network as one flat vector, with named views into it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TypeAlias

import numpy as np

from playground.engine.initialiser import Initialiser
from playground.engine.randomness import generator
from playground.kernels.array import Array, namespace, to_device

Views: TypeAlias = Mapping[str, Array]


@dataclass(frozen=True)
class WeightSpec:
    """What a layer asks for: shape and initialiser of one array of weights.

    Attributes
    ----------
    fan_in, fan_out
        Connections into and out of a unit, which initialisers scale by.
    trainable
        False for state, such as running means: in no optimizer, path or direction.
    decay
        Whether weight decay and penalties reach it; biases and norm scales are spared.
    """

    shape: tuple[int, ...]
    initialiser: Initialiser
    fan_in: int = 1
    fan_out: int = 1
    trainable: bool = True
    decay: bool = True


@dataclass(frozen=True)
class Entry:
    """Where one array of weights stands in the flat vector."""

    block: str
    name: str
    spec: WeightSpec
    start: int
    stop: int


class Layout:
    """Order of all arrays in the flat vector: trainable ones first, state after them.

    Parameters
    ----------
    specs
        Weight specs by block and name, in the order of the network.
    """

    def __init__(self, specs: Mapping[str, Mapping[str, WeightSpec]]) -> None:
        every = [(b, n, s) for b, named in specs.items() for n, s in named.items()]
        every.sort(key=lambda e: not e[2].trainable)
        entries, at = [], 0
        for block, name, spec in every:
            entries.append(Entry(block, name, spec, at, at + prod(spec.shape)))
            at = entries[-1].stop
        self.entries = tuple(entries)
        self.blocks = tuple(specs)
        self.size = at
        self.trainable = sum(prod(s.shape) for _, _, s in every if s.trainable)

    @cached_property
    def decay_mask(self) -> Array:
        """1 where weight decay reaches, 0 elsewhere, shape ``(trainable,)`` float32."""
        mask = np.zeros(self.trainable, np.float32)
        for entry in self._trained():
            mask[entry.start : entry.stop] = entry.spec.decay
        return mask

    @cached_property
    def segments(self) -> dict[str, tuple[int, int]]:
        """First and past-last trainable position of each block that has any."""
        found: dict[str, tuple[int, int]] = {}
        for e in self._trained():
            found[e.block] = (found.get(e.block, (e.start, 0))[0], e.stop)
        return found

    def parameters(self) -> dict[str, int]:
        """Count the trainable numbers of one member, by block."""
        return {block: stop - start for block, (start, stop) in self.segments.items()}

    def _trained(self) -> Iterable[Entry]:
        return (e for e in self.entries if e.spec.trainable)


class Weights:
    """A population of weight vectors.

    Parameters
    ----------
    layout
        What stands where.
    flat
        Shape ``(members, layout.size)``; updated in place by optimizers.

    Attributes
    ----------
    trained
        View of the trainable part, ``(members, layout.trainable)``.
    views
        Views by block and name, each ``(members, *shape)``; they share memory with `flat`.
    alone
        The same without the axis of members, each ``shape``; empty for a population.
    """

    def __init__(self, layout: Layout, flat: Array) -> None:
        self.layout = layout
        self.flat = flat
        self.trained = flat[:, : layout.trainable]
        self.views: dict[str, dict[str, Array]] = {block: {} for block in layout.blocks}
        for e in layout.entries:
            part = flat[:, e.start : e.stop]
            self.views[e.block][e.name] = part.reshape(len(flat), *e.spec.shape)
        self.alone: dict[str, dict[str, Array]] = {}
        if len(flat) == 1:
            self.alone = {
                block: {name: view[0] for name, view in named.items()}
                for block, named in self.views.items()
            }

    @property
    def members(self) -> int:
        """Number of weight vectors."""
        return len(self.flat)

    @classmethod
    def initial(cls, layout: Layout, seeds: tuple[int, ...], device: str = "cpu") -> "Weights":
        """Draw one weight vector for each seed, float32.

        Every array has a stream of its own, so changing one block leaves the others' draws alone.
        """
        flat = np.empty((len(seeds), layout.size), np.float32)
        for e in layout.entries:
            for member, seed in enumerate(seeds):
                random = generator(seed, f"weights {e.block} {e.name}")
                drawn = e.spec.initialiser.draw(
                    random, e.spec.shape, e.spec.fan_in, e.spec.fan_out
                )
                flat[member, e.start : e.stop] = drawn.reshape(-1)
        return cls(layout, to_device(flat, device))

    def part(self, members: slice) -> "Weights":
        """Return some of the members, sharing their memory."""
        return Weights(self.layout, self.flat[members])

    def like(self) -> "Weights":
        """Return zeros of the same layout and device: a place for gradients."""
        return Weights(self.layout, namespace(self.flat).zeros_like(self.flat))

    def copy(self) -> "Weights":
        """Return an independent copy."""
        return Weights(self.layout, self.flat.copy())

    def astype(self, dtype: type) -> "Weights":
        """Return a copy in another precision."""
        return Weights(self.layout, self.flat.astype(dtype))

    def plane(self, a: Array, d1: Array, b: Array, d2: Array) -> "Weights":
        """Return the members ``w + a d1 + b d2`` around a single weight vector.

        Parameters
        ----------
        a, b
            Coordinates, each of shape ``(k,)``.
        d1, d2
            Directions over the trainable part, each of shape ``(trainable,)``.

        Returns
        -------
        Weights of k members; state (running means) is that of the centre.
        """
        xp = namespace(self.flat)
        flat = xp.repeat(self.flat[:1], len(a), axis=0)
        flat[:, : self.layout.trainable] += a[:, None] * d1 + b[:, None] * d2
        return Weights(self.layout, flat)

    def segment_norms(self, gradient: "Weights | None" = None) -> dict[str, Array]:
        """Compute the Euclidean norm of each block's part, ``(members,)`` by block.

        Parameters
        ----------
        gradient
            Another vector of the same layout to measure instead of the weights.
        """
        trained = (gradient or self).trained
        xp = namespace(trained)
        return {
            block: xp.sqrt(xp.square(trained[:, start:stop]).sum(axis=1))
            for block, (start, stop) in self.layout.segments.items()
        }
