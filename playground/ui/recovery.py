"""After a crash: what was not saved is offered, and what cannot be read any more is told."""

import contextlib
import time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMessageBox

from playground.core.dates import lately_in_words
from playground.core.disk import FileError
from playground.core.folders import folder
from playground.document.files import load
from playground.document.journal import Recovered, damaged, discard, recovered


def offer_recovery(window: Any) -> bool:
    """Offer what windows that ended unexpectedly left, the newest first; says whether one is open.

    What is neither opened nor discarded is offered at the next start again.
    """
    place = folder("journal")
    before = damaged(place)
    found = recovered(place)
    lost = [path for path in damaged(place) if path not in before]
    is_open = any(_offered(window, left) for left in found)
    if lost:
        words = (
            f"Unsaved work of an earlier window is damaged and cannot be opened. It was set aside "
            f"as {lost[0]}."
        )
        window.banner.say(words, "warning", about="damaged")
    return is_open


def _offered(window: Any, left: Recovered) -> bool:
    if _is_saved(left):
        discard(left)
        return False
    buttons = QMessageBox.StandardButton
    when = lately_in_words(left.when, time.time())
    answer = QMessageBox.question(
        window,
        "Go on where you were?",
        f"The program did not close in order. “{left.project.title}” has changes of {when} "
        "that were not saved.",
        buttons.Open | buttons.Discard,
        buttons.Open,
    )
    if answer == buttons.Open:
        path = Path(left.path) if left.path else None
        window.documents.show(left.project, path, saved=False, since=left.when)
        # Only now: the window has kept it in a journal of its own.
        discard(left)
        return True
    if answer == buttons.Discard:
        discard(left)
    return False


def _is_saved(left: Recovered) -> bool:
    """Say whether the file holds all of it, as after an end right behind a save."""
    if left.path is None:
        return False
    with contextlib.suppress(FileError):
        return load(left.path) == left.project
    return False
