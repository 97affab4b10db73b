"""One of several things to choose from, with words about it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QRadioButton, QVBoxLayout

from playground.ui.labels import label, restyle
from playground.ui.theme import px


class OptionCard(QFrame):
    """A round button and the words under it, chosen by a click anywhere.

    Parameters
    ----------
    title
        What is chosen.
    words
        What it is for.

    Attributes
    ----------
    button, words
        Its two parts; cards among which one is chosen have their buttons in one group.

    Signals
    -------
    picked()
        It is the one that is chosen now.
    """

    picked = Signal()

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.button = QRadioButton(title)
        self.button.setAccessibleName(title)
        self.button.setToolTip(words)
        self.words = label("", "secondary", wrap=True)
        self.words.setContentsMargins(px(24), 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(10), px(6), px(10), px(7))
        column.setSpacing(px(2))
        column.addWidget(self.button)
        column.addWidget(self.words)
        self.button.toggled.connect(self._toggled)
        self.say(words)

    def say(self, words: str, role: str = "secondary") -> None:
        """Show other words under it."""
        self.words.setText(words)
        restyle(self.words, role=role)
        self.button.setAccessibleDescription(words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it, where it can be chosen."""
        if self.button.isEnabled():
            self.button.setChecked(True)
        event.accept()

    def _toggled(self, on: bool) -> None:
        restyle(self, chosen=on)
        if on:
            self.picked.emit()
