"""Truth, prediction and residual of every row, as charts."""

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.plots.chart import Drawing, Line
from playground.ui.plots.colors import class_color
from playground.ui.plots.decisions.plate import Samples
from playground.ui.theme import theme

BINS = 25
NAMES = ("train", "validation", "test")
SHADE = (0, 2, 1)
"""Number of the class colour that each part has."""


def against_prediction(arrays: Mapping[str, Array]) -> Drawing:
    """Return the residual of each row over its prediction: a shape in it is something missed."""
    left, said = residual(arrays), arrays["predicted"]
    size, ends = _size(left), np.array(_span(said))
    met = Line(ends, np.zeros(2), theme().color("secondary"), 1.2, dashed=True)
    return Drawing(
        (met,), samples=_samples(said, left, arrays), x_range=_span(said), y_range=(-size, size),
        x_name="predicted", y_name="true − predicted",
    )  # fmt: skip


def against_truth(arrays: Mapping[str, Array]) -> Drawing:
    """Return the prediction of each row over its true value: on the line where they agree."""
    said, truth = arrays["predicted"], arrays["truth"]
    low, high = _span(np.concatenate([said, truth]))
    ends = np.array([low, high])
    return Drawing(
        (Line(ends, ends, theme().color("secondary"), 1.2, dashed=True),),
        samples=_samples(truth, said, arrays), x_range=(low, high), y_range=(low, high),
        x_name="true", y_name="predicted",
    )  # fmt: skip


def spread(arrays: Mapping[str, Array]) -> Drawing:
    """Return how residuals are spread in each part, and the normal curve of the training part."""
    left = residual(arrays)
    size = _size(left)
    edges = np.linspace(-size, size, BINS + 1)
    lines, top = [], 0.0
    for part in _parts(arrays):
        mine = left[arrays["part"] == part]
        share = np.histogram(mine, edges)[0] / (max(len(mine), 1) * (edges[1] - edges[0]))
        top = max(top, float(share.max()))
        x, y = np.repeat(edges, 2)[1:-1], np.repeat(share, 2)
        lines.append(Line(x, y, part_color(part), 1.8))
    train = left[arrays["part"] == 0]
    deviation = float(train.std()) if len(train) else 0.0
    if deviation > 1e-9 * size:
        x = np.linspace(-size, size, 160)
        z = (x - train.mean()) / deviation
        y = np.exp(-0.5 * z * z) / (deviation * np.sqrt(2 * np.pi))
        if y.max() < 4 * top:
            lines.append(Line(x, y, theme().color("secondary"), 1.2, dashed=True))
            top = max(top, float(y.max()))
    return Drawing(
        tuple(lines), x_range=(-size, size), y_range=(0.0, 1.1 * (top or 1.0)),
        x_name="true − predicted", y_name="density (dashed: normal)",
    )  # fmt: skip


def quantiles(arrays: Mapping[str, Array]) -> Drawing:
    """Return the quantiles of residuals over those of a normal distribution (Q-Q plot)."""
    left = residual(arrays)
    normal, lines, high = NormalDist(), [], 1.0
    for part in _parts(arrays):
        mine = np.sort(left[arrays["part"] == part])
        mine = mine[:: max(1, len(mine) // 300)]
        deviation = float(mine.std())
        if len(mine) < 2 or deviation <= 0:
            continue
        z = np.array([normal.inv_cdf((k + 0.5) / len(mine)) for k in range(len(mine))])
        told = (mine - mine.mean()) / deviation
        high = max(high, float(np.abs(told).max()), float(np.abs(z).max()))
        lines.append(Line(z, told, part_color(part), 2.0))
    ends = np.array([-high, high]) * 1.05
    diagonal = Line(ends, ends, theme().color("secondary"), 1.2, dashed=True)
    return Drawing(
        (diagonal, *lines), x_range=(float(ends[0]), float(ends[1])),
        y_range=(float(ends[0]), float(ends[1])), x_name="normal",
        y_name="residual quantiles (on the line: normal)",
    )  # fmt: skip


def residual(arrays: Mapping[str, Array]) -> Array:
    """Return true less predicted value of each row."""
    left: Array = arrays["truth"] - arrays["predicted"]
    return left


def part_color(part: int) -> QColor:
    """Return the colour of a part of the data."""
    return class_color(theme(), SHADE[part])


def deviations(arrays: Mapping[str, Array]) -> list[tuple[int, float]]:
    """Return the root mean square residual of each part that has rows."""
    left = residual(arrays)
    return [
        (part, float(np.sqrt(np.square(left[arrays["part"] == part]).mean())))
        for part in _parts(arrays)
    ]


def _parts(arrays: Mapping[str, Array]) -> list[int]:
    parts: list[int] = np.unique(arrays["part"]).tolist()
    return parts


def _samples(x: Array, y: Array, arrays: Mapping[str, Array]) -> Samples:
    part = arrays["part"].astype(int)
    colors = [part_color(number) for number in range(3)]
    return Samples(np.stack([x, y], axis=1), part, part, colors, arrays["rows"])


def _span(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = 0.06 * (high - low) or 0.5 * max(abs(high), 1.0)
    return low - room, high + room


def _size(left: Array) -> float:
    return 1.12 * float(np.abs(left).max()) or 1.0
