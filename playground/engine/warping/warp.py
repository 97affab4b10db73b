"""Space on its way through a network, at every moment."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.engine.warping.leg import Cloud, Leg
from playground.kernels.array import Array


def area(along: Array, across: Array) -> Array:
    """Return the local area factor ``sqrt(det(J^T J))`` of tangents ``(v, n)``, shape ``(v,)``.

    Examples
    --------
    >>> area(np.array([[2.0, 0.0, 0.0]]), np.array([[1.0, 3.0, 0.0]])).tolist()
    [6.0]
    """
    a, b = np.asarray(along, np.float64), np.asarray(across, np.float64)
    inner = np.einsum("vi,vi->v", a, b)
    gram = np.einsum("vi,vi->v", a, a) * np.einsum("vi,vi->v", b, b) - inner * inner
    root: Array = np.sqrt(np.maximum(gram, 0.0))
    return root


def orientation(along: Array, across: Array, certain: float = 1e-9) -> Array:
    """Return the sine of the turn between tangents ``(v, 2)``: its sign is that of det J.

    A fold runs where it changes sign. NaN where it is below `certain`: there rounding decides.
    """
    a, b = np.asarray(along, np.float64), np.asarray(across, np.float64)
    size = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    sine = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / np.where(size > 0, size, 1.0)
    found: Array = np.where(np.abs(sine) > certain, sine, np.nan)
    return found


@dataclass(frozen=True, eq=False)
class Warp:
    """A mesh and samples on their whole way through a network, as the warp probe measured it.

    Attributes
    ----------
    input
        What enters the network.
    legs
        The layers, in order.
    lines
        Numbers of mesh places along each line, ``(lines, k)``.
    shape
        Rows and columns of the sheet; (0, 0) where there is none.
    read_weight, read_bias
        The read-out after the last layer, ``(n, outputs)`` and ``(outputs,)``.
    widths
        Axes of each space from the input on; where an end has fewer, it is seen reduced.
    """

    input: Cloud
    legs: tuple[Leg, ...]
    lines: Array
    shape: tuple[int, int]
    read_weight: Array
    read_bias: Array
    widths: tuple[int, ...]

    @property
    def has_sheet(self) -> bool:
        """Whether the mesh is a sheet, which has an area."""
        return self.shape[0] > 0

    def place(self, t: float) -> tuple[int, float]:
        """Return the leg's number and the moment in it at a time t in [0, number of legs]."""
        number = min(max(int(t), 0), max(len(self.legs) - 1, 0))
        return number, min(max(t - number, 0.0), 1.0)

    def end(self, number: int) -> Cloud:
        """Return where everything is after that many layers."""
        return self.legs[number - 1].stop if number else self.input

    def cloud(self, t: float) -> Cloud:
        """Return where everything is at a time, in full space."""
        number, moment = self.place(t)
        return self.legs[number].cloud(moment) if self.legs else self.input

    def areas(self, t: float) -> Array:
        """Return the local area factor of the sheet at a time, ``(v,)``."""
        number, moment = self.place(t)
        cloud = self.input
        return area(*(self.legs[number].tangents(moment) if self.legs else
                      (cloud.along, cloud.across)))  # fmt: skip

    def dead(self, t: float) -> Array:
        """Return where a layer that has been passed has cut the area to 0, ``(v,)``."""
        passed = min(int(t + 1e-9), len(self.legs))
        return self.legs[passed - 1].dead if passed else np.zeros(len(self.input.mesh), bool)

    def orientation(self, t: float) -> Array | None:
        """Return `orientation` where space has two axes, else as it was there last; None: never.

        What was folded in the plane stays creased in the larger space that it is laid into.
        """
        number, moment = self.place(t)
        if not self.has_sheet or not self.legs:
            return None
        leg = self.legs[number]
        if leg.axes_at(moment) == 2:
            along, across = leg.tangents(moment)
            exact = moment >= 1.0 or leg.start.along.dtype == np.float64
            exact = exact and leg.stop.along.dtype == np.float64
            sine = orientation(along[:, :2], across[:, :2], 1e-9 if exact else 1e-5)
            return _undecided(sine, self.dead(t))
        for passed in range(number, 0, -1):
            end = self.end(passed)
            if end.mesh.shape[1] == 2:
                return _undecided(orientation(end.along, end.across), self.dead(passed))
        return None


def _undecided(sine: Array, dead: Array) -> Array:
    found: Array = np.where(dead, np.nan, sine)
    return found


def unpack(arrays: Mapping[str, Array]) -> Warp:
    """Return the warp that the probe packed into named arrays."""
    count = len(arrays["blocks"])
    clouds = [
        Cloud(*(arrays[f"{name} {k}"] for name in ("mesh", "points", "along", "across")))
        for k in range(count + 1)
    ]
    legs = tuple(
        Leg(
            str(arrays["blocks"][k]), str(arrays["titles"][k]), str(arrays["bends"][k]),
            arrays.get(f"weight {k + 1}"), arrays.get(f"bias {k + 1}"),
            clouds[k], clouds[k + 1], arrays[f"dead {k + 1}"],
        )
        for k in range(count)
    )  # fmt: skip
    rows, columns = arrays["shape"].tolist()
    return Warp(
        clouds[0], legs, arrays["lines"], (rows, columns), arrays["read weight"],
        arrays["read bias"], tuple(arrays["widths"].tolist()),
    )  # fmt: skip
