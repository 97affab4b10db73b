"""The file that a window saves its project to, and the questions that saving may ask."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.core.disk import FileError
from playground.core.folders import folder
from playground.document.bundle import save_bundle
from playground.document.files import save
from playground.document.held_file import HeldFile, InUseError, key_of
from playground.document.recent import remember
from playground.document.rows import kept_hashes
from playground.runtime.kept_curves import thinned
from playground.ui.meanwhile import meanwhile
from playground.ui.preferences import Preferences
from playground.ui.save_dialog import Proposal, Saving, ask
from playground.ui.thumbnail import thumbnail

NEEDS_ZIP = (
    "This project holds rows of your own, which {} cannot take along. "
    "Save it as a .zip, and they travel with it."
)
IN_USE = "Another window has {} open. Choose another name, or save there."


class ProjectFile(QObject):
    """Saves the project of a window, to a file that no other window has open.

    Parameters
    ----------
    bridge
        Joins the window to the project.
    window
        The main window: parent of the dialogs, and whose picture is kept.

    Attributes
    ----------
    kept
        Step of every learner as the file has it; None where that takes along nothing learned.

    Signals
    -------
    written()
        The project has been saved.
    """

    written = Signal()

    def __init__(self, bridge: Any, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._preferences, self._window = bridge, preferences, window
        self._held: HeldFile | None = None
        self.kept: dict[str, int] | None = None

    @property
    def path(self) -> Path | None:
        """The file, or None while there is none."""
        return self._held.path if self._held else None

    @property
    def learned(self) -> bool:
        """Whether the file takes along what is learned."""
        return self.kept is not None

    @property
    def ahead(self) -> int:
        """Steps learned since it was written, where it takes along what is learned."""
        if self.kept is None:
            return 0
        steps = steps_of(self._bridge.line.learned_now())
        return max((step - self.kept.get(id, 0) for id, step in steps.items()), default=0)

    def hold(self, path: Path | None, since: float | None = None) -> bool:
        """Have the project belong to a file, or to none.

        Parameters
        ----------
        since
            When the project was as the file has it, in seconds since 1970; now by default.

        Returns
        -------
        bool
            False where another window holds it: the project belongs to no file then.
        """
        if self._held is not None:
            self._held.release()
        self._held = None
        if path is None:
            return True
        with contextlib.suppress(InUseError):
            self._held = HeldFile(path.absolute(), folder("journal"), since)
        return self._held is not None

    def save(self) -> bool:
        """Save to the file; asks for one where there is none, or none that can hold it."""
        if self._held is None:
            return self.save_as()
        path = self._held.path
        if kept_hashes(self._bridge.store.value) and path.suffix.lower() != ".zip":
            self._tell("Rows go into a .zip", NEEDS_ZIP.format(path.name))
            return self.save_as()
        if self._held.changed:
            return self._save_over_another(path)
        return self._write(Saving(path, self.learned)) or self.save_as()

    def save_as(self) -> bool:
        """Ask for a file until it can be written or the person gives up; says which."""
        while True:
            chosen = ask(self._window, self._proposal())
            if chosen is None:
                return False
            if self._write(chosen):
                self._preferences.keep_learned = chosen.learned
                self._preferences.last_folder = str(chosen.path.parent)
                return True

    def _save_over_another(self, path: Path) -> bool:
        """Ask what to do with a file that somebody else has written to since it was read."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("The file has changed")
        box.setText(f"{path.name} has been changed on the disk since it was opened here.")
        box.setInformativeText("Saving over it loses what was changed there.")
        other = box.addButton("Save as\u2026", QMessageBox.ButtonRole.AcceptRole)
        over = box.addButton("Save over it", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(other)
        box.exec()
        answer = box.clickedButton()
        if answer is over:
            return self._write(Saving(path, self.learned)) or self.save_as()
        return self.save_as() if answer is other else False

    def _proposal(self) -> Proposal:
        project, own = self._bridge.store.value, self.path
        states = self._bridge.line.learned_now()
        step = max(steps_of(states).values(), default=0)
        learned = self.learned if own else self._preferences.keep_learned
        rows = bool(kept_hashes(project))
        return Proposal(own or Path(_name(project.title)), learned, rows, step or None, own)

    def _write(self, saving: Saving) -> bool:
        project, path = self._bridge.store.value, saving.path.absolute()
        try:
            held = self._taken(path)
        except InUseError:
            self._tell("Another window has this file open", IN_USE.format(path.name))
            return False
        picture = thumbnail(self._window)
        states = self._bridge.line.learned_now() if saving.learned else {}
        traces = self._bridge.traces
        curves = {id: thinned(traces[id].kept()) for id in states if id in traces}

        def write() -> None:
            if path.suffix.lower() == ".zip":
                save_bundle(project, states or None, path, picture, curves or None)
            else:
                save(project, path)

        try:
            meanwhile(write)
        except FileError as error:
            if held is not self._held:
                held.release()
            self._tell("The project cannot be saved", str(error))
            return False
        held.learn()
        if held is not self._held and self._held is not None:
            self._held.release()
        self._held, self.kept = held, steps_of(states) if saving.learned else None
        self._bridge.store.mark_saved(project)
        remember(path, project.title, picture)
        self.written.emit()
        return True

    def _taken(self, path: Path) -> HeldFile:
        """Return the file where it is held already, or hold it."""
        if self._held is not None and key_of(self._held.path) == key_of(path):
            return self._held
        return HeldFile(path, folder("journal"))

    def _tell(self, title: str, text: str) -> None:
        QMessageBox.warning(self._window, title, text)


def _name(title: str) -> str:
    """Return a title as a file may be called."""
    kept = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else " " for c in title)
    return " ".join(kept.split()).strip(". ")[:100] or "Untitled"


def steps_of(states: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """Return the step at which each learner was captured."""
    steps = {id: state.get("step", 0) for id, state in states.items()}
    return {id: step if isinstance(step, int) else 0 for id, step in steps.items()}
