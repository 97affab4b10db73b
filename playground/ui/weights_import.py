"""Takes weights of a file into the project: networks start from them, and undo takes them back."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from playground.document.edits import Edit
from playground.document.project import Project
from playground.ui.exporting import weights_from
from playground.ui.file_asking import ask_to_read
from playground.ui.long_work import LongWork

ABOUT = "weights"
KINDS = "Weights (*.safetensors *.npz)"


class WeightsImport(QObject):
    """Asks for a file of weights, reads it apart from the window, and makes one edit of it.

    Parameters
    ----------
    window
        The main window.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._work: LongWork | None = None

    def ask(self) -> None:
        """Ask for a file and take its weights."""
        path = ask_to_read(self._window, "Import weights", KINDS)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Take the weights of a file; what comes of it is told by a banner."""
        project = self._window.bridge.store.value
        self._work = LongWork(lambda progress: weights_from(project, path, progress), self)
        self._work.done.connect(lambda found: self._taken(path, project, *found))
        self._work.failed.connect(self._refused)
        self._work.start()

    def wait(self) -> None:
        """Wait for what is under way; for tests."""
        if self._work is not None:
            self._work.wait()

    def _taken(self, path: Path, then: Project, edit: Edit, blocks: tuple[str, ...]) -> None:
        bridge = self._window.bridge
        if bridge.store.value is not then:
            self._refused("the project was changed meanwhile: import the weights again")
            return
        bridge.apply("Import weights", edit)
        names = ", ".join(blocks)
        words = f"{names} start{'s' * (len(blocks) == 1)} from the weights in {path.name}."
        again = (("Take them back", bridge.store.undo),)
        self._window.banner.say(words, "ok", again, about=ABOUT)

    def _refused(self, reason: str) -> None:
        self._window.banner.say(f"The weights were not taken: {reason}", "warning", about=ABOUT)
