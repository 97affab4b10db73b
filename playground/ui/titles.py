"""What the title bar and the undo actions say."""

from pathlib import Path

from playground.document.store import Store
from playground.ui.actions import Actions


def window_title(store: Store, path: Path | None, program: str) -> str:
    """Return the window's title; Qt puts a star where ``[*]`` stands."""
    name = store.value.title
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
