"""The first minute: a demonstration already moving, and three ways to go on."""

from typing import Any

from PySide6.QtCore import QObject

from playground.document.complete import complete
from playground.document.pacing import watchable
from playground.document.presets import load_preset, preset_names
from playground.document.project import Project
from playground.document.recent import Recent, recent
from playground.ui.banner import Banner
from playground.ui.gallery import following

FIRST = "circle"


def first_project(catalogue: Any) -> Project:
    """Return what the first start opens: the preset `circle`, or the smallest whole project."""
    return load_preset(FIRST) if FIRST in preset_names() else own_project(catalogue)


def own_project(catalogue: Any) -> Project:
    """Return data, a layer and a head, wired: what building one's own begins with."""
    empty = Project(title="My own")
    edit = complete(empty, catalogue)
    return watchable(edit, catalogue)(empty) if edit else empty


class Welcome(QObject):
    """Offers three ways to go on, in a banner of its own.

    Parameters
    ----------
    window
        The main window.
    banner
        Where it stands.
    """

    def __init__(self, window: Any, banner: Banner) -> None:
        super().__init__(window)
        self._window, self._banner = window, banner
        self._name = FIRST

    def begin(self) -> None:
        """Show the offer; the demonstration plays above and below it."""
        words = "It learns while you watch. Everything can be changed while it runs."
        answers = (
            ("Change something", self.change),
            ("Next demonstration", self.next),
            ("Build my own", self.own),
        )
        self._banner.say(words, "accent", answers, spare=True)

    def greet(self) -> None:
        """Make the offer of a first start, or that of a later one where there is work to go on."""
        preferences = self._window.preferences
        if not preferences.started_before:
            preferences.started_before = True
            self.begin()
            return
        there = [one for one in recent() if not one.missing]
        if there:
            self._go_on(there[0])

    def _go_on(self, last: Recent) -> None:
        documents, openers = self._window.documents, self._window.openers
        answers = (
            (f"Go on with {last.file.name}", lambda: documents.open(last.file)),
            ("Recent projects", openers.recent),
            ("Build my own", self.own),
        )
        words = "Welcome back. Your projects are where you left them."
        self._banner.say(words, "accent", answers, spare=True)

    def change(self) -> None:
        """Select a layer or a model, so that the inspector shows what there is to change."""
        window = self._window
        catalogue = window.bridge.catalogue
        for placed in window.bridge.store.value.blocks:
            if getattr(catalogue.get(placed.kind), "family", "") in ("layer", "model"):
                window.show_block(placed.id)
                break
        window.docks["inspector"].show()
        window.docks["inspector"].raise_()
        window.inspector.setFocus()

    def next(self) -> None:
        """Open the demonstration that follows, and play it."""
        name = following(self._name)
        if name is None:
            self.own()
            return
        self._name = name
        self._window.documents.open_preset(name)
        self._window.bridge.play()
        self.begin()

    def own(self) -> None:
        """Lay data, a layer and a head, wired."""
        if self._window.documents.may_leave():
            self._window.documents.show(own_project(self._window.bridge.catalogue))
