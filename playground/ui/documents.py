"""New, open, save and what guards them: the file behind the project in the window."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.core.disk import FileError
from playground.core.folders import folder
from playground.document.bundle import load_bundle, save_bundle
from playground.document.files import load, save
from playground.document.journal import Journal
from playground.document.presets import load_preset
from playground.document.project import Project
from playground.document.rows import tables_of
from playground.document.text import dumps, loads
from playground.ui.preferences import Preferences

KINDS = "Neural Playground (*.json *.zip)"
ENDINGS = ("Project (*.json)", "Project with learned state (*.zip)")

NEEDS_ZIP = (
    "This project holds rows of your own, which {} cannot take along. "
    "Save it as a .zip, and they travel with it."
)


class Documents(QObject):
    """Opens and saves projects, and keeps what is not saved from being lost.

    Parameters
    ----------
    bridge
        Joins the window to the project.
    window
        Parent of the dialogs.

    Attributes
    ----------
    path
        The file of the project, or None.

    Signals
    -------
    opened(Project)
        Another project is in the window.
    named()
        The window's title may be another.
    """

    opened = Signal(object)
    named = Signal()

    def __init__(self, bridge: Any, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._preferences, self._window = bridge, preferences, window
        self.path: Path | None = None
        self._journal = Journal(folder("journal"))
        bridge.store.changed.connect(self._keep)
        bridge.store.marked.connect(self.named.emit)

    def show(self, project: Project, path: Path | None = None, saved: bool = True) -> None:
        """Put a project into the window, without asking; its state starts fresh."""
        self.path = path
        self._journal.forget()
        self._bridge.store.replace(project, saved)
        self._bridge.reset()
        self.opened.emit(project)
        self.named.emit()

    def new(self) -> None:
        """Start an empty project."""
        if self.may_leave():
            self.show(Project())

    def open(self, path: Path | None = None) -> bool:
        """Open a file; asks for it when none is given. Says whether it is open now."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(self._window, "Open a project", "", KINDS)
            if not name:
                return False
            path = Path(name)
        if not self.may_leave():
            return False
        try:
            with_state = path.suffix.lower() == ".zip"
            project, states = load_bundle(path) if with_state else (load(path), None)
        except FileError as error:
            self._tell("This file cannot be opened", str(error))
            return False
        self.show(project, path)
        if states:
            self._bridge.reset(states=states)
        self._preferences.remember(path)
        return True

    def open_preset(self, name: str) -> None:
        """Open a preset."""
        if self.may_leave():
            self.show(load_preset(name))

    def save(self) -> bool:
        """Save to the project's file; asks for one when it has none, or none that can hold it."""
        if self.path is None:
            return self.save_as()
        if tables_of(self._bridge.store.value) and self.path.suffix.lower() != ".zip":
            self._tell("Rows go into a .zip", NEEDS_ZIP.format(self.path.name))
            return self.save_as()
        return self._write(self.path)

    def save_as(self) -> bool:
        """Ask for a file and save there."""
        project = self._bridge.store.value
        endings = ENDINGS[1:] if tables_of(project) else ENDINGS
        start = self.path or Path(f"{project.title}.json")
        start = start.with_suffix(".zip") if tables_of(project) else start
        name, kind = QFileDialog.getSaveFileName(
            self._window, "Save the project", str(start), ";;".join(endings)
        )
        if not name:
            return False
        path = Path(name)
        if path.suffix.lower() not in (".json", ".zip"):
            path = path.with_name(path.name + (".zip" if kind == ENDINGS[1] else ".json"))
        return self._write(path)

    def copy_text(self) -> None:
        """Put the project on the clipboard as text."""
        QGuiApplication.clipboard().setText(dumps(self._bridge.store.value))

    def paste_text(self) -> None:
        """Open the project that the clipboard holds as text."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._tell("The clipboard is empty", "Copy a project as text first, here or elsewhere.")
            return
        try:
            project = loads(text, "the clipboard")
        except FileError as error:
            self._tell("The clipboard holds no project", str(error))
            return
        if self.may_leave():
            self.show(project, saved=False)

    def may_leave(self) -> bool:
        """Ask what to do about unsaved changes; False keeps the project in the window."""
        store = self._bridge.store
        if store.clean or not store.value.blocks:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "Save the changes?",
            f"“{store.value.title}” has changes that are not saved.",
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return self.save()
        return bool(answer == buttons.Discard)

    def close(self) -> None:
        """End the journal: the window closes in order."""
        self._bridge.store.changed.disconnect(self._keep)
        self._journal.close()

    def _write(self, path: Path) -> bool:
        project = self._bridge.store.value
        try:
            if path.suffix.lower() == ".zip":
                latest = self._bridge.trainer.history.latest()
                save_bundle(project, latest.states if latest else None, path)
            else:
                save(project, path)
        except FileError as error:
            self._tell("The project cannot be saved", str(error))
            return False
        self.path = path
        self._bridge.store.mark_saved(project)
        self._journal.forget()
        self._preferences.remember(path)
        self.named.emit()
        return True

    def _keep(self, _old: Project, new: Project) -> None:
        if self._bridge.store.clean:
            self._journal.forget()
        else:
            self._journal.write(new, self.path)
        self.named.emit()

    def _tell(self, title: str, text: str) -> None:
        QMessageBox.warning(self._window, title, text)
