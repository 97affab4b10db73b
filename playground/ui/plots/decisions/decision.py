"""What the boundary probe measured, as a picture of the plane or a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.kernels.contours import borders, contour
from playground.ui.plots.chart import Drawing
from playground.ui.plots.colors import Ends, class_color, signed_colors
from playground.ui.plots.decisions.member_spread import MemberSpread
from playground.ui.plots.decisions.plate import Plate, Samples
from playground.ui.plots.field import class_pixels, image_of, limits_of, value_pixels
from playground.ui.plots.legend import Legend
from playground.ui.plots.lettering import number
from playground.ui.plots.points import TEST
from playground.ui.theme import theme

SHADES = 24
ISOLINES = np.linspace(0.1, 0.9, 9)


@dataclass(frozen=True)
class Look:
    """What of a decision is drawn."""

    test: bool = True
    isolines: bool = False
    discrete: bool = False


class Decision:
    """One measurement of the boundary probe, ready to be painted.

    Parameters
    ----------
    arrays
        What the probe sent; see `playground.engine.probes.boundary`.
    classes
        Names of the classes that are learned; those of the samples where there are none.
    ends
        Classes whose colours stand for low and high answers of a unit.
    """

    def __init__(
        self, arrays: Mapping[str, Array], classes: Sequence[str], look: Look, ends: Ends = (0, 1)
    ) -> None:
        self.arrays, self.look = arrays, look
        self.classes = tuple(classes) or tuple(map(str, arrays.get("classes", ())))
        self.unit, self.ends = "reach" in arrays, ends
        self.signed = "values" in arrays or self.unit
        self.limits = (0.0, 1.0)
        if "values" in arrays:
            self.limits = limits_of(arrays.get("limits", arrays["values"]))
        self._target_limits = self.limits
        if self.unit:
            self.limits = -float(arrays["reach"]), float(arrays["reach"])

    def same_samples(self, other: "Decision") -> bool:
        """Say whether another measurement has the very same points to draw."""
        names = ("points", "part", "labels", "values")
        ours, theirs = [(d.classes, d.look, d.unit) for d in (self, other)]
        return ours == theirs and all(
            np.array_equal(self.arrays.get(name, ()), other.arrays.get(name, ())) for name in names
        )

    def plate(self) -> Plate:
        """Return the field with its borders and iso-lines."""
        extent = tuple(self.arrays["extent"].tolist())
        wrong = self.arrays["points"][self._kept() & self._wrong()]
        field = self.arrays.get("field")
        if field is None:
            size = (1, 1) if extent[1] == extent[0] else (100, self._rows(extent))
            return Plate(extent, size=size, wrong=wrong)
        if self.signed:
            pixels = value_pixels(theme(), field[..., 0], self.limits, self.ends)
        else:
            pixels = class_pixels(theme(), field, self.look.discrete)
        return Plate(
            extent, image_of(pixels), (field.shape[1], field.shape[0]),
            self._placed(self._borders(field)), self._placed(self._levels(field)), wrong,
        )  # fmt: skip

    def samples(self) -> Samples:
        """Return the points with their colours."""
        keep = self._kept()
        at, parts = self.arrays["points"][keep], self.arrays["part"][keep]
        rows = self.arrays["rows"][keep] if "rows" in self.arrays else None
        if "labels" in self.arrays:
            labels = self.arrays["labels"][keep].astype(int)
            count = max([len(self.classes), *(labels + 1).tolist()])
            colors = [class_color(theme(), c) for c in range(count)]
            return Samples(at, labels, parts, colors, rows)
        if "values" in self.arrays:
            low, high = self._target_limits
            share = (self.arrays["values"][keep] - low) / (high - low)
            shades = np.rint(np.clip(share, 0, 1) * (SHADES - 1)).astype(int)
            return Samples(at, shades, parts, signed_colors(theme(), SHADES), rows)
        plain = [theme().color("secondary")]
        return Samples(at, np.zeros(len(at), int), parts, plain, rows)

    def legend(self) -> Legend:
        """Return what the colours and marks mean."""
        parts = tuple(sorted(set(self.arrays["part"][self._kept()].tolist())))
        if self.unit or (self.signed and "labels" not in self.arrays):
            shades = tuple(signed_colors(theme(), 9, self.ends))
            return Legend(parts=parts, limits=self.limits, shades=shades)
        named = tuple((name, class_color(theme(), c)) for c, name in enumerate(self.classes))
        return Legend(named, parts)

    def read(self, x: float, y: float) -> str:
        """Write the decision at a place of the plane, or "" outside the field."""
        field = self.arrays.get("field")
        if field is None:
            return ""
        x0, x1, y0, y1 = self.arrays["extent"].tolist()
        column = int((x - x0) / (x1 - x0) * field.shape[1])
        row = int((y - y0) / (y1 - y0) * field.shape[0])
        if not (0 <= column < field.shape[1] and 0 <= row < field.shape[0]):
            return ""
        return f"{number(x)}, {number(y)}  ·  {self._judged(field[row, column])}"

    def lift(self, x: float, y: float) -> tuple[float, ...] | None:
        """Return the features of a place of the plane, or of the curve; None for no picture."""
        if "grid" in self.arrays:
            return (x,)
        if "directions" not in self.arrays:
            return None
        lifted = self.arrays["origin"] + np.array([x, y]) @ self.arrays["directions"]
        return tuple(lifted.tolist())

    def project(self, x: Sequence[float]) -> tuple[float, ...] | None:
        """Return the place of features in the plane, or (x,) on a curve; None for no picture."""
        if "grid" in self.arrays:
            return (x[0],) if len(x) == 1 else None
        if "directions" not in self.arrays or len(self.arrays["origin"]) != len(x):
            return None
        return tuple(((np.array(x) - self.arrays["origin"]) @ self.arrays["directions"].T).tolist())

    def carried(self, row: int, x: float, y: float) -> tuple[float, ...] | None:
        """Return the features of a row that is carried to a place of the picture.

        What the picture does not show of it stays as it is; with more than two features that is
        known only once the probe was asked for it.
        """
        if "directions" not in self.arrays or len(self.arrays["origin"]) <= 2:
            return self.lift(x, y)
        if int(self.arrays.get("held row", -1)) != row:
            return None
        held, across = self.arrays["held"], self.arrays["directions"]
        way = np.array([x, y]) - (held - self.arrays["origin"]) @ across.T
        return tuple((held + way @ across).tolist())

    def height(self, y: float) -> tuple[float, ...]:
        """Return the target value that a place's height stands for; none but on a curve of one."""
        valued = "grid" in self.arrays and "values" in self.arrays and not self.unit
        return (y,) if valued and "labels" not in self.arrays else ()

    def cut(self, low: Sequence[float], high: Sequence[float]) -> tuple[float, ...] | None:
        """Return where a box in feature space cuts the picture, or None where it does not.

        That is (left, right, bottom, top) of a plane of two features, (left, right) of a curve.
        A plane of principal axes cuts a box in something else than a box, and gives None.
        """
        first, second = self.arrays["axes"].tolist()
        if "grid" in self.arrays:
            return (low[0], high[0])
        if first < 0 or len(low) != len(self.arrays["origin"]):
            return None
        origin = self.arrays["origin"].tolist()
        others = [i for i in range(len(low)) if i not in (first, second)]
        if not all(low[i] <= origin[i] <= high[i] for i in others):
            return None
        return (low[first], high[first], low[second], high[second])

    def chart(self, name: str) -> Drawing:
        """Return the curve of a learner with one input called `name`."""
        grid, spreads = self.arrays["grid"], self._spreads()
        samples: Samples | None = self.samples()
        best = int(self.arrays.get("best", 0))
        lines = [line for color, spread in spreads for line in spread.lines(best, color)]
        # The bands of more than one output would hide each other.
        bands = [spread.band(color) for color, spread in spreads[:1] if len(spreads) == 1]
        low, high = 0.0, 1.0
        if self.signed:
            low, high = _span(self.arrays.get("limits", self.arrays["points"][:, 1]))
        if self.unit:
            (low, high), samples = self.limits, None
        elif self.signed:
            accent = [class_color(theme(), 0)]
            shades = np.zeros_like(samples.shades)
            samples = replace(samples, shades=shades, colors=accent)
        elif len(self.classes) > 2:
            samples = replace(samples, at=samples.at * [1, 0])
        room = 0.12 * (high - low)
        low, high = low - room, high + room
        if "heights" in self.arrays and not self.unit:
            bottom, top = self.arrays["heights"].tolist()
            low, high = min(low, bottom), max(high, top)
        return Drawing(
            tuple(lines), samples=samples, x_range=(float(grid[0]), float(grid[-1])),
            y_range=(low, high), x_name=name,
            y_name="answer" if self.unit else "value" if self.signed else "probability",
            bands=tuple(band for band in bands if band is not None),
            note=spreads[0][1].key(self.arrays["points"][:, 0]) if len(spreads) == 1 else "",
        )  # fmt: skip

    def spread(self) -> str:
        """Write how far members part along a curve, or "" where there is none or one."""
        told = [spread.told(self.arrays["points"][:, 0]) for _, spread in self._spreads()]
        return told[0] if len(told) == 1 else ""

    def _spreads(self) -> list[tuple[QColor, MemberSpread]]:
        """Return the members' curves for each output that is shown, with its colour."""
        if "curve" not in self.arrays:
            return []
        grid, curve = self.arrays["grid"], self.arrays["curve"]
        shown = range(curve.shape[2]) if curve.shape[2] > 2 else [curve.shape[2] - 1]
        return [
            (class_color(theme(), 1 if self.signed else output),
             MemberSpread(grid, curve[:, :, output]))
            for output in shown
        ]  # fmt: skip

    def _kept(self) -> Array:
        part = self.arrays["part"]
        kept: Array = (part != TEST) | self.look.test
        return kept

    def _wrong(self) -> Array:
        return self.arrays.get("wrong", np.zeros(len(self.arrays["part"]), bool))

    def _judged(self, scores: Array) -> str:
        if self.signed:
            return number(float(scores[0]))
        if len(scores) == 1:
            scores = np.array([1 - scores[0], scores[0]])
        best = int(scores.argmax())
        name = self.classes[best] if best < len(self.classes) else f"group {best + 1}"
        return f"{name} {100 * float(scores[best]):.0f} %"

    def _borders(self, field: Array) -> Array:
        if self.unit:
            turning = self._turning(field)
            return np.empty((0, 2, 2)) if turning is None else contour(field[..., 0], turning)
        if self.signed:
            return np.empty((0, 2, 2))
        if field.shape[-1] == 1:
            return contour(field[..., 0], 0.5)
        if field.shape[-1] == 2:
            return contour(field[..., 1] - field[..., 0], 0.0)
        return borders(field)

    def _turning(self, field: Array) -> float | None:
        """Return the answer at which a unit turns: 0, or what stands for it where none is below.

        There is none where it answers much the same everywhere, or only below 0.
        """
        low, high = float(field.min()), float(field.max())
        if low < 0 < high:
            return 0.0
        if low < 0 or high - low < 0.1 * self.limits[1]:
            return None
        # The crease of a rectifier lies where it just leaves 0; a sigmoid turns half way up.
        return 0.03 * self.limits[1] if low == 0 else (low + high) / 2

    def _levels(self, field: Array) -> Array:
        if not self.look.isolines:
            return np.empty((0, 2, 2))
        low, high = self.limits
        heights = field[..., -1] if self.signed or field.shape[-1] <= 2 else field.max(axis=-1)
        levels = low + ISOLINES * (high - low)
        return np.concatenate([contour(heights, float(level)) for level in levels])

    def _placed(self, segments: Array) -> Array:
        """Return segments in samples of the field as segments of the plane."""
        if not len(segments):
            return segments
        x0, x1, y0, y1 = self.arrays["extent"].tolist()
        height, width = self.arrays["field"].shape[:2]
        cell = np.array([(x1 - x0) / width, (y1 - y0) / height])
        placed: Array = np.array([x0, y0]) + (segments + 0.5) * cell
        return placed

    def _rows(self, extent: tuple[float, ...]) -> int:
        return max(1, round(100 * (extent[3] - extent[2]) / (extent[1] - extent[0])))


def _span(values: Array) -> tuple[float, float]:
    if not len(values):
        return -1.0, 1.0
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low - 1.0, high + 1.0)
