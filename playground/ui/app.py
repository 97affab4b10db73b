"""Starts the program: the worker first, then the window, then everything that can wait."""

import gc
import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QStyle, QWidget

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


def fit_screen(window: QWidget, free: QSize) -> None:
    """Make a window that is not yet shown small enough to fit a screen with its title bar.

    Parameters
    ----------
    free
        Size of the screen without what the desktop keeps for itself.
    """
    if window.isMaximized() or window.isFullScreen():
        return
    # How high the bar is, only the desktop knows, and says it once the window is there.
    bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    window.resize(window.size().boundedTo(free - QSize(2, bar + 2)))


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
    fit_screen(window, window.screen().availableSize())
    window.show()
    QTimer.singleShot(0, lambda: _after_paint(window, first, path))
    try:
        return app.exec()
    finally:
        trainer.close()
        sys.excepthook = sys.__excepthook__


def _first_project() -> Project:
    from playground.engine.catalogue import catalogue
    from playground.ui.welcome import first_project

    return first_project(catalogue())


def _after_paint(window: Any, first: bool, path: Any) -> None:
    # What the start has made stays to the end: collections need not look at it again.
    gc.freeze()
    gc.enable()
    # Imported here: none of it is needed for the first paint.
    from playground.ui.recovery import offer_recovery

    if offer_recovery(window):
        return
    if path is not None:
        _belong(window, path)
    if first:
        window.bridge.play()
        window.welcome.greet()


def _belong(window: Any, path: Any) -> None:
    """Have the project that is shown belong to its file, and go on from what it had learned."""
    from playground.document.recent import remember

    if path.suffix.lower() == ".zip":
        window.documents.open(path)
    elif path.suffix.lower() == ".json":
        window.documents.belong(path)
        remember(path, window.bridge.store.value.title)
