"""How signals flow through a network's layers, as charts and heat maps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.plots.chart import Drawing, Level, Line
from playground.ui.plots.signals.glow import depth_color
from playground.ui.plots.signals.heat_map import Heat
from playground.ui.theme import theme

RULE = 1e-3
"""Ratio of update to weight that learning is said to go well at: a rule of thumb."""
DECADES = 12.0
"""Decades below the largest value that a chart shows at most."""
LIGHT = 5.0
"""Decades from black to the brightest of a heat map."""
TOKENS = {
    "": "secondary", "healthy": "ok", "settled": "ok", "uneven": "warning", "flat": "warning",
    "stuck": "warning", "vanishing": "error", "exploding": "error", "bursting": "error",
    "blocked": "error", "diverged": "error", "dying": "error", "huge": "error",
    "saturated": "warning",
}  # fmt: skip
"""Colour token of each kind of verdict."""
WORDS = {"bursting": "exploding", "huge": "exploding", "dying": "dying units"}
"""What kinds are called where they are not called by themselves."""


@dataclass(frozen=True, eq=False)
class Flow:
    """Norms by step and layer, as the gradients probe measured them.

    Attributes
    ----------
    names
        Layers shown, from the data to the loss.
    steps
        ``(k,)``.
    gradient, ratio
        Norm of the gradient, and of the update over that of the weights, ``(k, layers)``.
    dead, saturated, units
        Counts by layer, 0 where a layer bends nothing.
    kind, text
        The verdict.
    """

    names: tuple[str, ...]
    steps: Array
    gradient: Array
    ratio: Array
    dead: Array
    saturated: Array
    units: Array
    kind: str
    text: str

    @classmethod
    def read(cls, arrays: Mapping[str, Array], norms: bool = False) -> "Flow":
        """Read a snapshot's arrays; `norms` keeps the scales of batch and layer norms."""
        shown = np.ones_like(arrays["layers"]) if norms else arrays["layers"]
        names = tuple(str(name) for name in arrays["blocks"][shown])
        gradient = arrays["gradient"][:, shown].astype(np.float64)
        weight = arrays["weight"][:, shown].astype(np.float64)
        with np.errstate(all="ignore"):
            ratio = arrays["update"][:, shown] / np.where(weight > 0, weight, np.nan)
        counts = np.zeros((3, len(names)), np.int64)
        for layer, *found in zip(
            arrays["bent layers"], arrays["dead"], arrays["saturated"], arrays["units"], strict=True
        ):
            if layer in names:
                counts[:, names.index(layer)] += np.array(found, np.int64)
        kind, text = (str(part) for part in arrays["verdict"])
        return cls(names, arrays["steps"], gradient, ratio, *counts, kind, text)

    @property
    def token(self) -> str:
        """Colour token of the verdict."""
        return TOKENS[self.kind]

    @property
    def word(self) -> str:
        """The verdict in a word or two."""
        if self.kind in ("dying", "blocked") and self.dead.any():
            return f"{self.dead.sum()} of {self.units.sum()} dead"
        return WORDS.get(self.kind, self.kind)

    def values(self, ratio: bool) -> Array:
        """Return what is drawn, ``(k, layers)``."""
        return self.ratio if ratio else self.gradient

    def idle(self) -> str:
        """Say how many units are dead or saturated, and where most of them are."""
        parts = []
        for word, counts in (("dead", self.dead), ("saturated", self.saturated)):
            if counts.any():
                most = int(counts.argmax())
                parts.append(
                    f"{counts.sum()} of {self.units.sum()} units {word} "
                    f"({self.names[most]}: {counts[most]} of {self.units[most]})"
                )
        return "; ".join(parts)


def drawing_of(flow: Flow, ratio: bool, limits: tuple[float, float]) -> Drawing:
    """Return the lines of every layer over the steps, on a log axis."""
    values, count = flow.values(ratio), len(flow.names)
    lines = [
        Line(flow.steps, values[:, i], depth_color(i, count), 1.6 if count < 12 else 1.1)
        for i in range(count)
    ]
    levels = (Level(RULE, "rule of thumb", theme().color("secondary")),) if ratio else ()
    end = float(flow.steps[-1]) if len(flow.steps) else 0.0
    return Drawing(
        tuple(lines), levels=levels, x_range=(0.0, max(end, 10.0)),
        y_range=(10.0 ** limits[0], 10.0 ** limits[1]), log=True, x_name="steps",
    )  # fmt: skip


def heat_of(flow: Flow, relative: bool, limits: tuple[float, float], short: bool = False) -> Heat:
    """Return the map of gradients, with the count of idle units of each layer.

    Parameters
    ----------
    relative
        Whether the strongest layer of every step is the brightest, however strong it is.
    short
        Whether layers are numbered instead of named.
    """
    seen = np.isfinite(flow.gradient).any(axis=1)
    told = flow.gradient[seen]
    light = told
    if relative:
        with np.errstate(all="ignore"):
            light = told / np.nanmax(told, axis=1, keepdims=True, initial=0.0)
    count = len(flow.names)
    labels = [str(i + 1) for i in range(count)]
    if count > 1:
        labels[-1] = "out"
    return Heat(
        flow.steps[seen], light, flow.names, told, tuple(labels), _notes(flow), limits, short
    )


def _notes(flow: Flow) -> tuple[str, ...]:
    """Return how many units of each layer are dead or saturated; nothing if none is."""
    if not (flow.dead.any() or flow.saturated.any()):
        return ()
    rows = zip(flow.dead, flow.saturated, flow.units, strict=True)
    return tuple(
        f"{dead or flat}/{units} {'dead' if dead else 'flat'}" if dead or flat else ""
        for dead, flat, units in rows
    )


def chart_limits(flows: Sequence[Flow], ratio: bool) -> tuple[float, float]:
    """Return log10 of the ends of an axis that holds everything, whole decades apart."""
    values = np.concatenate([flow.values(ratio).ravel() for flow in flows] or [np.zeros(0)])
    values = values[np.isfinite(values) & (values > 0)]
    if ratio:
        values = np.append(values, RULE)
    if not len(values):
        return -3.0, 0.0
    low, high = np.floor(np.log10(values.min())), np.ceil(np.log10(values.max()))
    high = max(high, low + 1)
    return float(max(low, high - DECADES)), float(high)


def light_limits(flows: Sequence[Flow], relative: bool) -> tuple[float, float]:
    """Return log10 of black and of the brightest: the same for all maps side by side.

    The brightest is the decade that the strongest layers reach, but for a few steps.
    """
    if relative:
        return -LIGHT, 0.0
    peaks = [flow.gradient.max(axis=1, initial=0.0) for flow in flows]
    values = np.concatenate(peaks or [np.zeros(0)])
    values = values[np.isfinite(values) & (values > 0)]
    high = float(np.ceil(np.log10(np.quantile(values, 0.9)))) if len(values) else 0.0
    return high - LIGHT, high


def key_of(flow: Flow, ratio: bool, step: float | None) -> list[tuple[str, float, QColor]]:
    """Return name, value and colour of layers at a step: first, last, then those between."""
    if not len(flow.steps):
        return []
    last = len(flow.steps) - 1
    entry = last if step is None else int(np.searchsorted(flow.steps, step, side="right")) - 1
    row, count = flow.values(ratio)[min(max(entry, 0), last)], len(flow.names)
    order = list(dict.fromkeys([0, count - 1, *range(1, count - 1)]))
    return [(flow.names[i], float(row[i]), depth_color(i, count)) for i in order]
