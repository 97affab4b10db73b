"""One measurement of a loss surface, ready to be painted flat or in space."""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from playground.kernels.array import Array
from playground.kernels.contours import contours
from playground.ui.plots.field import image_of
from playground.ui.plots.lettering import number
from playground.ui.plots.viridis import viridis_table
from playground.ui.theme import theme

LINES = 15
"""Lines of equal loss, at most."""

SPACINGS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Powers of ten between two lines, of which the first that draws few enough is taken."""

TOP = 0.99
"""Part of the surface that the colours tell apart; what is higher looks as high as that."""

FLAT, WALLS = 2.0, 10.0
"""Times the lowest loss that half of a surface stays below, and its walls reach at least, where
heights are counted from the lowest loss instead of 0."""

STEEPNESS = 0.8
"""Slope of the surface that is lit in that of the heights: softer shades."""


@dataclass(frozen=True)
class Scale:
    """A logarithmic scale of losses.

    Attributes
    ----------
    floor
        Loss that lies infinitely deep: 0, or right below the lowest of an objective that has no
        zero or is nowhere near it, so that its valley is told apart.
    low, high
        Ends, as powers of ten above the floor.
    """

    floor: float = 0.0
    low: float = -1.0
    high: float = 0.0

    @classmethod
    def of(cls, field: Array, before: "Scale | None" = None) -> "Scale":
        """Return the scale of a field, moved gently from the one before."""
        values = field[np.isfinite(field)]
        if not len(values):
            return before or cls()
        lowest, middle = float(values.min()), float(np.median(values))
        floor = 0.0
        top = float(np.quantile(values, TOP))
        # A valley far above 0 under high walls: counted from 0, all of it would look flat.
        apart = FLAT if before is None or before.floor == 0 else 2 * FLAT
        if lowest <= 0 or (middle < apart * lowest and top > WALLS * lowest):
            floor = lowest - max(0.02 * (middle - lowest), 1e-9)
        low = math.log10(max(lowest - floor, 1e-30))
        high = math.log10(max(top - floor, 1e-30))
        high = max(high, low + 0.04)
        if before is None or (before.floor == 0) != (floor == 0):
            return cls(floor, low, high)
        # A surface that changes much at once is another picture anyway.
        gentle = min(1.0, 0.4 + abs(low - before.low) + abs(high - before.high))
        low, high = (a + gentle * (b - a) for a, b in ((before.low, low), (before.high, high)))
        return cls(floor, low, high)

    def share(self, loss: Array) -> Array:
        """Return how high losses are: 0 at the lower end, 1 at the upper, NaN where not finite."""
        with np.errstate(all="ignore"):
            power = np.log10(np.maximum(np.asarray(loss, float) - self.floor, 1e-30))
        shared: Array = np.where(np.isfinite(loss), (power - self.low) / (self.high - self.low),
                                 np.nan)  # fmt: skip
        return shared

    def levels(self) -> Array:
        """Return the heights (see `share`) of lines at round powers of ten."""
        span = self.high - self.low
        step = next((s for s in SPACINGS if span / s <= LINES), span / LINES)
        powers = np.arange(math.ceil(self.low / step), math.floor(self.high / step) + 1) * step
        placed: Array = (powers - self.low) / span
        return placed

    @property
    def ends(self) -> tuple[float, float]:
        """The losses at both ends."""
        return 10**self.low + self.floor, 10**self.high + self.floor


class Relief:
    """What the surface probe sent, ready to be painted.

    Parameters
    ----------
    arrays
        See `playground.engine.probes.surface`.
    labels
        What tells members apart; empty for a single one.
    before
        The scale of the picture before this one, which it moves on from.
    """

    def __init__(
        self, arrays: Mapping[str, Array], labels: tuple[str, ...] = (),
        before: Scale | None = None,
    ) -> None:  # fmt: skip
        self.arrays = arrays
        self.labels = labels
        self.extent: tuple[float, ...] = tuple(arrays["extent"].tolist())
        self.scale = Scale.of(arrays["field"], before)
        raw = self.scale.share(arrays["field"])
        self.broken = ~np.isfinite(raw)
        self.heights = smooth(np.clip(np.nan_to_num(raw, nan=1.05), -0.05, 1.05))

    @property
    def members(self) -> int:
        """How many paths there are."""
        return len(self.arrays["ball"])

    def image(self) -> QImage:
        """Return the surface in colours, the lowest row first in memory and last on screen."""
        return image_of(shade(self.heights))

    def lines(self) -> Array:
        """Return the lines of equal loss as segments ``(k, 2, 2)`` of the plane."""
        segments = contours(self.heights, self.scale.levels())
        x0, x1, y0, y1 = self.extent
        rows, columns = self.heights.shape
        cell = np.array([(x1 - x0) / columns, (y1 - y0) / rows])
        placed: Array = np.array([x0, y0]) + (segments + 0.5) * cell
        return placed

    def at(self, x: float, y: float) -> float:
        """Return the loss shown at a place, NaN outside the picture."""
        field, (x0, x1, y0, y1) = self.arrays["field"], self.extent
        column, row = (x - x0) / (x1 - x0) * field.shape[1], (y - y0) / (y1 - y0) * field.shape[0]
        if not (0 <= column < field.shape[1] and 0 <= row < field.shape[0]):
            return math.nan
        return float(field[int(row), int(column)])

    def height_at(self, places: Array) -> Array:
        """Return the height of the surface at places ``(n, 2)``, between its samples."""
        x0, x1, y0, y1 = self.extent
        rows, columns = self.heights.shape
        x = np.clip((places[:, 0] - x0) / (x1 - x0) * columns - 0.5, 0, columns - 1.001)
        y = np.clip((places[:, 1] - y0) / (y1 - y0) * rows - 0.5, 0, rows - 1.001)
        x, y = np.nan_to_num(x), np.nan_to_num(y)
        i, j = y.astype(int), x.astype(int)
        v, u = y - i, x - j
        h = self.heights
        near = h[i, j] * (1 - u) + h[i, j + 1] * u
        far = h[i + 1, j] * (1 - u) + h[i + 1, j + 1] * u
        between: Array = near * (1 - v) + far * v
        return between

    # words -------------------------------------------------------------------

    def kept(self) -> str:
        """Say how much of the path the plane holds."""
        share = float(self.arrays["explained"])
        return f"{percent(share)} of the path"

    def words(self, short: bool = False) -> str:
        """Say how far the plane can be trusted; `short` leaves out where."""
        said = []
        if len(self.arrays["steps"]) > 1:
            gap = "" if short else self._gap()
            said.append(f"This plane holds {self.kept()}{gap}.")
        if bool(self.arrays["gone"].any()):
            said.append(f"{self._gone()} out of the picture.")
        used, there = self.arrays["rows"].tolist()
        if used < there:
            said.append(f"Loss over {used} of {there} rows.")
        if bool(self.arrays["settled"]):
            said.append("Batch norm's averages are taken anew at every place.")
        return " ".join(said) or "The path begins here: press play."

    def _gone(self) -> str:
        gone = np.flatnonzero(self.arrays["gone"])
        if len(gone) == 1 and self.labels:
            return f"{self.labels[gone[0]]} is"
        return "It is" if self.members == 1 else f"{len(gone)} members are"

    def _gap(self) -> str:
        shown, true = self.arrays["path_plane"], self.arrays["path_loss"]
        ball, here = self.arrays["ball_plane"], self.arrays["ball_loss"]
        with np.errstate(all="ignore"):
            away = np.abs(np.log(np.maximum(shown, 1e-30) / np.maximum(true, 1e-30)))
            now = np.abs(np.log(np.maximum(ball, 1e-30) / np.maximum(here, 1e-30)))
        if np.isfinite(now).any() and np.nanmax(now) > 0.02:
            i = int(np.nanargmax(now))
            whose = f"{self.labels[i]}'s ball" if self.labels else "the ball"
            return (f"; at {whose} it shows {number(float(ball[i]))}, "
                    f"the true loss is {number(float(here[i]))}")  # fmt: skip
        if np.isfinite(away).any() and np.nanmax(away) > 0.02:
            i, k = np.unravel_index(int(np.nanargmax(away)), away.shape)
            near = "true to 2 % at every ball" if self.members > 1 else "exact at the ball"
            return (f"; {near}, farthest off at step {int(self.arrays['steps'][k])}: it "
                    f"shows {number(float(shown[i, k]))}, the loss was {number(float(true[i, k]))}"
                    )  # fmt: skip
        return " and shows its true loss everywhere"


def percent(share: float) -> str:
    """Write a share; what is not all never reads 100 %."""
    text = f"{100 * share:.0f} %"
    return "over 99 %" if share < 1 - 1e-6 and text == "100 %" else text


def shade(heights: Array) -> Array:
    """Return pixels ``(h, w)`` of heights from 0 to 1."""
    place = np.rint(np.clip(heights, 0.0, 1.0) * 255).astype(np.intp)
    red, green, blue = np.moveaxis(_table()[place], -1, 0)
    pixels: Array = (np.uint32(255) << 24) | (red << 16) | (green << 8) | blue
    return pixels


def _table() -> Array:
    return viridis_table(theme()).round().astype(np.uint32)


def smooth(field: Array, times: int = 0) -> Array:
    """Return a field with samples in between, on a smooth surface through those there are.

    Parameters
    ----------
    times
        Samples for each there is, along a side; as many as a small field can do with unless said.
    """
    times = times or (3 if max(field.shape) <= 64 else 2 if max(field.shape) <= 128 else 1)
    if times == 1:
        return field
    finer: Array = _between(field.shape[0], times) @ field @ _between(field.shape[1], times).T
    return finer


@functools.lru_cache(maxsize=64)
def _between(count: int, times: int) -> Array:
    """Return the matrix ``(times count, count)`` of Catmull and Rom's spline (1974)."""
    at = (np.arange(count * times) + 0.5) / times - 0.5
    first = np.floor(at).astype(int)
    t = at - first
    parts = (
        -0.5 * t + t**2 - 0.5 * t**3, 1 - 2.5 * t**2 + 1.5 * t**3,
        0.5 * t + 2 * t**2 - 1.5 * t**3, -0.5 * t**2 + 0.5 * t**3,
    )  # fmt: skip
    matrix = np.zeros((count * times, count), np.float32)
    for offset, part in enumerate(parts, -1):
        np.add.at(matrix, (np.arange(len(at)), np.clip(first + offset, 0, count - 1)), part)
    return matrix
