"""What the clusters probe measured, as a picture of the plane."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QColor

from playground.engine.clusterer import BORDER, CORE, NOISE, OPEN
from playground.kernels.array import Array
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.plate import Plate
from playground.ui.plots.field import image_of
from playground.ui.plots.groups.colors import group_color
from playground.ui.plots.groups.rows import GroupedRows
from playground.ui.plots.legend import Legend
from playground.ui.plots.lettering import number
from playground.ui.theme import theme

TINT = 0.40
"""How much of its colour a region takes: rows and centres must stay stronger."""

SPARSE, DENSE = 0.10, 0.72
"""What it takes where rows lie thinnest and most densely, if density is shown."""

MOST_COUNTED, MOST_NAMED = 5, 12
"""Groups whose rows a legend counts, and that it names, at most."""

NAMED = {OPEN: "not reached yet", NOISE: "no group", BORDER: "border", CORE: "core"}


class Grouping(Decision):
    """One measurement of the clusters probe, ready to be painted.

    Parameters
    ----------
    arrays
        What the probe sent; see `playground.engine.probes.clusters`.
    classes
        Whether rows have the colours of the classes that are given, not those of their groups.
    """

    def __init__(self, arrays: Mapping[str, Array], classes: bool = False) -> None:
        super().__init__(arrays, (), Look())
        self.given = classes and "labels" in arrays
        self.told = str(arrays["told"]) if "told" in arrays else ""

    @property
    def count(self) -> int:
        """How many groups there are names for."""
        centres = len(self.arrays.get("centres", ()))
        return max(centres, len(self.arrays["sizes"]), 1)

    def same_samples(self, other: Decision) -> bool:
        """Say whether another measurement has the very same rows to draw."""
        names = ("points", "group", "kind", "labels")
        return isinstance(other, Grouping) and self.given == other.given and all(
            np.array_equal(self.arrays.get(name, ()), other.arrays.get(name, ())) for name in names
        )

    def plate(self) -> Plate:
        """Return the regions with their borders."""
        extent = tuple(self.arrays["extent"].tolist())
        winner = self.arrays.get("winner")
        dense = self.arrays.get("density")
        if winner is None and dense is None:
            return Plate(extent, size=_square(extent))
        shape = winner.shape if winner is not None else self.arrays["density"].shape
        share = np.zeros(shape) if dense is None else dense
        ground, tint = _rgb(theme().color("field")), _rgb(theme().color("secondary"))
        pixels = ground + (tint - ground) * (0.45 * share[..., None])
        if winner is not None and not self.given:
            within = winner >= 0
            mixed = ground + (self._tints() - ground) * self._strength(share)[..., None]
            pixels = np.where(within[..., None], mixed, pixels)
        borders = self.arrays.get("borders", np.empty((0, 2, 2)))
        return Plate(
            extent, image_of(_words(pixels)), (shape[1], shape[0]), np.asarray(borders, float)
        )

    def _tints(self) -> Array:
        """Return the full colour of every cell ``(h, w, 3)``, mixed where groups overlap."""
        colors = np.array([_rgb(group_color(g)) for g in range(self._most())])
        if "shares" in self.arrays:
            shares = self.arrays["shares"].astype(np.float32)
            whole = np.maximum(shares.sum(axis=-1, keepdims=True), 1.0)
            mixed: Array = (shares / whole) @ colors[: shares.shape[-1]]
            return mixed
        return colors[np.maximum(self.arrays["winner"], 0)]

    def _strength(self, share: Array) -> Array:
        if "density" in self.arrays:
            strength: Array = SPARSE + (DENSE - SPARSE) * np.sqrt(share)
            return strength
        return np.full(share.shape, TINT)

    def _most(self) -> int:
        field = self.arrays.get("shares", np.empty(0)).shape[-1]
        return max(self.count, int(self.arrays["winner"].max()) + 1, field)

    def samples(self) -> GroupedRows:
        """Return the rows with their colours."""
        arrays = self.arrays
        kinds, groups = arrays["kind"], arrays["group"].astype(int)
        if self.given:
            plain = super().samples()
            return GroupedRows(plain.at, plain.shades, plain.parts, plain.colors, plain.rows, kinds)
        highest = int(groups.max(initial=-1))
        colors = [group_color(g) for g in range(-1, highest + 1)]
        return GroupedRows(
            arrays["points"], groups + 1, arrays["part"], colors, arrays["rows"], kinds
        )

    def legend(self) -> Legend:
        """Return what the colours mean: groups with the number of their rows."""
        if self.given:
            return super().legend()
        sizes = [(group, size) for group, size in enumerate(self.arrays["sizes"].tolist()) if size]
        counted = len(sizes) <= MOST_COUNTED
        named = [(f"{group + 1}: {size}" if counted else f"{group + 1}", group_color(group))
                 for group, size in sizes]  # fmt: skip
        return Legend(tuple(named) if len(named) <= MOST_NAMED else ())

    def read(self, x: float, y: float) -> str:
        """Write what a place of the plane belongs to, or "" outside of the picture."""
        x0, x1, y0, y1 = self.arrays["extent"].tolist()
        if not (x0 <= x < x1 and y0 <= y < y1):
            return ""
        where = number(x) if len(self.arrays["origin"]) == 1 else f"{number(x)}, {number(y)}"
        winner = self.arrays.get("winner")
        if winner is None:
            return where
        row = int((y - y0) / (y1 - y0) * winner.shape[0])
        column = int((x - x0) / (x1 - x0) * winner.shape[1])
        group, share = int(winner[row, column]), int(self.arrays["share"][row, column])
        if group < 0:
            return f"{where}  ·  no group"
        sure = "" if share > 253 else f" {100 * share / 255:.0f} %"
        return f"{where}  ·  group {group + 1}{sure}"

    def tell(self, place: int) -> str:
        """Write what there is to know of one of the rows that are shown."""
        arrays = self.arrays
        group, kind = int(arrays["group"][place]), int(arrays["kind"][place])
        told = [f"row {int(arrays['rows'][place]) + 1}"]
        if "labels" in arrays:
            told.append(self.classes[int(arrays["labels"][place])])
        if group >= 0:
            told.append(f"group {group + 1}")
        if group < 0 or (arrays["kind"] == BORDER).any():
            told.append(NAMED[kind])
        return " · ".join(told)


def _rgb(color: QColor) -> Array:
    return np.array([color.red(), color.green(), color.blue()], np.float32)


def _words(pixels: Array) -> Array:
    """Return pixels ``(h, w)`` of colours ``(h, w, 3)``."""
    red, green, blue = np.moveaxis(np.rint(pixels).astype(np.uint32), -1, 0)
    words: Array = (np.uint32(255) << 24) | (red << 16) | (green << 8) | blue
    return words


def _square(extent: tuple[float, ...]) -> tuple[int, int]:
    """Return so many cells that they are square."""
    return 100, max(1, round(100 * (extent[3] - extent[2]) / (extent[1] - extent[0])))
