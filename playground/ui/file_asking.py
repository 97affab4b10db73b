"""Asks for files and folders, beginning where the person's own are likely to be."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.ui.preferences import Preferences


def ask_to_write(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask for a file to write; None when there is to be none.

    Parameters
    ----------
    name
        What is offered.
    kinds
        Filters such as ``Table (*.csv)``, with ``;;`` between them; a name that ends like none
        of them gets the ending of the kind that is chosen.
    """
    start = str(start_folder(parent) / name)
    told, kind = QFileDialog.getSaveFileName(parent.window(), title, start, kinds)
    if not told:
        return None
    path = Path(told)
    if path.suffix.lower() not in _endings(kinds):
        path = path.with_name(path.name + _endings(kind or kinds)[0])
        if path.exists() and not _may_replace(parent, path):
            return None
    return _kept(path)


def ask_to_read(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask for a file that is there; None when there is to be none."""
    start = str(start_folder(parent))
    told, _ = QFileDialog.getOpenFileName(parent.window(), title, start, kinds)
    return _kept(Path(told)) if told else None


def ask_for_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """Ask for a folder; None when there is to be none.

    Parameters
    ----------
    start
        Where to begin, if not at the usual place.
    """
    begin = start or str(start_folder(parent))
    told = QFileDialog.getExistingDirectory(parent.window(), title, begin)
    return Path(told) if told else None


def start_folder(parent: QWidget) -> Path:
    """Return the project's folder, else the one used last, else the person's documents."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    places = (
        _of_project(parent),
        Preferences().last_folder,
        QStandardPaths.writableLocation(documents),
    )
    return next((Path(place) for place in places if os.path.isdir(place)), Path.home())


def _of_project(widget: QWidget | None) -> str:
    while widget is not None:
        documents = getattr(widget, "documents", None)
        if documents is not None:
            return str(documents.path.parent) if documents.path else ""
        widget = widget.parentWidget()
    return ""


def _endings(kinds: str) -> list[str]:
    parts = kinds.replace(";;", " ").replace("(", " ").replace(")", " ").split()
    return [part.removeprefix("*") for part in parts if part.startswith("*.")]


def _may_replace(parent: QWidget, path: Path) -> bool:
    """Ask what the file dialog could not, as it saw the name without its ending."""
    words = f"{path.name} is there already. Replace it?"
    answer = QMessageBox.question(parent.window(), "Replace the file?", words)
    return answer == QMessageBox.StandardButton.Yes


def _kept(path: Path) -> Path:
    Preferences().last_folder = str(path.parent)
    return path
