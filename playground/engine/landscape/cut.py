"""A cut through weight space: what is asked for, and the plane that it gives."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec
import numpy as np

from playground.engine.weights import Weights
from playground.kernels.array import Array, namespace, to_device, to_host

Which: TypeAlias = tuple[str, str, int]
"""A weight: block, name and place in the array laid out flat."""

Pairs: TypeAlias = tuple[tuple[str, Any], ...]
"""Settings of a request: names and values."""


class Cut(msgspec.Struct, frozen=True):
    """How weight space is cut.

    Attributes
    ----------
    plane
        ``"path"``: the principal axes of the path; ``"random"``: two filter-normalised random
        directions through the current weights; ``"weights"``: two weights chosen by hand.
    first, second
        Those weights; what is not there is replaced by the first ones that are.
    seed
        Of the random directions.
    """

    plane: Literal["path", "random", "weights"] = "path"
    first: Which = ("", "", 0)
    second: Which = ("", "", 0)
    seed: int = 0


Plane: TypeAlias = Cut | Pairs
"""A cut, or the settings that hold one."""


def cut_of(plane: Plane) -> Cut:
    """Read a cut from the settings of a surface; what does not concern it is left out."""
    if isinstance(plane, Cut):
        return plane
    known = {name: value for name, value in plane if name in Cut.__struct_fields__}
    return msgspec.convert(known, Cut, strict=False)


@dataclass(frozen=True, eq=False)
class Landscape:
    """A plane through weight space: ``origin + a d1 + b d2``.

    Attributes
    ----------
    origin
        Trainable weights ``(trainable,)`` at the place (0, 0), float64.
    directions
        ``(2, trainable)`` float64; orthonormal but for random ones.
    like
        Weights of the learner it belongs to: layout, device and state.
    """

    origin: Array
    directions: Array
    like: Weights

    def weights_at(self, a: float, b: float) -> Weights:
        """Return the one weight vector at a place; state is that of the first member."""
        vector = self.lift(np.array([[a, b]]))
        flat = to_host(self.like.flat[:1]).copy()
        flat[:, : vector.shape[1]] = vector
        device = "cpu" if namespace(self.like.flat) is np else "cuda"
        return Weights(self.like.layout, to_device(flat, device))

    def lift(self, places: Array) -> Array:
        """Return the weight vectors ``(..., trainable)`` at places ``(..., 2)``, float32."""
        lifted: Array = (self.origin + places @ self.directions).astype(np.float32)
        return lifted

    def project(self, vectors: Array) -> Array:
        """Return the places ``(..., 2)`` of the plane nearest to weight vectors."""
        return self.measure(vectors)[0]

    def measure(self, vectors: Array) -> tuple[Array, Array]:
        """Return the nearest places ``(..., 2)`` and how far off the plane vectors lie ``(...)``.

        Parameters
        ----------
        vectors
            ``(..., trainable)``; those that are not finite have no place (NaN).
        """
        with np.errstate(all="ignore"):
            away = np.asarray(vectors, np.float64) - self.origin
            overlap = self.directions @ self.directions.T
            places = (away @ self.directions.T) @ np.linalg.pinv(overlap)
            off = np.linalg.norm(away - places @ self.directions, axis=-1)
        return places, off
