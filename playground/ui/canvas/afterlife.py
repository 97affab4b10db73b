"""Whether an event filter of the canvas still has something to filter for."""

from PySide6.QtCore import QObject
from shiboken6 import isValid


def is_left_behind(watcher: QObject) -> bool:
    """Say whether the canvas of an event filter is gone.

    Qt sends its last events (hide, leave) when the interpreter may already have taken apart the
    filter or the wrapper of the view.
    """
    view = vars(watcher).get("_view")
    return view is None or not isValid(view)
