"""Offers the panel that was made for a block which has just been added."""

from typing import Any

from PySide6.QtCore import QObject

from playground.core.block import title_of
from playground.document.project import Project
from playground.ui.banner import Banner
from playground.ui.panel import PANELS
from playground.ui.panel_grid import PanelGrid

ABOUT = "panel"

OFFERED = ("unsupervised", "lab", "objective")
"""Families whose panels are offered."""


class PanelOffer(QObject):
    """Watches for new blocks whose learning no panel shows yet.

    Only those are meant that learn without labels, labs and functions to go down: most panels say
    nothing of them. A project that chooses no panels shows theirs by itself.

    Parameters
    ----------
    bridge
        Joins the window to the project.
    panels
        Where the panel would stand.
    banner
        Where it is offered, unless something else is said there.
    """

    def __init__(self, bridge: Any, panels: PanelGrid, banner: Banner) -> None:
        super().__init__(panels)
        self._bridge, self._panels, self._banner = bridge, panels, banner
        self._offered = ""
        bridge.project_changed.connect(self._look)

    def _look(self, old: Project, new: Project) -> None:
        before = {placed.id for placed in old.blocks}
        added = [placed for placed in new.blocks if placed.id not in before]
        if all(placed.id != self._offered for placed in new.blocks):
            self._banner.dismiss(ABOUT)
        # Another project altogether has been laid out by whoever made it.
        if len(added) != 1 or len(new.blocks) != len(old.blocks) + 1 or self._banner.text:
            return
        cls = self._bridge.catalogue.get(added[0].kind)
        if cls is None or cls.family not in OFFERED:
            return
        made = [name for name in getattr(cls, "shows", ()) if name in PANELS][:2]
        name = next((name for name in made if name not in self._panels.names), "")
        if name:
            title = title_of(PANELS[name])
            self._offered = added[0].id
            words = f"{title_of(cls)} can be watched in the panel {title}."
            show = (f"Show {title}", lambda: self._panels.add_panel(name))
            self._banner.say(words, "accent", (show,), about=ABOUT, spare=True)
