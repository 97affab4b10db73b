"""Charts of the largest Hessian eigenvalues, and of the rate against its limit, over steps."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.plots.chart import Drawing, Level, Line
from playground.ui.theme import Theme, theme

FADING = (1.0, 0.62, 0.42, 0.32, 0.26, 0.22)
DECADES = 1e4
"""How far below the largest a logarithmic axis reaches."""


def curvature_color(colors: Theme, place: int) -> QColor:
    """Return the colour of the eigenvalue of this rank."""
    return colors.color("accent", FADING[min(place, len(FADING) - 1)])


def curvature_drawing(arrays: Mapping[str, Array], log: bool) -> Drawing:
    """Return the eigenvalues over the steps, with the curvature that the rate can stand."""
    steps, history = arrays["steps"].astype(float), arrays["history"]
    lines = tuple(
        Line(steps, history[:, place], curvature_color(theme(), place), 2.2 if place == 0 else 1.4)
        for place in reversed(range(history.shape[1]))
    )
    edge, levels = _edge(arrays), ()
    values = [history[np.isfinite(history)]]
    log = log and bool((history[:, 0] > 0).all())
    if np.isfinite(edge) and 0.03 * history[:, 0].max() < edge < 30 * history[:, 0].max():
        levels = (Level(edge, "this rate bounces above", theme().color("warning")),)
        values.append(np.array([edge]))
    return Drawing(
        lines, levels, x_range=_steps(steps), y_range=_range(np.concatenate(values), log),
        log=log, x_name="step", y_name="curvature: largest eigenvalues",
    )  # fmt: skip


def limit_drawing(arrays: Mapping[str, Array]) -> Drawing:
    """Return the rate in force and the highest stable rate over the steps."""
    steps = arrays["steps"].astype(float)
    lines = (
        Line(steps, arrays["limits"], theme().color("warning"), 1.8),
        Line(steps, arrays["rates"], theme().color("accent"), 2.0),
    )
    values = np.concatenate([arrays["limits"], arrays["rates"]])
    return Drawing(
        lines, x_range=_steps(steps), y_range=_range(values[np.isfinite(values)], True),
        log=True, x_name="step", y_name="learning rate and its limit",
    )  # fmt: skip


def _edge(arrays: Mapping[str, Array]) -> float:
    """Return the curvature up to which the rate is stable; NaN for rules that rescale."""
    if bool(arrays.get("preconditioned", np.array(False))):
        return float("nan")
    return float(arrays["steering"] * arrays["limit"] / max(float(arrays["rate"]), 1e-300))


def _steps(steps: Array) -> tuple[float, float]:
    low, high = float(steps[0]), float(steps[-1])
    return (low, high) if high > low else (low, low + 1)


def _range(values: Array, log: bool) -> tuple[float, float]:
    if log:
        values = values[values > 0]
        high = float(values.max(initial=1e-12))
        low = max(float(values.min(initial=high)), high / DECADES)
        return low / 1.6, high * 1.6
    low, high = float(min(values.min(initial=0.0), 0.0)), float(values.max(initial=1e-12))
    return low - 0.06 * (high - low), high + 0.1 * (high - low)
