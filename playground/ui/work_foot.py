"""The foot of a dialog that makes a file."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from playground.ui.labels import label, push, restyle
from playground.ui.theme import px


class WorkFoot(QWidget):
    """How far the work is, what came of it, and the buttons that begin it and leave.

    Parameters
    ----------
    begin
        Words of the button that begins.
    progress
        What the bar tells, for a screen reader.

    Attributes
    ----------
    bar, status, begin, leave
        Its parts; the bar is seen only while something is made.
    """

    def __init__(self, begin: str, progress: str) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(4))
        self.bar.setAccessibleName(progress)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self.status = label(" ", "secondary", wrap=True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.begin, self.leave = push(begin, accent=True), push("Close")
        # Enter begins wherever the focus is, on the other button too.
        self.begin.setDefault(True)
        self.leave.setAutoDefault(False)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.leave)
        self._buttons.addWidget(self.begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.bar)
        column.addWidget(self.status)
        column.addLayout(self._buttons)

    def add(self, button: QPushButton) -> None:
        """Put one more button before that which begins."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def say(self, words: str, role: str = "secondary") -> None:
        """Say what is under way or came of it."""
        self.status.setText(words or " ")
        restyle(self.status, role=role)

    def say_saved(self, file: Path) -> None:
        """Say which file is there now, how large, and where."""
        self.say(f"Saved {file.name}, {_size(file.stat().st_size)}, in {file.parent}", "ok")


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(round(count / 1e3), 1)} kB"
