"""Activation functions and their slopes as charts, with where a network's values lie on them."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from PySide6.QtGui import QColor

from playground.engine.probes.activation import FLAT, slope_of
from playground.kernels.activations import ACTIVATIONS
from playground.kernels.array import Array
from playground.ui.plots.chart import Drawing, Line
from playground.ui.plots.colors import class_color
from playground.ui.plots.explorers.activation_words import SLOPES
from playground.ui.plots.explorers.histogram_chart import Bars
from playground.ui.theme import theme

POINTS = 801
What = Literal["value", "slope"]


def curve(name: str, what: What, x: Array) -> Array:
    """Compute an activation or its slope; softmax's as the sigmoid of one score against others.

    A jump has a gap beside it, so that no slanting line is drawn across.
    """
    if what == "slope":
        return slope_of(name, x)
    y = ACTIVATIONS["sigmoid" if name == "softmax" else name].value(x)
    if name == "step":
        y[np.flatnonzero(np.diff(y))] = np.nan
    return y


def formula(name: str, what: What) -> str:
    """Return what the chart is headed with."""
    return f"slope = {SLOPES[name]}" if what == "slope" else ACTIVATIONS[name].formula


def value_drawing(name: str, others: Sequence[str], what: What, reach: float) -> Drawing:
    """Return the chart of one activation, the first line, and of others beside it."""
    x = np.linspace(-reach, reach, POINTS)
    lines = [Line(x, curve(name, what, x), class_color(theme(), 0), 2.4)]
    lines += [Line(x, curve(n, what, x), other_color(i), 1.3) for i, n in enumerate(others)]
    return Drawing(
        tuple(lines), x_range=(-reach, reach), y_range=_range(lines), x_name="x",
        y_name=formula(name, what),
    )  # fmt: skip


def other_color(place: int) -> QColor:
    """Return the colour of the function that is compared in this place."""
    return class_color(theme(), place + 1)


def bars_of(arrays: Mapping[str, Array], name: str) -> Bars:
    """Return the histogram of what the activation probe measured, over the flat stretches."""
    edges = arrays["edges"]
    counts = ((arrays["counts"], theme().color("accent")),)
    return Bars(edges, counts, zones=tuple(flat_zones(name, float(edges[-1]))))


def flat_zones(name: str, reach: float) -> list[tuple[float, float]]:
    """Return stretches of z (from, to) on which the function is nearly flat.

    Examples
    --------
    >>> flat_zones("relu", 5.0)
    [(-5.0, 0.0)]
    >>> flat_zones("step", 5.0)
    [(-5.0, 5.0)]
    """
    x = np.linspace(-reach, reach, 2001)
    slope = np.abs(slope_of(name, x))
    steepest = float(np.abs(slope_of(name, np.linspace(-6.0, 6.0, 1201))).max())
    low = (slope < FLAT * steepest) | (steepest == 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], low.astype(np.int8), [0]])))
    pairs = edges.reshape(-1, 2)
    return [(float(x[a]), float(x[b - 1])) for a, b in pairs if b - a > 20]


def _range(lines: Sequence[Line]) -> tuple[float, float]:
    """Return limits that hold the first line, and of the others as much as doubles them."""
    own, all_of = lines[0].y, np.concatenate([line.y for line in lines])
    low, high = min(float(np.nanmin(own)), 0.0), float(np.nanmax(own))
    high = max(high, 1.0 if high > 0.3 else high)
    span = (high - low) or 1.0
    high = max(high, min(float(np.nanmax(all_of)), high + span / 2))
    low = min(low, max(float(np.nanmin(all_of)), low - span / 2))
    room = 0.08 * ((high - low) or 1.0)
    return low - room, high + room
