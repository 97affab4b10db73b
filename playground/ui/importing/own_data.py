"""The ways in for rows of one's own: painted, from a file, from the clipboard."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication

from playground.core.block import title_of
from playground.document.table_edits import give_rows
from playground.runtime.blank import blank_project
from playground.tables.importing import Pasted, could_be_table
from playground.tables.trouble import TableError
from playground.ui.file_asking import ask_for_folder, ask_to_read
from playground.ui.importing.outcome import Brought, Wanted, pasted

ABOUT = "data"
KINDS = (
    "Rows of data (*.csv *.tsv *.tab *.txt *.npy *.npz *.gz *ubyte);;All files (*)"
)


class OwnData(QObject):
    """Brings rows of one's own into a window.

    Parameters
    ----------
    window
        The main window.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window

    def paint(self) -> None:
        """Start a project whose rows are painted."""
        if not self._window.documents.may_leave():
            return
        try:
            self._window.documents.show(blank_project())
        except TableError as error:
            self._window.banner.say(str(error), "warning", about=ABOUT)

    def ask(self, into: str = "") -> None:
        """Ask for a file of rows and open the dialog on it.

        Parameters
        ----------
        into
            Id of the data set whose rows they are to replace; "" for a project of their own.
        """
        path = ask_to_read(self._window, "Import data", KINDS)
        if path is not None:
            dialog = self.open(path)
            dialog.into.setCurrentIndex(max(dialog.into.findData(into), 0))

    def ask_folder(self) -> None:
        """Ask for a folder of pictures and open the dialog on it."""
        folder = ask_for_folder(self._window, "Import a folder of pictures")
        if folder is not None:
            self.open(folder)

    def open(self, source: Path | Pasted) -> Any:
        """Open the dialog on a file, a folder of pictures, or pasted text; returns it."""
        from playground.ui.importing.import_dialog import ImportDialog

        dialog = ImportDialog(self._window, source, self._places())
        dialog.brought.connect(self._take)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def paste(self) -> bool:
        """Open the dialog on rows that the clipboard holds; False where it holds none."""
        source = pasted(QGuiApplication.clipboard().text())
        if source is not None:
            self.open(source)
        return source is not None

    def dropped(self, mime: QMimeData) -> Path | None:
        """Return the file or folder of rows that is being dragged, or None."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        return next((path for path in paths if path.exists() and could_be_table(path)), None)

    def _places(self) -> dict[str, str]:
        """Return the data sets whose rows may be replaced, the selected one first."""
        bridge = self._window.bridge
        kinds = {p.id: bridge.catalogue.get(p.kind) for p in bridge.store.value.blocks}
        given = [id for id, cls in kinds.items() if cls is not None and cls.family == "data"]
        given.sort(key=lambda id: id not in bridge.selection)
        return {id: title_of(kinds[id]) for id in given}

    def _take(self, wanted: Wanted, found: Brought) -> None:
        """Put what was read where it was wanted."""
        window = self._window
        if wanted.into:
            edit = give_rows(wanted.into, found.settings, wanted.scaled, window.bridge.catalogue)
            try:
                window.bridge.apply("Import data", edit)
            except KeyError:
                window.banner.say(f"{wanted.into} is gone: import again", "warning", about=ABOUT)
                return
        elif window.documents.may_leave():
            window.documents.show(found.project, saved=False)
        else:
            return
        if found.notes:
            window.banner.say("; ".join(found.notes[:3]) + ".", "accent", about=ABOUT)
