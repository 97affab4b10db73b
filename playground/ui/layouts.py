"""The built-in arrangements of the window: learn, compare, present."""

from dataclasses import dataclass
from typing import Any

from playground.ui.panels.compare import comparable


@dataclass(frozen=True)
class Layout:
    """Which docks show, and how the middle is shared.

    Attributes
    ----------
    docks
        Object names of the docks that show.
    canvas
        Share of the middle's height that the canvas gets.
    """

    title: str
    docks: tuple[str, ...]
    canvas: float


LAYOUTS = {
    "learn": Layout("Learn", ("blocks", "inspector", "problems", "lesson"), 0.41),
    "compare": Layout("Compare", ("inspector", "problems"), 0.24),
    "present": Layout("Present", (), 0.30),
}


def arrange(window: Any, name: str) -> None:
    """Give the window one of the built-in arrangements; all docks go back to their places."""
    layout = LAYOUTS[name]
    window.dock_in_place()
    for id, dock in window.docks.items():
        wanted = id in layout.docks
        if id == "lesson" and not window.lesson.pages:
            wanted = False
        dock.setVisible(wanted)
    if "inspector" in layout.docks:
        window.docks["inspector"].raise_()
    if name == "compare":
        _show_comparison(window)
    share_middle(window, layout.canvas)


def share_middle(window: Any, canvas: float) -> None:
    """Divide the height of the middle between canvas and panels, two rows of which need more."""
    height = max(window.middle.height(), 400)
    if window.panels.rows > 1:
        canvas *= 0.66
    window.middle.setSizes([round(height * canvas), round(height * (1 - canvas))])


def _show_comparison(window: Any) -> None:
    """Show the panel that compares learners where there are several."""
    several = sum(map(comparable, window.bridge.infos.values())) > 1
    shown = window.panels.panel("compare")
    if several and shown is None:
        window.panels.add_panel("compare")
    elif several and shown.isHidden():
        window.panels.maximise(None)
