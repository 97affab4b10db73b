"""Opens the dialogs and sheets of the window, made only when they are wanted."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt

from playground.core.block import summary_of, title_of
from playground.document.recent import recent
from playground.ui.about import About
from playground.ui.command_palette import Command, CommandPalette, commands_of
from playground.ui.gallery import Gallery, presets
from playground.ui.importing.own_data import OwnData
from playground.ui.panel import PANELS
from playground.ui.shortcuts import ShortcutSheet


class Openers:
    """What can be opened over a window.

    Parameters
    ----------
    window
        The main window.

    Attributes
    ----------
    data
        The ways in for rows of one's own.
    """

    def __init__(self, window: Any) -> None:
        self._window = window
        self.data = OwnData(window)

    def gallery(self) -> None:
        """Open the gallery of presets."""
        gallery = Gallery(self._window, self._window.bridge.catalogue)
        gallery.chosen.connect(self._window.documents.open_preset)
        _show(gallery)

    def recent(self) -> None:
        """Open the gallery of the projects that were open last."""
        from playground.ui.recent_gallery import RecentGallery

        gallery = RecentGallery(self._window, self._window.bridge.catalogue)
        gallery.chosen.connect(self._window.documents.open)
        gallery.elsewhere.connect(lambda: self._window.documents.open())
        _show(gallery)

    def commands(self) -> None:
        """Open the search of everything the window can do."""
        window = self._window
        found = commands_of(window.actions_)
        for kind, cls in window.bridge.catalogue.items():
            act = partial(window.add_block, kind)
            found.append(Command(f"Add {title_of(cls)}", "", f"{kind} {summary_of(cls)}", act))
        for name, cls in PANELS.items():
            act = partial(window.panels.toggle_panel, name)
            found.append(Command(f"Panel: {title_of(cls)}", "", "show hide panel", act))
        for preset in presets():
            act = partial(window.documents.open_preset, preset.name)
            words = f"{preset.name} {preset.summary}"
            found.append(Command(f"Open {preset.project.title}", "", words, act))
        for one in recent():
            act = partial(window.documents.open, one.file)
            found.append(Command(f"Open {one.file.name}", "", f"recent {one.title}", act))
        palette = CommandPalette(window, found)
        palette.show()
        palette.line.setFocus()

    def shortcuts(self) -> None:
        """Open the sheet of keys."""
        _show(ShortcutSheet(self._window, self._window.actions_))

    def export_model(self, learner: str = "") -> None:
        """Open what writes a trained model to a file."""
        from playground.ui.export_dialog import ExportDialog

        _show(ExportDialog(self._window, learner))

    def import_weights(self) -> None:
        """Ask for a file of weights that networks are to start from."""
        from playground.ui.weights_import import WeightsImport

        self._importing = WeightsImport(self._window)
        self._importing.ask()

    def about(self) -> None:
        """Open what the program is and runs on."""
        _show(About(self._window))

    def lesson(self) -> None:
        """Bring the lesson to the front."""
        self._raise("lesson")

    def problems(self) -> None:
        """Bring the problems to the front."""
        self._raise("problems")

    def dropped(self, mime: QMimeData) -> Path | None:
        """Return the project file that is being dragged, or None."""
        for url in mime.urls():
            path = Path(url.toLocalFile())
            if path.suffix.lower() in (".json", ".zip") and path.is_file():
                return path
        return None

    def _raise(self, id: str) -> None:
        dock = self._window.docks[id]
        dock.show()
        dock.raise_()


def _show(dialog: Any) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
