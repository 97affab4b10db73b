"""A draft's points as samples of a picture."""

import numpy as np

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color, signed_colors
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.painting.draft import Draft
from playground.ui.plots.points import TEST
from playground.ui.theme import theme

SHADES = 24


def samples_of(
    draft: Draft, test: bool = True, limits: tuple[float, float] | None = None
) -> Samples:
    """Return the points of a draft in the colours of their classes or values.

    Parameters
    ----------
    test
        Whether points kept for testing are shown.
    limits
        Values at the ends of the scale; the draft's own unless given.
    """
    rows = draft.shown()
    rows = rows if test else rows[draft.parts[rows] != TEST]
    at, parts, marks = draft.at[rows], draft.parts[rows], draft.marks[rows]
    if draft.own.target == "class":
        count = max(len(draft.classes), 1)
        colors = [class_color(theme(), code) for code in range(count)]
        return Samples(at, marks.astype(int), parts, colors)
    zeros = np.zeros(len(at), int)
    if draft.curve:
        return Samples(at, zeros, parts, [class_color(theme(), 0)])
    if draft.own.target == "value":
        return Samples(at, _shades(marks, limits), parts, signed_colors(theme(), SHADES))
    return Samples(at, zeros, parts, [theme().color("secondary")])


def _shades(values: Array, limits: tuple[float, float] | None) -> Array:
    if not len(values):
        return np.zeros(0, int)
    low, high = limits or (float(values.min()), float(values.max()))
    share = (values - low) / ((high - low) or 1.0)
    shades: Array = np.rint(np.clip(share, 0, 1) * (SHADES - 1)).astype(int)
    return shades
