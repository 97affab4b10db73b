"""Pictures of the window and of its panels, drawn without a screen if need be."""

import time
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from playground.document.project import PanelView, Project
from playground.runtime.messages import Play

PATIENCE = 600.0
"""Seconds after which a run that does not come to its step is given up."""


def save_widget(widget: QWidget, to: Path, scale: float = 1.0) -> None:
    """Save a widget as a picture.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    size = QSize(round(widget.width() * scale), round(widget.height() * scale))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    if not image.save(str(to)):
        raise OSError(f"{to}: the picture cannot be written here")


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
    shown = _trained(project, steps, seed, size, theme, state)
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
    shown = _trained(project, steps, seed, (size[0] + 480, size[1] + 420), theme, state)
    try:
        found = shown.panels.panel(name)
        found.setParent(None)
        found.resize(*size)
        found.show()
        settle(shown, None)
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
) -> Any:
    from playground.ui.app import build

    if seed is not None:
        project = replace(project, seed=seed)
    if steps is None:
        steps = project.promise.steps if project.promise else 2000
    shown = build(project, theme=theme, remember=False)
    shown.resize(*size)
    shown.show()
    _wait(lambda: bool(shown.bridge.infos), "the project does not compile")
    if state:
        shown.bridge.reset(states=state)
    if steps:
        shown.bridge.line.go(Play(None, steps))
    settle(shown, steps)
    shown.banner.dismiss()
    return shown


def settle(shown: Any, steps: int | None) -> None:
    """Wait until a window's panels show where its learners stand, at `steps` if that is given."""
    bridge = shown.bridge
    newest: dict[Any, int] = {}

    def take(frame: Any) -> None:
        newest.update({snapshot.request: snapshot.step for snapshot in frame.snapshots})

    def is_there() -> bool:
        at = bridge.status.steps
        ended = not bridge.status.playing
        reached = steps is None or all(
            step >= steps or id in bridge.status.finished for id, step in at.items()
        )
        drawn = all(newest.get(r) == at.get(r.learner) for r in bridge.watched if r.learner in at)
        return bool(at) and ended and reached and (drawn or steps is None)

    bridge.frame.connect(take)
    try:
        _wait(is_there, "the learners do not come to that step")
        _spin(0.15)
    finally:
        bridge.frame.disconnect(take)


def _wait(is_there: Any, complaint: str) -> None:
    end = time.monotonic() + PATIENCE
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
