"""The latent space of a network: its narrowest layer, seen in a plane that stands still."""

from dataclasses import dataclass, field
from math import isqrt, prod
from weakref import WeakKeyDictionary

import numpy as np

from playground.engine.data import Data
from playground.engine.network import Network
from playground.kernels.array import Array
from playground.kernels.rotations import procrustes

ROOM, SHRINK, ROOMY = 0.08, 0.25, 0.7
"""Free margin around the codes, the share by which a window shrinks in a frame, and the part of
it that must suffice before it does."""


def bottleneck(network: Network, wanted: str = "") -> str | None:
    """Return the layer between input and read-out with the fewest units, the last of equals.

    Parameters
    ----------
    wanted
        A layer to take instead, where there is such a one.
    """
    names = list(layers(network))
    if wanted in names:
        return wanted
    width = layers(network)
    return min(reversed(names), key=lambda name: width[name]) if names else None


def layers(network: Network) -> dict[str, int]:
    """Return the widths of all layers in front of the read-out that put out plain vectors."""
    found = {}
    for node in network.nodes[:-1]:
        shape = network.shapes[node.id]
        if len(shape) == 1 and shape[0][1]:
            found[node.id] = prod(size or 1 for _, size in shape)
    return found


def side_of(data: Data) -> int:
    """Return the side of the square pictures that rows are, or 0 where they are none."""
    count = prod(data.x.shape[1:])
    side = isqrt(count)
    pixels = bool(data.names) and all(name.startswith("pixel") for name in data.names)
    return side if pixels and side * side == count else 0


@dataclass(eq=False)
class Plane:
    """How codes ``(n, width)`` are seen: at most two coordinates, and a window onto them.

    Codes of one or two units are shown as they are; wider ones by their principal axes, turned
    onto the picture before (orthogonal Procrustes) so that they do not flip while a network
    learns.

    Attributes
    ----------
    origin, axes
        A code is ``origin + place @ axes``; axes are orthonormal rows ``(d, width)``.
    share
        Part of the codes' variance that lies in the plane.
    window
        Corners ``(2, d)`` of what is in sight.
    """

    origin: Array = field(default_factory=lambda: np.zeros(0))
    axes: Array = field(default_factory=lambda: np.zeros((0, 0)))
    share: float = 1.0
    window: Array = field(default_factory=lambda: np.zeros((0, 0)))
    _last: Array = field(default_factory=lambda: np.zeros((0, 0)))

    def take(self, codes: Array) -> Array:
        """Bring the plane in line with newer codes and return their places ``(n, d)``."""
        width = codes.shape[1]
        fresh = self.axes.shape[1:] != (width,)
        if width <= 2:
            self.origin, self.axes, self.share = np.zeros(width), np.eye(width), 1.0
            places = codes
        else:
            places = self._principal(codes)
        box = np.stack([places.min(axis=0), places.max(axis=0)])
        self.window = framed(box) if fresh else followed(self.window, box)
        return places

    def lift(self, places: Array) -> Array:
        """Return the codes ``(..., width)`` at places ``(..., d)``."""
        lifted: Array = self.origin + places @ self.axes
        return lifted

    def _principal(self, codes: Array) -> Array:
        self.origin = codes.mean(axis=0)
        away = codes - self.origin
        values, vectors = np.linalg.eigh(away.T @ away)
        axes = vectors[:, :-3:-1]
        self.share = float(values[-2:].sum() / max(values.sum(), 1e-12))
        places: Array = away @ axes
        if self._last.shape == places.shape:
            turned = procrustes(places, self._last)
            axes, places = axes @ turned, places @ turned
        self.axes, self._last = axes.T, places
        return places


def framed(box: Array) -> Array:
    """Return a window around a box, both corners ``(2, d)``, with a margin."""
    reach = np.maximum(box[1] - box[0], 1e-3)
    return np.stack([box[0] - ROOM * reach, box[1] + ROOM * reach])


def followed(window: Array, box: Array) -> Array:
    """Return a window that holds the box: grown at once, shrunk slowly, else the same."""
    if (box[0] < window[0]).any() or (box[1] > window[1]).any():
        grown = framed(box)
        return np.stack([np.minimum(window[0], grown[0]), np.maximum(window[1], grown[1])])
    if (box[1] - box[0] < ROOMY * (window[1] - window[0])).any():
        shrunk: Array = window + SHRINK * (framed(box) - window)
        return shrunk
    return window


_planes: WeakKeyDictionary[object, dict[tuple[str, int], Plane]] = WeakKeyDictionary()


def plane_of(learner: object, block: str, member: int) -> Plane:
    """Return the plane through which a learner's layer is seen, the same one every time."""
    known = _planes.setdefault(learner, {})
    return known.setdefault((block, member), Plane())
