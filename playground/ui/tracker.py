"""Tells when a page of a lesson is done: by what the person did, or by what a learner reached."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.core.block import Block, title_of
from playground.document.lesson import Action, Done, Page, Reached
from playground.document.project import Placed, Project
from playground.document.settings import option_named


class Tracker(QObject):
    """Watches for the end of one page at a time.

    Signals
    -------
    done()
        What the page asks for has happened.
    """

    done = Signal()

    def __init__(self, bridge: Any) -> None:
        super().__init__()
        self._bridge = bridge
        self._wanted: Done | None = None
        bridge.acted.connect(self._acted)
        bridge.project_changed.connect(self._changed)
        bridge.selection_changed.connect(self._selected)
        bridge.traced.connect(self._traced)

    def watch(self, page: Page | None) -> None:
        """Wait for the end of this page from now on."""
        self._wanted = page.done_when if page else None
        if page is not None and not page.set_up:
            # What was reached on the way here counts, unless the page has first something to try.
            for learner in tuple(self._bridge.scores):
                self._traced(learner)

    def _action(self, name: str) -> Action | None:
        action = self._wanted.action if self._wanted else None
        return action if action is not None and action.name == name else None

    def _finish(self) -> None:
        self._wanted = None
        self.done.emit()

    def _acted(self, name: str) -> None:
        if self._action(name):
            self._finish()

    def _selected(self, ids: tuple[str, ...]) -> None:
        action = self._action("select")
        if action and ids and action.target in ("", *ids):
            self._finish()

    def _changed(self, old: Project, new: Project) -> None:
        action = self._wanted.action if self._wanted else None
        if action is not None and answers(action, old, new):
            self._finish()

    def _traced(self, learner: str) -> None:
        reached = self._wanted.reached if self._wanted else None
        if reached is not None and reached.learner in ("", learner):
            values = self._bridge.scores.get(learner, {}).get(reached.metric)
            if values is not None and _holds(reached, values):
                self._finish()


def _holds(reached: Reached, values: Any) -> bool:
    value = float(np.nanmedian(np.asarray(values, float)))
    return value >= reached.value if reached.at == "at_least" else value <= reached.value


def answers(action: Action, old: Project, new: Project) -> bool:
    """Say whether an edit is what an action asks for.

    The target of ``add`` is a kind or an id, that of ``connect`` either end of the wire, that of
    ``watch`` a panel.
    """
    before = {placed.id: placed for placed in old.blocks}
    after = {placed.id: placed for placed in new.blocks}
    if action.name == "add":
        added = [placed for id, placed in after.items() if id not in before]
        return any(action.target in ("", p.id, p.kind) for p in added)
    if action.name == "delete":
        return any(action.target in ("", id) for id in before.keys() - after.keys())
    if action.name == "connect":
        wires = set(new.wires) - set(old.wires)
        return any(action.target in ("", w.source, w.target) for w in wires)
    if action.name == "watch":
        shown = {view.panel for view in new.view} - {view.panel for view in old.view}
        return bool(shown) and action.target in ("", *shown)
    if action.name == "set":
        pairs = [(before[id], placed) for id, placed in after.items() if id in before]
        return any(_set(action, a, b) for a, b in pairs)
    return False


def _set(action: Action, old: Placed, new: Placed) -> bool:
    if action.target not in ("", new.id) or old.settings == new.settings:
        return False
    if not action.setting:
        return True
    value, was = _read(new, action.setting), _read(old, action.setting)
    if isinstance(value, dict) and isinstance(action.value, str):
        value = value.get("kind")
    return value != was if action.value is None else bool(value == action.value)


def _read(placed: Placed, name: str) -> Any:
    value: Any = placed.settings
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


ASKED = {
    "play": "press Play", "pause": "pause", "step": "take one step", "reset": "start again",
    "new-seed": "try another seed", "add": "add {target}", "connect": "connect {target}",
    "delete": "delete {target}", "set": "change {setting} of {target}",
    "select": "select {target}", "watch": "open the panel {target}",
    "jump": "click on the loss surface",
}  # fmt: skip


def asked(done: Done, project: Project, catalogue: Mapping[str, type[Block]]) -> str:
    """Return what a page asks for, in words."""
    if done.action:
        action = done.action
        words = ASKED.get(action.name, action.name).format(
            **_named(action, project, catalogue)
        )
        return f"{words} to {action.value}" if action.value is not None else words
    if done.reached:
        way = "at least" if done.reached.at == "at_least" else "at most"
        return f"{done.reached.metric.replace('_', ' ')} {way} {done.reached.value:g}"
    return "go on"


def _named(
    action: Action, project: Project, catalogue: Mapping[str, type[Block]]
) -> dict[str, str]:
    """Return what people call the block and the setting that are meant."""
    target, setting = action.target or "a block", action.setting or "a setting"
    placed = next((placed for placed in project.blocks if placed.id == action.target), None)
    cls = catalogue.get(placed.kind if placed is not None else action.target)
    if cls is not None:
        same = [other for other in project.blocks if placed and other.kind == placed.kind]
        target = f"{title_of(cls)} {action.target}" if len(same) > 1 else title_of(cls)
        option = option_named(cls, placed.settings if placed else {}, action.setting)
        setting = option.title if option is not None else setting
    return {"target": target, "setting": setting}
