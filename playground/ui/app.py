"""Starts the program: the worker first, then the window, then everything that can wait."""

import gc
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from playground.core.folders import folder
from playground.document.journal import discard, recovered
from playground.document.project import Project
from playground.document.store import Store
from playground.runtime.trainer import Trainer
from playground.ui.bridge import Bridge
from playground.ui.crash import Reporter
from playground.ui.icons import icon
from playground.ui.preferences import Preferences, reset_settings
from playground.ui.style import dress, theme_named
from playground.ui.theme import set_scale, themes


def application(argv: Sequence[str] = ()) -> QApplication:
    """Return the one application object, made and dressed on first use."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(list(argv) or [""])
    if not app.property("dressed"):
        app.setProperty("dressed", True)
        app.setApplicationName("Neural Playground")
        app.setDesktopFileName("neural-playground")
        dress(app)
        app.setWindowIcon(icon("app", "accent"))
    return app


def build(
    project: Project | None = None,
    trainer: Any = None,
    device: str = "auto",
    theme: str | None = None,
    remember: bool = True,
) -> Any:
    """Return a main window, not yet shown, with a project in it and a worker behind it.

    Parameters
    ----------
    project
        What to show; empty by default.
    trainer
        Handle of a started worker; one is started when it is None.
    theme
        ``"dark"``, ``"light"`` or ``"system"``; the remembered one when it is None.
    remember
        Whether the remembered layout and scale are used, and the layout is remembered at the end.
    """
    if trainer is None:
        trainer = Trainer(device)
        trainer.start()
    app = application()
    preferences = Preferences()
    themes().choose(theme_named(theme or preferences.theme, app))
    if remember:
        set_scale(preferences.scale)
    # Imported here: the worker starts up while they load.
    from playground.engine.catalogue import catalogue
    from playground.ui.main_window import MainWindow

    bridge = Bridge(Store(project), trainer, catalogue(), device)
    window = MainWindow(bridge, preferences)
    window.resize(1440, 860)
    layout = preferences.layout() if remember else None
    if layout is not None:
        geometry, state = layout
        window.restoreGeometry(geometry)
        window.restoreState(state)
        # The layout was left by another project, which may have had no lesson.
        window.docks["lesson"].setVisible(bool(window.lesson.pages))
    window.keeps_layout = remember
    return window


def run(
    project: Project | None = None,
    path: Any = None,
    device: str = "auto",
    reset: bool = False,
    argv: Sequence[str] = (),
) -> int:
    """Open the window and return the exit status when it is closed.

    Parameters
    ----------
    project
        What to open; None for the first demonstration.
    path
        File that the project was read from, or None.
    reset
        Whether to forget remembered settings first.
    """
    trainer = Trainer(device)
    trainer.start()
    app = application(argv)
    if reset:
        reset_settings()
    reporter = Reporter()
    reporter.install()
    first = project is None
    window = build(_first_project() if project is None else project, trainer, device)
    window.documents.path = path
    window.resize(window.size().boundedTo(window.screen().availableSize()))
    window.show()
    QTimer.singleShot(0, lambda: _after_paint(window, first))
    try:
        return app.exec()
    finally:
        trainer.close()
        sys.excepthook = sys.__excepthook__


def _first_project() -> Project:
    from playground.engine.catalogue import catalogue
    from playground.ui.welcome import first_project

    return first_project(catalogue())


def _after_paint(window: Any, first: bool) -> None:
    # What the start has made stays to the end: collections need not look at it again.
    gc.freeze()
    gc.enable()
    path = window.documents.path
    if _offer_recovery(window):
        return
    if path is not None and path.suffix.lower() == ".zip":
        window.documents.open(path)
    if first:
        window.bridge.play()
        if not window.preferences.started_before:
            window.preferences.started_before = True
            window.welcome.begin()


def _offer_recovery(window: Any) -> bool:
    """Offer what windows that ended unexpectedly left, the newest first; says whether one is open.

    What is neither opened nor discarded is offered at the next start again.
    """
    buttons = QMessageBox.StandardButton
    for left in recovered(folder("journal")):
        when = datetime.fromtimestamp(left.when).strftime("%d %B, %H:%M")
        answer = QMessageBox.question(
            window,
            "Go on where you were?",
            f"The program did not close in order. “{left.project.title}” has changes of {when} "
            "that were not saved.",
            buttons.Open | buttons.Discard,
            buttons.Open,
        )
        if answer == buttons.Open:
            path = Path(left.path) if left.path else None
            window.documents.show(left.project, path, saved=False)
        discard(left)
        if answer == buttons.Open:
            return True
    return False
