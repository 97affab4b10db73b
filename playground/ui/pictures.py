"""Pictures of the window and of its panels, drawn without a screen if need be."""

import time
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from playground.document.project import PanelView, Project
from playground.runtime.messages import Play, Request
from playground.ui.plots.picture import save_widget

PATIENCE = 600.0
"""Seconds after which a run that does not come to its step is given up."""
SOON, REST = 60.0, 0.2
"""Seconds within which a worker answers, and after which no more layout is under way."""


def window(
    project: Project,
    steps: int | None,
    seed: int | None,
    to: str | Path,
    size: tuple[int, int] = (1920, 1080),
    theme: str = "dark",
    state: dict[str, Any] | None = None,
) -> None:
    """Train a project in a window and save a picture of the whole window.

    Parameters
    ----------
    steps
        Steps to train; None for those of the promise, else 2000.
    seed
        Seed to use instead of the project's.
    state
        Captures by learner to go on from.
    """
    shown, _ = _trained(project, steps, seed, size, theme, state)
    try:
        save_widget(shown, Path(to))
    finally:
        _end(shown)


def panel(
    project: Project,
    name: str,
    steps: int | None,
    seed: int | None,
    to: str | Path,
    size: tuple[int, int] = (900, 600),
    theme: str = "dark",
    state: dict[str, Any] | None = None,
) -> None:
    """Train a project in a window and save a picture of one panel: PNG, SVG or PDF.

    Raises
    ------
    KeyError
        If there is no such panel.
    """
    from playground.ui.panel import PANELS

    if name not in PANELS:
        raise KeyError(f"there is no panel {name!r}; there are {', '.join(PANELS)}")
    views = tuple(view for view in project.view if view.panel == name) or (PanelView(name),)
    project = replace(project, view=views[:1])
    room = (size[0] + 480, size[1] + 420)
    shown, newest = _trained(project, steps, seed, room, theme, state)
    try:
        found = shown.panels.panel(name)
        found.setParent(None)
        found.resize(*size)
        found.show()
        _settle(shown.bridge, newest, 0)
        focused = found.focusWidget()
        if focused is not None:
            focused.clearFocus()
        found.save(Path(to))
        found.close()
        found.deleteLater()
    finally:
        _end(shown)


def _trained(
    project: Project,
    steps: int | None,
    seed: int | None,
    size: tuple[int, int],
    theme: str,
    state: dict[str, Any] | None,
) -> tuple[Any, dict[Request, int]]:
    from playground.ui.app import build

    if seed is not None:
        project = replace(project, seed=seed)
    if steps is None:
        steps = project.promise.steps if project.promise else 2000
    shown = build(project, theme=theme, remember=False)
    shown.resize(*size)
    shown.show()
    newest = _follow(shown.bridge)
    _wait(lambda: bool(shown.bridge.infos), SOON, "the project does not compile")
    if state:
        shown.bridge.reset(states=state)
    if steps:
        shown.bridge.line.go(Play(None, steps))
    _settle(shown.bridge, newest, steps)
    shown.banner.dismiss()
    return shown, newest


def _follow(bridge: Any) -> dict[Request, int]:
    """Return the newest step that each request was answered for, kept up to date from now on."""
    newest: dict[Request, int] = {}
    bridge.frame.connect(
        lambda frame: newest.update({taken.request: taken.step for taken in frame.snapshots})
    )
    return newest


def _settle(bridge: Any, newest: dict[Request, int], steps: int) -> None:
    """Wait until learners stand at `steps` and everything that is watched shows that."""

    def arrived() -> bool:
        at, finished = bridge.status.steps, bridge.status.finished
        reached = all(step >= steps or id in finished for id, step in at.items())
        return bool(at) and reached and not bridge.status.playing

    def drawn() -> bool:
        at = bridge.status.steps
        return all(newest.get(r) == at.get(r.learner) for r in bridge.watched if r.learner in at)

    # Panels ask for another shape once a change of their size has come to rest.
    _spin(REST)
    _wait(arrived, PATIENCE, "the learners do not come to that step")
    _wait(drawn, SOON, "a panel shows nothing")
    _wait(lambda: bridge.pacer.idle, SOON, "a panel does not draw")
    # Tables of numbers refresh a few times a second.
    _spin(REST)


def _wait(is_there: Any, patience: float, complaint: str) -> None:
    end = time.monotonic() + patience
    while not is_there():
        if time.monotonic() > end:
            raise TimeoutError(complaint)
        _spin(0.01)


def _spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if time.monotonic() >= end:
            return
        time.sleep(0.002)


def _end(shown: Any) -> None:
    shown.bridge.store.mark_saved()
    shown.close()
    shown.deleteLater()
    _spin(0.0)
