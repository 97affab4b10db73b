"""One layer on the way of space through a network, played as a movement."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.kernels.array import Array
from playground.kernels.rotations import Parts, Turn, turn_of, turn_stretch_turn


@dataclass(frozen=True)
class Stage:
    """A movement inside a layer, from moment `start` to `stop` of the layer's own time [0, 1]."""

    name: str
    start: float
    stop: float


@dataclass(frozen=True, eq=False)
class Cloud:
    """Where everything is in some space: at the end of a layer, or on the way.

    Attributes
    ----------
    mesh, points
        Places of the mesh ``(v, n)`` and of the samples ``(k, n)``.
    along, across
        Tangents of a sheet by the two inputs, ``(v, n)``; empty without a sheet.
    """

    mesh: Array
    points: Array
    along: Array
    across: Array


def mixed(before: Array, after: Array, share: float, width: int) -> Array:
    """Return the projection ``(width, d)`` that has come `share` of the way between two others.

    Their mix is made orthonormal again (its polar factor), so that only the layer squeezes what is
    seen; where a space has fewer axes than the picture it is left as it is.
    """
    view = np.zeros((width, before.shape[1]))
    view[: len(before)] += (1 - share) * before
    view[: len(after)] += share * after
    if min(len(before), len(after)) < view.shape[1] or share in (0.0, 1.0):
        return view
    u, sizes, v = np.linalg.svd(view, full_matrices=False)
    whole: Array = u @ v
    return whole if sizes[-1] > 1e-9 else view


@dataclass(frozen=True, eq=False)
class Leg:
    """One layer of the way.

    Everything is at ``start @ A + stop @ B + c`` in the larger of the two spaces (see `mixture`),
    so that a moment costs two thin products however it is projected.

    Attributes
    ----------
    block, title
        The layer's block, and what it is called.
    bend
        Name of its activation; "" where the layer is a plain mix from input to output.
    weight, bias
        Of a dense layer, ``(i, o)`` and ``(o,)``; no weight: a plain mix.
    start, stop
        What enters the layer, and what leaves it.
    dead
        Where the sheet has lost its area for good when it leaves, ``(v,)``.
    """

    block: str
    title: str
    bend: str
    weight: Array | None
    bias: Array | None
    start: Cloud
    stop: Cloud
    dead: Array

    @property
    def width(self) -> int:
        """Axes of the space in which the layer is played."""
        return max(int(self.start.mesh.shape[1]), int(self.stop.mesh.shape[1]))

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The movements inside the layer, in order."""
        if self.weight is None:
            return (Stage(self.bend or self.title, 0.0, 1.0),)
        found = [("turn", 1.0), ("stretch", 1.0), ("turn", 1.0)]
        found += [("+ b", 0.7)] if self.bias is not None else []
        found += [(self.bend, 1.6)] if self.bend != "linear" else []
        ends = np.cumsum([0.0, *(length for _, length in found)])
        ends /= ends[-1]
        return tuple(
            Stage(name, float(a), float(b))
            for (name, _), a, b in zip(found, ends, ends[1:], strict=False)
        )

    @cached_property
    def parts(self) -> Parts:
        """The weights as turn, stretch and turn."""
        assert self.weight is not None
        return turn_stretch_turn(np.asarray(self.weight, np.float64))

    @cached_property
    def _turns(self) -> tuple[Turn, Turn]:
        return turn_of(self.parts.first), turn_of(self.parts.second)

    def stage_at(self, moment: float) -> tuple[int, float]:
        """Return the number of the stage at a moment in [0, 1], and how far it has come."""
        for number, stage in enumerate(self.stages):
            if moment < stage.stop or number == len(self.stages) - 1:
                break
        return number, min(max((moment - stage.start) / (stage.stop - stage.start), 0.0), 1.0)

    def mixture(self, moment: float) -> tuple[Array, Array, Array]:
        """Return A ``(i, n)``, B ``(o, n)`` and c ``(n,)`` at a moment in [0, 1]."""
        n, i, o = self.width, self.start.mesh.shape[1], self.stop.mesh.shape[1]
        number, share = self.stage_at(moment)
        if self.weight is None:
            return (1 - share) * np.eye(i, n), share * np.eye(o, n), np.zeros(n)
        shift = np.zeros(n)
        if number >= 3 and self.bias is not None:
            shift[:o] = self.bias
        if number < 3:
            return self._linear(number, share)[:i], np.zeros((o, n)), shift
        whole = np.zeros((i, n))
        whole[:, :o] = self.weight
        if self.stages[number].name == "+ b":
            return whole, np.zeros((o, n)), share * shift
        return (1 - share) * whole, share * np.eye(o, n), (1 - share) * shift

    def _linear(self, number: int, share: float) -> Array:
        """Return the map ``(n, n)`` of the weights while they turn, stretch or turn again."""
        if number == 0:
            return self._turns[0].at(share)
        stretch = (1 - share) + share * self.parts.stretch if number == 1 else self.parts.stretch
        stretched: Array = self.parts.first * stretch
        return stretched @ self._turns[1].at(share) if number == 2 else stretched

    def cloud(self, moment: float) -> Cloud:
        """Return where everything is at a moment, in all of the layer's space."""
        a, b, c = self.mixture(moment)
        one, two = self.start, self.stop
        return Cloud(
            one.mesh @ a + two.mesh @ b + c, one.points @ a + two.points @ b + c,
            one.along @ a + two.along @ b, one.across @ a + two.across @ b,
        )  # fmt: skip

    def seen(self, moment: float, view: Array) -> tuple[Array, Array]:
        """Return mesh ``(v, d)`` and samples ``(k, d)`` through a projection ``(n, d)``."""
        a, b, c = self.mixture(moment)
        one, two = self.start, self.stop
        # In the precision of the clouds: a picture needs no more, and products stay thin.
        a, b, c = (part.astype(one.mesh.dtype) for part in (a @ view, b @ view, c @ view))
        if not b.any():
            return one.mesh @ a + c, one.points @ a + c
        return one.mesh @ a + two.mesh @ b + c, one.points @ a + two.points @ b + c

    def tangents(self, moment: float) -> tuple[Array, Array]:
        """Return the sheet's tangents ``(v, n)`` at a moment."""
        a, b, _ = self.mixture(moment)
        along, across = (self.start.along @ a, self.start.across @ a)
        if b.any():
            along, across = along + self.stop.along @ b, across + self.stop.across @ b
        return along, across

    @property
    def turned(self) -> float:
        """The moment at which the weights have done their part; 1 for a plain mix."""
        return 1.0 if self.weight is None else self.stages[2].stop

    def axes_at(self, moment: float) -> int:
        """Return how many axes space has at a moment: those of the output once W is done."""
        if self.weight is None:
            return self.stop.mesh.shape[1] if moment >= 1.0 else self.width
        return self.width if moment < self.turned else self.stop.mesh.shape[1]
