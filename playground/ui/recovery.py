"""After a crash: what was not saved is offered, and what cannot be read any more is told."""

import contextlib
import time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMessageBox

from playground.core.dates import lately_in_words
from playground.core.disk import FileError
from playground.core.folders import folder
from playground.document.journal import Recovered, damaged, discard, recovered
from playground.document.salvage import Salvaged, salvage
from playground.ui.meanwhile import meanwhile
from playground.ui.titles import called


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
    file = _its_file(left)
    if file is not None and file.project == left.project:
        # The program ended right behind a save.
        discard(left)
        return False
    buttons = QMessageBox.StandardButton
    name = called(left.project, Path(left.path) if left.path else None)
    when = lately_in_words(left.when, time.time())
    answer = QMessageBox.question(
        window,
        "Go on where you were?",
        f"The program did not close in order. “{name}” has changes of {when} "
        "that were not saved.",
        buttons.Open | buttons.Discard | buttons.Cancel,
        buttons.Open,
    )
    if answer == buttons.Open:
        _open(window, left, file)
        window.footer.told.tell(f"Recovered “{name}”: not saved yet")
        # Only now: the window has kept it in a journal of its own.
        discard(left)
        return True
    if answer == buttons.Discard:
        discard(left)
    return False


def _open(window: Any, left: Recovered, file: Salvaged | None) -> None:
    """Put what was left into the window, as an edit of its file where that kept what was learned.

    Another project would start untrained, and saving it would lose the weights in the file.
    """
    path = Path(left.path) if left.path else None
    if file is None or not file.states or _is_newer(path, left.when):
        window.documents.show(left.project, path, saved=False, since=left.when)
        return
    window.documents.show(file.project, path, True, left.when, file.states, file.curves)
    window.bridge.store.apply("Recover changes", lambda _: left.project)


def _its_file(left: Recovered) -> Salvaged | None:
    """Return what the file of a project holds, if that is whole."""
    if left.path is None:
        return None
    with contextlib.suppress(FileError):
        path = Path(left.path)
        file = meanwhile(lambda: salvage(path))
        return None if file.damage else file
    return None


def _is_newer(path: Path | None, when: float) -> bool:
    """Say whether somebody has written to a file since a moment."""
    try:
        return path is None or path.stat().st_mtime > when
    except OSError:
        return True
