"""Panels, and the canvas if need be, beside each other as a picture shows them."""

from collections.abc import Sequence
from math import prod
from typing import Any

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.document.project import PanelView
from playground.ui.canvas.view import CanvasView
from playground.ui.panel import PANELS
from playground.ui.panel_grid import row_lengths
from playground.ui.posing import Pose
from playground.ui.theme import px, theme

CANVAS = "canvas"


class Grid(QWidget):
    """Shows panels in rows as even as can be; a single one fills all of it.

    Parameters
    ----------
    bridge
        Where they get what they draw from.
    names
        Names of panels, or "canvas"; panels have the settings that the project gives them.
    """

    def __init__(self, bridge: Any, names: Sequence[str]) -> None:
        super().__init__()
        rows = QGridLayout(self)
        several = len(names) > 1
        gap = px(8) if several else 0
        rows.setContentsMargins(gap, gap, gap, gap)
        rows.setSpacing(gap)
        views = _views(bridge, sorted(names, key=lambda name: name != CANVAS))
        self.shown = [_made(bridge, view) for view in views]
        first = names.count(CANVAS)  # as in the window, it lies above
        lengths = [1] * first + [n for n in row_lengths(len(views) - first) if n]
        whole, left = prod(lengths), iter(self.shown)
        for row, length in enumerate(lengths):
            rows.setRowStretch(row, 2 if row < first else 3)
            wide = whole // length
            for place in range(length):
                rows.addWidget(next(left), row, place * wide, 1, wide)
        for column in range(whole):
            rows.setColumnStretch(column, 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ground between the panels."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme().color("window"))


def _views(bridge: Any, names: Sequence[str]) -> list[PanelView]:
    """Return panels with the settings that the project has for them, each used once."""
    left = list(bridge.store.value.view)
    found = []
    for name in names:
        own = next((view for view in left if view.panel == name), None)
        if own is not None and names.count(name) > 1:
            left.remove(own)
        found.append(own or PanelView(name))
    return found


def _made(bridge: Any, view: PanelView) -> QWidget:
    made: QWidget
    if view.panel == CANVAS:
        made = CanvasView(bridge)
        made.setFocusPolicy(made.focusPolicy().NoFocus)
    else:
        made = panel = PANELS[view.panel](bridge, view.settings)
        Pose(panel)
    made.setMinimumSize(1, 1)
    return made
