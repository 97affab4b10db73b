"""Losses as charts over the error or the margin, with where training rows lie on them."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtGui import QColor

from playground.engine.choices import LOSSES
from playground.engine.error_curve import error_curve
from playground.kernels.array import Array
from playground.ui.plots.chart import Drawing, Line
from playground.ui.plots.colors import class_color
from playground.ui.plots.explorers.histogram_chart import Bars
from playground.ui.plots.explorers.loss_words import FORMULAS
from playground.ui.plots.lettering import number
from playground.ui.plots.rank_list import Rank
from playground.ui.theme import theme

BINS = 60
WORST_SHARE = 0.05


def loss_drawing(
    arrays: Mapping[str, Array], target: str, others: Sequence[str], slope: bool
) -> Drawing:
    """Return the chart of the loss in use, the first line, and of others beside it."""
    x = arrays["grid"]
    lines = [Line(x, arrays["slope" if slope else "curve"], theme().color("accent"), 2.4)]
    for place, kind in enumerate(others):
        y = error_curve(LOSSES[kind](), target, x)[1 if slope else 0]  # type: ignore[arg-type]
        lines.append(Line(x, y, other_color(place), 1.3))
    name = "margin m" if target == "class" else "error d"
    formula = FORMULAS.get(str(arrays["kind"]), "")
    return Drawing(
        tuple(lines), x_range=(float(x[0]), float(x[-1])), y_range=_range(lines, slope),
        x_name=name, y_name="slope" if slope else f"loss = {formula}",
    )  # fmt: skip


def other_color(place: int) -> QColor:
    """Return the colour of the loss that is compared in this place."""
    return class_color(theme(), 2 + place)


def bars_of(arrays: Mapping[str, Array], brushed: frozenset[int], weigh: str) -> Bars | None:
    """Return the histogram of the rows, a stack for each class.

    Parameters
    ----------
    weigh
        ``"rows"``: a bar counts rows; ``"loss"``: it tells how much of the loss they make.
    """
    if "at" not in arrays:
        return None
    edges = np.linspace(float(arrays["grid"][0]), float(arrays["grid"][-1]), BINS + 1)
    size = arrays["loss"] if weigh == "loss" else np.ones(len(arrays["at"]))
    stacks = []
    for label in np.unique(arrays["label"]) if "label" in arrays else [None]:
        mine = slice(None) if label is None else arrays["label"] == label
        counts, _ = np.histogram(arrays["at"][mine], edges, weights=size[mine])
        color = theme().color("accent") if label is None else class_color(theme(), int(label))
        stacks.append((np.maximum(counts, 0.0), color))
    chosen = np.isin(arrays["row"], list(brushed))
    marked = np.histogram(arrays["at"][chosen], edges)[0] > 0
    return Bars(edges, tuple(stacks), marked)


def rows_in(arrays: Mapping[str, Array], bars: Bars, number: int) -> list[int]:
    """Return the numbers of the rows in one bin."""
    low, high = bars.edges[number], bars.edges[number + 1]
    last = number == len(bars.edges) - 2
    inside = (arrays["at"] >= low) & ((arrays["at"] < high) | last)
    return [int(row) for row in arrays["row"][inside]]


def worst(arrays: Mapping[str, Array], most: int, brushed: frozenset[int], word: str) -> list[Rank]:
    """Return the costliest rows with their place and their share of all loss."""
    if "at" not in arrays:
        return []
    total = float(arrays["loss"].sum()) or 1.0
    order = np.argsort(-arrays["loss"], kind="stable")[:most]
    top = max(float(arrays["loss"][order[0]]), 1e-30) if len(order) else 1.0
    lines = []
    for i in order:
        row, loss = int(arrays["row"][i]), float(arrays["loss"][i])
        name = f"row {row}   {word} {number(float(arrays['at'][i]), full=True)}"
        value, color = f"{loss / total * 100:.1f} %", _row_color(arrays, int(i))
        lines.append(Rank(row, name, value, loss / top, color, row in brushed))
    return lines


def _row_color(arrays: Mapping[str, Array], i: int) -> QColor:
    if "label" in arrays:
        return class_color(theme(), int(arrays["label"][i]))
    return theme().color("accent")


def worst_share(arrays: Mapping[str, Array]) -> tuple[float, int]:
    """Return which share of the loss the worst twentieth of the rows makes, and their number."""
    few = max(1, round(WORST_SHARE * len(arrays["loss"])))
    loss = np.sort(np.maximum(arrays["loss"], 0.0))[::-1]
    total = float(loss.sum())
    return (float(loss[:few].sum()) / total if total > 0 else 0.0), few


def _range(lines: Sequence[Line], slope: bool) -> tuple[float, float]:
    own = lines[0].y
    low, high = float(own.min()), float(own.max())
    if slope:
        room = 0.1 * ((high - low) or 1.0)
        return low - room, high + room
    return 0.0, 1.06 * max(high, 1e-6)
