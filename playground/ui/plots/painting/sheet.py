"""Shows a draft in a pane: over a decision, or on a blank sheet where there is none yet."""

import numpy as np

from playground.engine.datasets.table import FEWEST
from playground.engine.plane import extent_of
from playground.ui.plots.chart import Drawing
from playground.ui.plots.decisions.pane import Pane
from playground.ui.plots.decisions.plate import Plate
from playground.ui.plots.legend import Legend
from playground.ui.plots.painting.draft import Draft
from playground.ui.plots.painting.palette import samples_of

HALF = 1.5
"""Half the width of what a blank sheet shows at least."""

CELLS = 100


def show_draft(pane: Pane, draft: Draft, test: bool = True) -> None:
    """Show the points of a draft over the decision of a pane."""
    limits = pane.decision.limits if pane.decision is not None else None
    samples = samples_of(draft, test, limits)
    if draft.curve:
        pane.chart.show_samples(samples)
    else:
        pane.plane.show_samples(samples)


def show_blank(pane: Pane, draft: Draft) -> None:
    """Show the points of a draft alone, with words about what is still missing."""
    pane.forget()
    samples = samples_of(draft)
    corners = np.array([[-HALF, -HALF], [HALF, HALF]])
    around = np.concatenate([draft.at[draft.alive], corners])
    names = [draft.own.table.columns[place].name for place in draft.own.features]
    if draft.curve:
        assert draft.own.aim is not None
        (low, high), up = _ranges(around), draft.own.table.columns[draft.own.aim].name
        pane.show_blank(Drawing(samples=samples, x_range=low, y_range=high, x_name=names[0],
                                y_name=up, note=missing(draft)))  # fmt: skip
        return
    aspect = max(pane.width(), 1) / max(pane.height(), 1)
    left, right, bottom, top = extent_of(around, aspect, 0.05)
    high_cells = max(round(CELLS * (top - bottom) / (right - left)), 1)
    pane.plane.names = (names[0], names[1])
    classed = draft.own.target == "class"
    colors = tuple(zip(draft.classes, samples.colors, strict=False)) if classed else ()
    pane.plane.legend = Legend(colors, ()) if colors else None
    there = bool(draft.alive.any())
    # Words in the middle would hide points.
    pane.plane.caption, pane.plane.notice = (missing(draft), "")[:: 1 if there else -1]
    pane.plane.show_samples(samples)
    pane.show_blank(Plate((left, right, bottom, top), size=(CELLS, high_cells)))


def missing(draft: Draft) -> str:
    """Say what is still to be painted before learning can begin."""
    train = draft.alive & (draft.parts == 0)
    if not draft.alive.any():
        if draft.own.target == "class":
            return "Paint your data: choose a class above, then drag."
        return "Paint your data: choose a tool above, then drag."
    if draft.own.target == "class" and len(np.unique(draft.marks[train])) < 2:
        return "Now choose another class, and paint some of its points."
    few = FEWEST - int(train.sum())
    return f"{few} more, and learning can begin." if few > 0 else ""


def _ranges(at: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    low, high = at.min(axis=0), at.max(axis=0)
    room = 0.1 * (high - low)
    (x0, y0), (x1, y1) = (low - room).tolist(), (high + room).tolist()
    return (x0, x1), (y0, y1)
