"""Why a learner has ended, under its scores."""

from typing import Any

from PySide6.QtWidgets import QLabel

from playground.runtime.messages import Status


class Ending(QLabel):
    """One sentence once a learner has nothing more to learn, and empty before.

    Parameters
    ----------
    bridge
        Joins the window to the learners.
    id
        Of the learner.
    """

    def __init__(self, bridge: Any, id: str) -> None:
        super().__init__()
        self._id = id
        self.setWordWrap(True)
        self.setProperty("role", "secondary")
        self.setAccessibleName(f"Why {id} has ended")
        bridge.status_changed.connect(self._show)
        self._show(bridge.status)

    def _show(self, status: Status) -> None:
        told = status.finished.get(self._id, "")
        text = f"Ended: {told}." if told else ""
        if text != self.text():
            self.setText(text)
