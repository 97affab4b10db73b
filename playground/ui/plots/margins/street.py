"""What the margin probe measured, as a picture of the plane or a chart."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.kernels.contours import contour
from playground.ui.plots.chart import Drawing, Line
from playground.ui.plots.colors import class_color, signed_colors
from playground.ui.plots.decisions.plate import Plate, Samples
from playground.ui.plots.field import image_of, limits_of, value_pixels
from playground.ui.plots.legend import Legend
from playground.ui.plots.lettering import number
from playground.ui.theme import theme

STREET = 1.7
"""Decision value at which the field reaches its full colour: the street lies pale between."""

SHADES = 24


class Street:
    """One measurement of the margin probe, ready to be painted.

    Parameters
    ----------
    arrays
        What the probe sent; see `playground.engine.probes.margin`.
    classes
        Names of the classes that are learned.
    """

    def __init__(self, arrays: Mapping[str, Array], classes: Sequence[str]) -> None:
        self.arrays = arrays
        self.classes = tuple(classes)
        pair = arrays["pairs"][int(arrays["problem"])].tolist()
        self.values = pair[0] < 0
        self.ends: tuple[int, int] = (0, 1) if self.values else (pair[0], pair[1])

    @property
    def share(self) -> Array:
        """How much of its ceiling each row pulls ``(n,)``; 0 where it does not."""
        ceiling = self.arrays["ceiling"]
        pull = np.abs(self.arrays["pull"])
        return np.divide(pull, ceiling, out=np.zeros_like(pull), where=ceiling > 0)

    def row_colors(self) -> list[QColor]:
        """Return the colour of the side that each row pulls towards ``(n,)``."""
        sides = [class_color(theme(), end) for end in self.ends]
        return [sides[int(pull > 0)] for pull in self.arrays["pull"].tolist()]

    def plate(self) -> Plate:
        """Return the field with the boundary and, fainter, the margins."""
        extent = tuple(self.arrays["extent"].tolist())
        field = self.arrays.get("field")
        if field is None:
            return Plate(extent, size=(100, max(1, round(100 * _tall(extent)))))
        limits = self._limits() if self.values else (-STREET, STREET)
        image = image_of(value_pixels(theme(), field, limits, self.ends))
        size = (field.shape[1], field.shape[0])
        borders = np.empty((0, 2, 2)) if self.values else self.line(0.0)
        return Plate(extent, image, size, borders)

    def line(self, level: float) -> Array:
        """Return where the decision value is that, as segments ``(k, 2, 2)`` of the plane."""
        field = self.arrays.get("field")
        if field is None or self.values:
            return np.empty((0, 2, 2))
        x0, x1, y0, y1 = self.arrays["extent"].tolist()
        cell = np.array([(x1 - x0) / field.shape[1], (y1 - y0) / field.shape[0]])
        placed: Array = np.array([x0, y0]) + (contour(field, level) + 0.5) * cell
        return placed

    def samples(self) -> Samples:
        """Return the training rows with their colours."""
        at, rows = self.arrays["points"], self.arrays["rows"]
        parts = np.zeros(len(at), np.int8)
        if self.values:
            low, high = self._limits()
            share = (self.arrays["values"] - low) / (high - low)
            shades = np.rint(np.clip(share, 0, 1) * (SHADES - 1)).astype(int)
            return Samples(at, shades, parts, signed_colors(theme(), SHADES), rows)
        labels = self.arrays["labels"].astype(int)
        colors = [class_color(theme(), c) for c in range(max(len(self.classes), 2))]
        for label in set(range(len(colors))) - set(self.ends):
            colors[label] = theme().color("border")
        return Samples(at, labels, parts, colors, rows)

    def legend(self) -> Legend:
        """Return what the colours mean."""
        if self.values:
            return Legend(limits=self._limits(), shades=tuple(signed_colors(theme(), 9)))
        return Legend(tuple((self.name(end), class_color(theme(), end)) for end in self.ends))

    def name(self, label: int) -> str:
        """Return what a class is called."""
        return self.classes[label] if label < len(self.classes) else f"class {label + 1}"

    def chart(self, feature: str) -> Drawing:
        """Return the curve over one feature with its tube, or its margins at -1 and 1."""
        grid, curve = self.arrays["grid"], self.arrays.get("curve")
        samples, lines = self.samples(), []
        strong, weak = theme().color("text"), theme().color("secondary")
        if self.values:
            plain = np.zeros(len(samples.at), int)
            color = [class_color(theme(), 0)]
            samples = Samples(samples.at, plain, samples.parts, color, samples.rows)
        else:
            flat = np.zeros(2)
            ends = grid[[0, -1]]
            lines = [
                Line(ends, flat + level, class_color(theme(), end), 1.2, dashed=True)
                for level, end in zip((-1.0, 1.0), self.ends, strict=True)
            ] + [Line(ends, flat, weak, 1.0)]
        heights = samples.at[:, 1]
        if curve is not None:
            half = float(self.arrays["tube"])
            if self.values and half:
                lines += [Line(grid, curve + way * half, weak, 1.0) for way in (-1, 1)]
            lines.append(Line(grid, curve, strong, 2.2))
            heights = np.concatenate([heights, np.clip(curve, *_room(heights))])
        low, high = _room(heights)
        name = "" if self.values else "decision value"
        return Drawing(
            tuple(lines), samples=samples, x_range=(float(grid[0]), float(grid[-1])),
            y_range=(low, high), x_name=feature, y_name=name,
        )  # fmt: skip

    def read(self, x: float, y: float) -> str:
        """Write the decision value at a place of the plane, or "" outside the field."""
        field = self.arrays.get("field")
        if field is None:
            return ""
        x0, x1, y0, y1 = self.arrays["extent"].tolist()
        column = int((x - x0) / (x1 - x0) * field.shape[1])
        row = int((y - y0) / (y1 - y0) * field.shape[0])
        if not (0 <= column < field.shape[1] and 0 <= row < field.shape[0]):
            return ""
        value = float(field[row, column])
        if self.values:
            return number(value)
        inside = "  ·  on the street" if abs(value) < 1 else ""
        return f"{self.name(self.ends[value > 0])}  ·  decision value {number(value)}{inside}"

    def _limits(self) -> tuple[float, float]:
        return limits_of(self.arrays["values"])


def _room(heights: Array) -> tuple[float, float]:
    """Return limits of an axis with some room around these heights."""
    low, high = (float(heights.min()), float(heights.max())) if len(heights) else (-1.0, 1.0)
    room = 0.12 * (high - low) or 1.0
    return low - room, high + room


def _tall(extent: tuple[float, ...]) -> float:
    return (extent[3] - extent[2]) / ((extent[1] - extent[0]) or 1.0)
