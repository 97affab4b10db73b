"""The loss along a line through weight space, as a chart."""

import math
from collections.abc import Mapping

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.chart import Drawing, Line
from playground.ui.plots.decisions.plane_view import Samples
from playground.ui.plots.lettering import number
from playground.ui.plots.surface.paths import path_color


def loss_line(arrays: Mapping[str, Array], labels: tuple[str, ...]) -> tuple[Drawing, str]:
    """Return the chart of what the surface probe sent along a line, and words for it."""
    grid, line, ball = arrays["grid"], arrays["line"], arrays["ball"]
    colors = [path_color(m, len(line)) for m in range(len(line))]
    lines = [Line(grid, loss, color, 2.0) for loss, color in zip(line, colors, strict=True)]
    values = line[np.isfinite(line)]
    log = bool(len(values)) and values.min() > 0 and values.max() > 30 * values.min()
    at = np.stack([ball, arrays["ball_loss"]], axis=1)
    good = np.isfinite(at).all(axis=1)
    shades = np.arange(len(at))[good]
    samples = Samples(at[good], shades, np.zeros(len(shades), np.int8), colors)
    drawing = Drawing(
        tuple(lines), samples=samples, x_range=(float(grid[0]), float(grid[-1])),
        y_range=_limits(values, log), log=log, x_name=_axis(arrays),
        y_name="train loss",
    )  # fmt: skip
    return drawing, _words(arrays, labels)


def _axis(arrays: Mapping[str, Array]) -> str:
    if bool(arrays["from_start"]):
        return "0 start → 1 now"
    return str(arrays["axes"][0])


def _words(arrays: Mapping[str, Array], labels: tuple[str, ...]) -> str:
    if not bool(arrays["from_start"]):
        return "The loss as this one direction varies and all else stays as it is now."
    grid, line = arrays["grid"], arrays["line"]
    between = line[:, (grid >= 0) & (grid <= 1)]
    if not np.isfinite(between).all():
        return "The straight line from the start to now, and beyond both ends."
    ends = np.maximum(between[:, 0], between[:, -1])
    bump = between.max(axis=1) - ends
    worst = int(bump.argmax())
    said = "The straight line from the start to now, which the path itself does not follow"
    if bump[worst] > 0.01 * ends[worst]:
        whose = f" of {labels[worst]}" if labels else ""
        return f"{said}{whose}: on it the loss climbs to {number(float(between[worst].max()))}."
    return f"{said}: on it the loss climbs over no hill."


def _limits(values: Array, log: bool) -> tuple[float, float]:
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(np.quantile(values, 0.98))
    if log:
        return 10 ** (math.floor(2 * math.log10(low)) / 2), 10 ** (
            math.ceil(2 * math.log10(max(high, low * 2))) / 2
        )
    room = 0.06 * ((high - low) or 1.0)
    return (min(0.0, low - room) if low >= 0 else low - room), high + room
