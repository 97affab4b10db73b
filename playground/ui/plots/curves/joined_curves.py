"""The curves of several learners on one chart, each learner in a colour."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from playground.ui.plots.chart import Drawing
from playground.ui.plots.curves.curve_drawing import CurveView, drawing_of, values_at
from playground.ui.plots.wording import live_value


def joined(views: Sequence[CurveView], pixels: int) -> Drawing:
    """Return one chart of several views of the same metric, on axes that hold all of them."""
    drawings = [drawing_of(view, pixels) for view in views]
    if len(drawings) == 1:
        return drawings[0]
    first = drawings[0]
    return Drawing(
        tuple(line for drawing in drawings for line in drawing.lines),
        levels=first.levels,
        x_range=(0.0, max(drawing.x_range[1] for drawing in drawings)),
        y_range=(
            min(drawing.y_range[0] for drawing in drawings),
            max(drawing.y_range[1] for drawing in drawings),
        ),
        log=first.log, x_name=first.x_name, y_name=first.y_name,
    )  # fmt: skip


def joined_keys(
    views: Sequence[CurveView], titles: Sequence[str], x: float | None
) -> list[tuple[str, str, QColor]]:
    """Return a key for each learner, with its values in the order train, test."""
    keys = []
    for view, title in zip(views, titles, strict=True):
        found = values_at(view, x)
        if found:
            told = " / ".join(live_value(view.metric, value) for _, value, _ in found)
            keys.append((title, told, found[0][2]))
    return keys
