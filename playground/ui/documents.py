"""New, open, save and what guards them: the project in the window and the file behind it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.core.disk import FileError
from playground.core.folders import folder
from playground.document.journal import Journal, tables_named
from playground.document.presets import load_preset
from playground.document.project import Project
from playground.document.recent import keep_picture, remember
from playground.document.salvage import DamagedError, Salvaged, salvage
from playground.document.set_aside import ENDING, set_aside
from playground.document.text import dumps, loads
from playground.tables.sweeping import sweep
from playground.ui.file_asking import ask_to_read
from playground.ui.meanwhile import meanwhile
from playground.ui.plots.wording import grouped
from playground.ui.preferences import Preferences
from playground.ui.project_file import ProjectFile, steps_of
from playground.ui.thumbnail import thumbnail
from playground.ui.titles import called

KINDS = "Neural Playground (*.json *.zip)"
A_COPY = (
    "{} is open in another window: this is a copy of it. What you change here is saved under "
    "another name."
)
NOT_KEPT = "Edits cannot be kept for after a crash: {} Save now and then."


class Documents(QObject):
    """Opens and saves projects, and keeps what is not saved from being lost.

    Parameters
    ----------
    bridge
        Joins the window to the project.
    window
        The main window: parent of the dialogs, and whose picture is kept.

    Attributes
    ----------
    file
        The file of the project, or that it has none.

    Signals
    -------
    opened(Project)
        Another project is in the window.
    named()
        The window's title may be another.
    told(str)
        Something to know that stops nobody.
    """

    opened = Signal(object)
    named = Signal()
    told = Signal(str)

    def __init__(self, bridge: Any, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._window = bridge, window
        self.file = ProjectFile(bridge, preferences, window)
        self._journal = Journal(folder("journal"))
        self._complained = False
        self.file.written.connect(self._keep)
        bridge.store.changed.connect(self._keep)
        bridge.store.marked.connect(self.named.emit)

    @property
    def path(self) -> Path | None:
        """The file of the project, or None."""
        return self.file.path

    def show(
        self,
        project: Project,
        path: Path | None = None,
        saved: bool = True,
        since: float | None = None,
        states: Mapping[str, Any] | None = None,
        curves: Mapping[str, Any] | None = None,
    ) -> None:
        """Put a project into the window, without asking.

        Parameters
        ----------
        path
            Its file; where another window has that open, this one gets a copy without a file.
        saved
            Whether the file holds all of it.
        since
            When the project was as the file has it, in seconds since 1970; now by default.
        states
            What its learners go on from, as the file keeps it; by default they start fresh.
        curves
            How they came there.
        """
        self._leave()
        self._journal.forget()
        self.file.hold(None)
        self._bridge.store.replace(project, saved)
        self._bridge.reset(states=dict(states) if states else None)
        self._bridge.records.recall(curves or {})
        self.opened.emit(project)
        self.belong(path, since)
        self.file.kept = steps_of(states) if states else None

    def belong(self, path: Path | None, since: float | None = None) -> None:
        """Have the project in the window belong to a file, unless another window holds that."""
        self.file.kept = None
        held = self.file.hold(path, since)
        if not self._bridge.store.clean:
            self._keep()
        self.named.emit()
        if not held and path is not None:
            self.told.emit(A_COPY.format(path.name))

    def new(self) -> None:
        """Start an empty project."""
        if self.may_leave():
            self.show(Project())

    def open(self, path: Path | None = None) -> bool:
        """Open a file; asks for it when none is given. Says whether it is open now."""
        if path is None:
            path = ask_to_read(self._window, "Open a project", KINDS)
            if path is None:
                return False
        if not self.may_leave():
            return False
        try:
            found = meanwhile(lambda: salvage(path))
        except DamagedError as error:
            self._offer_to_set_aside(path, str(error))
            return False
        except FileError as error:
            self._tell("This file cannot be opened", str(error))
            return False
        if found.damage and not self._wants_what_is_left(path, found):
            return False
        self.show(found.project, path, not found.damage, None, found.states, found.curves)
        remember(path, found.project.title)
        return True

    def open_preset(self, name: str) -> None:
        """Open a preset."""
        if self.may_leave():
            self.show(load_preset(name))

    def save(self) -> bool:
        """Save to the project's file; asks for one when it has none."""
        return self.file.save()

    def save_as(self) -> bool:
        """Ask for a file and save there."""
        return self.file.save_as()

    def copy_text(self) -> None:
        """Put the project on the clipboard as text."""
        try:
            QGuiApplication.clipboard().setText(dumps(self._bridge.store.value))
        except FileError as error:
            self._tell("The project cannot be copied", str(error))

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
        """Ask what to do about what is not saved; False keeps the project in the window."""
        store, ahead = self._bridge.store, self.file.ahead
        if (store.clean and ahead <= 0) or not store.value.blocks:
            return True
        steps = "a step" if ahead == 1 else f"{grouped(ahead)} steps"
        learned = f"learned {steps} since it was saved"
        what = learned if store.clean else "changes that are not saved"
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "Save what is new?",
            f"“{called(store.value, self.path)}” has {what}.",
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return self.save()
        return bool(answer == buttons.Discard)

    def close(self) -> None:
        """End the journal and let go of the file: the window closes in order."""
        self._bridge.store.changed.disconnect(self._keep)
        self._leave()
        self.file.hold(None)
        self._journal.close()
        sweep(folder("tables"), tables_named(folder("journal")))

    def _leave(self) -> None:
        """Keep a picture of how the project looked, by which it is known again."""
        if self.path is not None and self._bridge.store.clean:
            picture = thumbnail(self._window)
            if picture:
                keep_picture(self.path, picture)

    def _keep(self, *_changed: Project) -> None:
        """Have the journal hold what no file does: an edit may have come while one was written."""
        if self._bridge.store.clean:
            self._journal.forget()
        elif self._journal.write(self._bridge.store.value, self.path):
            self._complained = False
        elif not self._complained:
            self._complained = True
            self.told.emit(NOT_KEPT.format(self._journal.problem))
        self.named.emit()

    def _wants_what_is_left(self, path: Path, found: Salvaged) -> bool:
        """Offer to open the part of a damaged file that is whole; the file is set aside then."""
        what = "What you built" if found.states is None else "What you built and what it learned"
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "This file is damaged",
            f"{found.damage}\n\n{what} can still be opened. The damaged file is kept as "
            f"{path.name}{ENDING}.",
            buttons.Open | buttons.Cancel,
            buttons.Open,
        )
        return answer == buttons.Open and self._set_aside(path) is not None

    def _offer_to_set_aside(self, path: Path, why: str) -> None:
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "This file cannot be opened",
            f"{why}\n\nSet it aside as {path.name}{ENDING}?",
            buttons.Yes | buttons.No,
            buttons.No,
        )
        if answer == buttons.Yes:
            self._set_aside(path)

    def _set_aside(self, path: Path) -> Path | None:
        try:
            return set_aside(path)
        except FileError as error:
            self._tell("The file cannot be set aside", str(error))
            return None

    def _tell(self, title: str, text: str) -> None:
        QMessageBox.warning(self._window, title, text)
