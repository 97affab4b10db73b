"""What a project is called, and what the title bar and the undo actions say."""

from pathlib import Path

from playground.document.project import Project
from playground.document.store import Store
from playground.ui.actions import Actions


def called(project: Project, path: Path | None) -> str:
    """Return what a project is called: its title, or the name of its file while it has none."""
    return path.stem if path and project.title == Project().title else project.title


def window_title(store: Store, path: Path | None, program: str) -> str:
    """Return the window's title; Qt puts a star where ``[*]`` stands."""
    name = called(store.value, path)
    file = f" ({path.name})" if path and path.stem != name else ""
    return f"{name}{file}[*] \u2013 {program}"


def undo_texts(actions: Actions, store: Store) -> None:
    """Let undo and redo say what they take back or do again."""
    for id, word, what, can in (
        ("undo", "&Undo", store.undo_label, store.can_undo()),
        ("redo", "&Redo", store.redo_label, store.can_redo()),
    ):
        actions.rename(id, f"{word} {what[:1].lower()}{what[1:]}" if what else word)
        actions[id].setEnabled(can)
